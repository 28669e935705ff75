package berth.cli.demo;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.control.Targets;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.TaskFacts;
import berth.cli.ecs.Waiting;
import berth.cli.host.Detached;
import berth.cli.json.Doc;
import berth.cli.show.Ids;
import berth.cli.show.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// The way up: engine, images, control plane and agent, definition, task, page.
public final class DemoUp {
    private static final int USUAL_PORT = 4770;
    private static final Duration NODE = Duration.ofSeconds(60);
    private static final Duration TASK = Duration.ofMinutes(10);
    private static final Duration PAGE = Duration.ofMinutes(3);

    private final Surroundings surroundings;
    private final DataFolder data;

    public DemoUp(Surroundings surroundings, DataFolder data) {
        this.surroundings = surroundings;
        this.data = data;
    }

    public void run() {
        var guestbook = guestbook(surroundings);
        var madeData = !Files.exists(data.path());
        var docker = new DockerHost(surroundings, data, this::say).get();
        var before = DemoNote.of(data);
        var engine = docker.engine() == null && before != null ? before.engine() : docker.engine();
        var note = new DemoNote(
                docker.address(),
                engine,
                docker.madeEngineData() || (before != null && before.madeEngineData()),
                before != null && before.startedUp(),
                before != null ? before.madeData() : madeData);
        note.keep(data);

        say("building the guest book's images (the first time: some minutes)…");
        guestbook.build(docker.address(), line -> surroundings.err().println("     " + line));

        if (data.running().isEmpty()) {
            say("starting control plane and agent…");
            new Detached(surroundings, data)
                    .start(List.of(
                            "up",
                            "--data",
                            data.path().toString(),
                            "--docker",
                            docker.address(),
                            "--listen",
                            listen()));
            new DemoNote(note.docker(), note.engine(), note.madeEngineData(), true, note.madeData()).keep(data);
        }
        var ecs = new Ecs(Targets.running(data), surroundings.clock());
        say("control plane at " + ecs.target().endpoint());
        awaitNode(ecs);
        var definition = guestbook.register(ecs, this::say);
        var task = task(ecs, definition);
        var page = Page.of(task);
        say("waiting for the page…");
        page.await(PAGE);
        surroundings.out().print(farewell(page, task));
    }

    static Guestbook guestbook(Surroundings surroundings) {
        var launcher = surroundings.launcher();
        var folder = launcher == null ? null : launcher.resolveSibling("examples/guestbook");
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CliError("The demo needs examples/guestbook beside the ./berth launcher"
                    + (folder == null ? "" : " (" + folder + " is not there)"));
        }
        return new Guestbook(folder);
    }

    /// The usual address, unless something else has it.
    private String listen() {
        try (var probe = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + probe.getLocalPort();
        } catch (IOException _) {
            say("port " + USUAL_PORT + " is taken, so another is used");
            return "127.0.0.1:0";
        }
    }

    private void awaitNode(Ecs ecs) {
        var cluster = ecs.target().cluster();
        var deadline = System.nanoTime() + NODE.toNanos();
        while (System.nanoTime() < deadline) {
            var arns = ecs.list("ListContainerInstances", "containerInstanceArns", Doc.with("cluster", cluster));
            var nodes = ecs.describe("DescribeContainerInstances", "containerInstances", cluster, arns);
            if (nodes.stream().anyMatch(node -> node.flag("agentConnected"))) {
                return;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new CliError("No container instance has joined cluster " + cluster + " within " + NODE.toSeconds()
                + " s; see " + data.log());
    }

    private TaskFacts task(Ecs ecs, String definition) {
        var cluster = ecs.target().cluster();
        var running = ecs.list("ListTasks", "taskArns", Doc.with("cluster", cluster, "family", Guestbook.FAMILY));
        var arns = running;
        if (running.isEmpty()) {
            say("running " + definition + "…");
            var answer = ecs.call("RunTask", Doc.with("cluster", cluster, "taskDefinition", definition));
            arns = answer.docs("tasks").stream()
                    .map(task -> task.text("taskArn", ""))
                    .toList();
            if (arns.isEmpty()) {
                var why = answer.docs("failures").stream()
                        .map(failure -> failure.text("reason", "?") + " " + failure.text("detail", ""))
                        .toList();
                throw new CliError("The task was not placed: " + String.join("; ", why));
            }
        } else {
            say("the guest book runs already");
        }
        try (var progress = new Progress(surroundings.err(), surroundings.live(), surroundings.width())) {
            var task = new Waiting(ecs, surroundings.clock(), progress)
                    .until(cluster, arns, found -> found.isRunning() || found.isStopped(), TASK)
                    .getFirst();
            if (task.isStopped()) {
                throw new CliError("The task ended: " + task.note());
            }
            return task;
        }
    }

    private String farewell(Page page, TaskFacts task) {
        var id = Ids.brief(task.arn());
        return """

                The guest book is open:  %s

                Three containers in one task, linked: proxy -> app -> db. Write something, then try:
                  ./berth ps                      what runs, and where
                  ./berth logs %s proxy -f  what the proxy sees
                  ./berth stop %s --wait    end it; then ./berth demo, and your entry is still there
                  eval "$(./berth env)"           point the AWS CLI (2.13 or newer) here:
                  aws ecs list-tasks
                  aws ecs describe-tasks --tasks %s
                  ./berth demo --down             take everything away again
                """.formatted(page.address(), id, id, Ids.last(task.arn()));
    }

    private void say(String text) {
        surroundings.err().println("demo: " + text);
    }
}
