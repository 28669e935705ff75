package berth.cli.demo;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.control.ProcessIdentity;
import berth.cli.control.Targets;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.TaskFacts;
import berth.cli.ecs.Waiting;
import berth.cli.host.Ending;
import berth.cli.json.Doc;
import berth.cli.show.Progress;
import berth.cli.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The way down: takes away what the demo made, and nothing else.
public final class DemoDown {
    private static final Duration STOP = Duration.ofMinutes(3);
    private static final Duration DOCKER = Duration.ofMinutes(2);
    private static final Path ENGINE_DATA = Path.of("/var/lib/docker");
    private static final int ENGINE_SECONDS = 60;

    private final Surroundings surroundings;
    private final DataFolder data;

    public DemoDown(Surroundings surroundings, DataFolder data) {
        this.surroundings = surroundings;
        this.data = data;
    }

    public void run() {
        var note = DemoNote.of(data);
        if (note == null) {
            say("no demo was started with the data folder " + data.path() + "; nothing to take away");
            return;
        }
        stopTasks();
        if (note.startedUp() && Ending.end(data).isPresent()) {
            say("ended control plane and agent");
        }
        if (DockerHost.version(note.docker()) != null) {
            emptyEngine(note);
        } else {
            say("no engine answers at " + note.docker() + "; what is in it stays");
        }
        if (note.startedUp() && note.madeData()) {
            data.delete();
            say("removed " + data.path());
            return;
        }
        DemoNote.forget(data);
        data.remove("dockerd.log");
        if (note.madeData() && data.isEmpty()) {
            data.delete();
        }
    }

    private void stopTasks() {
        if (data.running().isEmpty()) {
            return;
        }
        var ecs = new Ecs(Targets.running(data), surroundings.clock());
        var cluster = ecs.target().cluster();
        var arns = ecs.list("ListTasks", "taskArns", Doc.with("cluster", cluster, "family", Guestbook.FAMILY));
        if (arns.isEmpty()) {
            return;
        }
        say("stopping the guest book…");
        for (var arn : arns) {
            ecs.call("StopTask", Doc.with("cluster", cluster, "task", arn, "reason", "berth demo --down"));
        }
        try (var progress = new Progress(surroundings.err(), surroundings.live(), surroundings.width())) {
            new Waiting(ecs, surroundings.clock(), progress).until(cluster, arns, TaskFacts::isStopped, STOP);
        } catch (CliError late) {
            say(late.getMessage());
        }
    }

    private void emptyEngine(DemoNote note) {
        var docker = new Tool(Map.of("DOCKER_HOST", note.docker()));
        remove(
                docker,
                List.of("rm", "-f", "-v"),
                ids(docker, "ps", "-aq", "--filter", "label=com.amazonaws.ecs.task-definition-family=guestbook"));
        remove(docker, List.of("volume", "rm"), ids(docker, "volume", "ls", "-q", "--filter", "name=^guestbook-data$"));
        if (note.startedUp()) {
            remove(
                    docker,
                    List.of("network", "rm"),
                    ids(docker, "network", "ls", "-q", "--filter", "label=berth.network"));
        }
        DemoUp.guestbook(surroundings).removeImages(note.docker(), line -> {});
        say("removed its containers, volume, network and images");
        if (note.engine() != null) {
            var isEmpty = ids(docker, "ps", "-aq").isEmpty()
                    && ids(docker, "images", "-q").isEmpty()
                    && ids(docker, "volume", "ls", "-q").isEmpty();
            endEngine(note.engine());
            if (note.madeEngineData() && isEmpty) {
                deleteEngineData();
            }
        }
    }

    /// A file system that is mounted there keeps the folder busy. It is the last of it, and empty: no reason to stop.
    private void deleteEngineData() {
        try {
            new DataFolder(ENGINE_DATA).delete();
            say("removed " + ENGINE_DATA);
        } catch (CliError trouble) {
            say(trouble.getMessage());
        }
    }

    private static List<String> ids(Tool docker, String... command) {
        var line = new ArrayList<>(List.of("docker"));
        line.addAll(List.of(command));
        var out = new ArrayList<String>();
        return docker.run(DOCKER, out::add, line).isGood() ? out : List.of();
    }

    private static void remove(Tool docker, List<String> command, List<String> ids) {
        if (!ids.isEmpty()) {
            var line = new ArrayList<>(List.of("docker"));
            line.addAll(command);
            line.addAll(ids);
            docker.run(DOCKER, _ -> {}, line);
        }
    }

    private void endEngine(ProcessIdentity engine) {
        var process = engine.alive();
        if (process.isEmpty()) {
            return;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(ENGINE_SECONDS, TimeUnit.SECONDS);
            say("ended dockerd");
        } catch (TimeoutException _) {
            throw new CliError("dockerd (process " + engine.pid() + ") does not end within " + ENGINE_SECONDS + " s");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(String text) {
        surroundings.err().println("demo: " + text);
    }
}
