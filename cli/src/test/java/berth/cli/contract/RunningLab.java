package berth.cli.contract;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.show.Paint;
import berth.wire.sigv4.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A lab for tests, raised and hit by the very verbs that people type. Needs root.
///
/// It is taken down by [#close], or soon after this JVM is gone. Nodes are called `node1`, `node2` and so
/// on.
final class RunningLab implements AutoCloseable {
    /// After which the control plane gives up a node that says nothing, at the longest.
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Path launcher;
    private final Process watcher;
    private final URI endpoint;
    private final Credentials operator;
    private final Api api;
    /// The verbs that would undo what was done to nodes and has not been undone yet.
    private final Set<List<String>> undoing = new LinkedHashSet<>();

    /// Returns when all nodes have joined: some seconds.
    ///
    /// @param options of `berth lab up`, such as `--nodes`, `3`
    RunningLab(String... options) {
        try {
            folder = Files.createTempDirectory("berth-lab-");
            launcher = launcher(folder);
            watcher = watcher();
            var up = new ArrayList<>(List.of("up", "--listen", "127.0.0.1:0"));
            up.addAll(List.of(options));
            lab(up.toArray(String[]::new));
            var environment = Api.JSON.readTree(lab("env", "--json"));
            endpoint = URI.create(environment.path("AWS_ENDPOINT_URL").asString());
            operator = new Credentials(
                    environment.path("AWS_ACCESS_KEY_ID").asString(),
                    environment.path("AWS_SECRET_ACCESS_KEY").asString());
            api = new Api(endpoint, operator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The program as the launcher runs it, from the classes that are tested.
    static Path launcher(Path folder) throws IOException {
        Files.createSymbolicLink(folder.resolve("scripts"), TestEngine.scripts());
        var launcher = folder.resolve("berth");
        var arguments = folder.resolve("berth.args");
        Files.writeString(arguments, """
                -XX:+UseSerialGC
                -XX:TieredStopAtLevel=1
                -Xmx256m
                --enable-native-access=ALL-UNNAMED
                --sun-misc-unsafe-memory-access=allow
                -cp "%s"
                -Dberth.launcher=%s
                """.formatted(ChildJvm.classPath(), launcher));
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '%s/bin/java' '@%s' berth.cli.Main \"$@\"\n"
                        .formatted(System.getProperty("java.home"), arguments));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return launcher;
    }

    /// Also sees a JVM that was killed.
    private Process watcher() throws IOException {
        var script = "tail --pid=" + ProcessHandle.current().pid() + " -f /dev/null; [ ! -x \"$0\" ] || "
                + "\"$0\" lab down --data \"$1\" && rm -rf \"$2\"";
        return new ProcessBuilder(
                        "setsid", "sh", "-c", script, launcher.toString(), data().toString(), folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// The lab's folder.
    Path data() {
        return folder.resolve("lab");
    }

    /// `berth lab WORD…` for this lab, which must go well.
    ///
    /// @param words the verb first
    /// @return what it wrote
    String lab(String... words) {
        var all = new ArrayList<>(List.of("lab", words[0], "--data", data().toString()));
        all.addAll(List.of(words).subList(1, words.length));
        return well(type(launcher, all), all);
    }

    /// `berth WORD…` at this lab's control plane, which must go well.
    String berth(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data().toString()));
        return well(type(launcher, all), all);
    }

    /// `berth lab enter` or `berth lab docker`, which become another program and so need a process of
    /// their own.
    String foreign(String verb, String node, String... words) {
        var all = new ArrayList<>(List.of(launcher.toString(), "lab", verb, "--data", data().toString(), node));
        all.addAll(List.of(words));
        return well(Command.run(Map.of(), all), all);
    }

    private static String well(Command ended, List<String> words) {
        if (ended.exit() != 0) throw new IllegalStateException("berth " + String.join(" ", words) + ": " + ended);
        return ended.out();
    }

    /// Types a verb, which runs in this JVM: the time that a start takes is saved many times over.
    static Command type(Path launcher, List<String> words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                Map.of(),
                launcher.resolveSibling("home"),
                launcher,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Paint.NONE,
                0,
                false,
                InstantSource.system());
        var code = new Program(surroundings).run(words.toArray(String[]::new));
        return new Command(
                code,
                out.toString(StandardCharsets.UTF_8).strip(),
                err.toString(StandardCharsets.UTF_8).strip());
    }

    URI endpoint() {
        return endpoint;
    }

    Credentials operator() {
        return operator;
    }

    Api api() {
        return api;
    }

    /// Pulls a node's cable.
    void cut(String node) {
        harm(List.of("cut", node), List.of("heal", node));
    }

    void heal(String node) {
        undo(List.of("heal", node));
    }

    void killAgent(String node) {
        harm(List.of("kill", node, "--agent"), List.of("start", node));
    }

    /// kill -9 of dockerd, which stays dead; containers go on.
    void killEngine(String node) {
        harm(List.of("kill", node, "--engine"), List.of("start", node));
    }

    /// Everything on the node at once.
    void killPower(String node) {
        harm(List.of("kill", node, "--power"), List.of("start", node));
    }

    /// Starts what is dead of a node. Its agent may not have joined yet.
    void start(String node) {
        undo(List.of("start", node));
    }

    /// SIGSTOP of dockerd.
    void freezeEngine(String node) {
        harm(List.of("freeze", node, "--engine"), List.of("thaw", node, "--engine"));
    }

    void thawEngine(String node) {
        undo(List.of("thaw", node, "--engine"));
    }

    private void harm(List<String> deed, List<String> undoingIt) {
        undoing.add(undoingIt);
        lab(deed.toArray(String[]::new));
    }

    private void undo(List<String> words) {
        lab(words.toArray(String[]::new));
        undoing.remove(words);
    }

    /// Undoes what a test left done to nodes. Their agents may not have joined yet.
    void mend() {
        List.copyOf(undoing).forEach(this::undo);
    }

    /// Runs a command in a node's network.
    Command inNetworkOf(String node, String... words) {
        var all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid(node) + "/ns/net"));
        all.addAll(List.of(words));
        return Command.run(Map.of(), all);
    }

    /// The first process of a node.
    private long pid(String node) {
        try {
            var text = Files.readString(data().resolve(node).resolve("engine/init.pid"));
            return Long.parseLong(text.split(" ", 2)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the Docker CLI writes about a node's engine; it must end well.
    String docker(String node, String... words) {
        var all = new ArrayList<>(
                List.of("docker", "-H", "unix://" + data().resolve(node).resolve("engine/docker.sock")));
        all.addAll(List.of(words));
        return Command.output(all.toArray(String[]::new));
    }

    /// Ids of the containers of tasks that run on a node.
    List<String> containers(String node) {
        return docker(node, "ps", "-q", "--no-trunc", "--filter", "label=com.amazonaws.ecs.task-arn")
                .lines()
                .toList();
    }

    /// A node's line of `berth lab status --json`.
    JsonNode status(String node) {
        for (var each : Api.JSON.readTree(lab("status", "--json")).path("nodes"))
            if (each.path("name").asString().equals(node)) return each;
        throw new AssertionError("no " + node);
    }

    /// All container instances, as ECS describes them.
    List<JsonNode> instances() {
        var arns = api.call("ListContainerInstances", "{}").path("containerInstanceArns");
        return arns.isEmpty()
                ? List.of()
                : api.call("DescribeContainerInstances", "{containerInstances: %s}".formatted(arns))
                        .path("containerInstances")
                        .valueStream()
                        .toList();
    }

    /// A node's container instance.
    JsonNode instance(String node) {
        return instances().stream()
                .filter(each -> node.equals(attribute(each, "berth.node")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no container instance is called " + node));
    }

    /// An attribute of a container instance; null if it has none of that name.
    static @Nullable String attribute(JsonNode instance, String name) {
        for (var attribute : instance.path("attributes"))
            if (attribute.path("name").asString().equals(name))
                return attribute.path("value").asString();
        return null;
    }

    /// After a long cut TCP takes its time to try again.
    JsonNode awaitConnected(String node) {
        Await.until(
                "the connection of " + node,
                SILENCE,
                () -> instance(node).path("agentConnected").asBoolean(false));
        return instance(node);
    }

    /// Until the control plane has noticed that nobody is there.
    void awaitDisconnected(String node) {
        Await.until(
                "the end of the connection of " + node,
                SILENCE,
                () -> !instance(node).path("agentConnected").asBoolean(true));
    }

    /// The node that a task is on: the name of its container instance.
    String nodeOf(JsonNode task) {
        var arn = task.path("containerInstanceArn").asString();
        return instances().stream()
                .filter(each -> each.path("containerInstanceArn").asString().equals(arn))
                .map(each -> attribute(each, "berth.node"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody knows " + arn));
    }

    @Override
    public void close() {
        lab("down");
        watcher.destroyForcibly();
        RunningBerth.remove(folder);
    }
}
