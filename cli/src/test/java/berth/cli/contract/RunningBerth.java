package berth.cli.contract;

import berth.server.ServerSettings;
import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;

/// A whole Berth for tests: control plane and agent as processes of their own over a private engine.
///
/// `@ExtendWith(RunningBerth.Started.class)`; tests take it as a parameter. One for all classes: started by the
/// first that asks, ended with the run, or with this JVM if that is killed. After each test its running tasks
/// are told to stop. Its logs are kept, and their place is told, if a test failed.
final class RunningBerth implements AutoCloseable {
    static final String CLUSTER = "default";
    /// Where the engine's addresses are, if it was given some.
    static final String INTERFACE = "ext0";

    /// Below the ports that the kernel gives away: while the server is down, none of its clients gets its port.
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;

    private final Path folder;
    private final TestEngine engine;
    private final int port;
    private ChildJvm server;
    private final AgentProgram program;
    private AgentProgram.@Nullable Running agent;
    private final List<AutoCloseable> way = new ArrayList<>();
    private final boolean inside;
    private final Duration credentialsLife;
    private final Wiretap wiretap = new Wiretap();
    private final Credentials operator;
    private final Credentials node;
    private final Api api;
    private volatile boolean failed;

    private RunningBerth() throws IOException {
        this(List.of());
    }

    RunningBerth(List<String> addresses) throws IOException {
        this(AgentProgram.ours(), addresses);
    }

    /// @param addresses of the engine's machine, with their prefixes, on an interface `ext0` of its own; the agent is
    ///     then in the engine's network namespace, and uses those that it finds there
    RunningBerth(AgentProgram program, List<String> addresses) throws IOException {
        this(program, addresses, ServerSettings.CREDENTIALS_LIFE);
    }

    /// @param credentialsLife of what tasks' roles sign with
    RunningBerth(AgentProgram program, List<String> addresses, Duration credentialsLife) throws IOException {
        this.program = program;
        this.credentialsLife = credentialsLife;
        folder = Files.createTempDirectory("berth-contract-");
        port = freePort();
        inside = !addresses.isEmpty();
        engine = new TestEngine(folder.resolve("engine"));
        if (inside) engine.addInterface(INTERFACE);
        addresses.forEach(address -> engine.addAddress(INTERFACE, address));
        var started = new ArrayList<AutoCloseable>(List.of(engine));
        try {
            server = server();
            started.add(server);
            operator = credentials(server.awaitLine("ready "));
            api = new Api(endpoint(), operator);
            if (inside) wayToServer();
            started.addAll(way);
            api.call("CreateCluster", "{clusterName: '%s'}".formatted(CLUSTER));
            var key = api.target("Berth.CreateNodeKey", "{cluster: '%s'}".formatted(CLUSTER));
            node = new Credentials(
                    key.path("accessKeyId").asString(),
                    key.path("secretAccessKey").asString());
            startAgent();
            started.add(Objects.requireNonNull(agent));
            awaitConnected();
        } catch (RuntimeException | Error e) {
            System.err.println("Logs are in " + folder);
            started.reversed().forEach(RunningBerth::end);
            throw e;
        }
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println("Could not end " + part + ": " + e);
        }
    }

    /// What the agent finds at the server's address in the engine's network namespace: a relay to this JVM, which is in
    /// the server's. Path names are the same in both.
    private void wayToServer() throws IOException {
        var socket = UnixDomainSocketAddress.of(folder.resolve("server.sock"));
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        way.add(Relay.open(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(socket), local, wiretap::listen));
        var relay = ChildJvm.start(
                engine.inside(),
                Relay.class,
                folder.resolve("relay.log"),
                List.of(Integer.toString(port), socket.toString()));
        way.add(relay);
        relay.awaitLine("ready");
    }

    private ChildJvm server() {
        var data = folder.resolve("server").toString();
        return ChildJvm.start(
                ServerProcess.class,
                folder.resolve("server.log"),
                List.of(data, Integer.toString(port), credentialsLife.toString()));
    }

    private static Credentials credentials(String line) {
        var words = line.split(" ", -1);
        return new Credentials(words[0], words[1]);
    }

    private static int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            var port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next, then.
            }
        }
        throw new IllegalStateException("no free port");
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Credentials operator() {
        return operator;
    }

    Api api() {
        return api;
    }

    TestEngine engine() {
        return engine;
    }

    /// What agents and control plane said to each other, if the agent is in the engine's network
    /// namespace.
    Wiretap wiretap() {
        return wiretap;
    }

    /// Which of the files that control plane and agent keep and log have that text, byte for byte. The engine's own
    /// folder, which has containers' environments, is not looked at.
    List<Path> filesWith(String text) {
        var found = new ArrayList<Path>();
        for (var kept : List.of("server", "agent", "server.log", "agent.log")) {
            try (var all = Files.walk(folder.resolve(kept))) {
                all.filter(Files::isRegularFile)
                        .filter(file -> contains(file, text))
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (NoSuchFileException gone) {
            return false; // the store has tidied up
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder for a test's own files, which containers can mount.
    Path scratch(String name) {
        try {
            return Files.createDirectories(folder.resolve("scratch").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void killServer() {
        server.close();
    }

    /// Returns when it answers again.
    void startServer() {
        server = server();
        server.awaitLine("ready ");
    }

    void killAgent() {
        Objects.requireNonNull(agent).close();
    }

    void startAgent() {
        agent = startAgent(node, "agent");
    }

    /// One more, which is the caller's to end.
    ///
    /// @param name of its folder and log
    AgentProgram.Running startAgent(Credentials node, String name) {
        return program.start(new AgentProgram.Place(
                endpoint(),
                node,
                CLUSTER,
                engine.address(),
                folder.resolve(name),
                folder.resolve(name + ".log"),
                inside ? engine.inside() : List.of()));
    }

    Credentials nodeKey() {
        return node;
    }

    /// What an upgrade to a websocket is refused with; it must be.
    ///
    /// @param line path and query
    String refusal(Credentials who, String line) {
        var address = endpoint().resolve(line);
        try (var client = HttpClient.newHttpClient()) {
            var builder = client.newWebSocketBuilder();
            SigV4Signer.sign(who, "us-east-1", "ecs", "GET", address, Map.of(), new byte[0], Instant.now())
                    .forEach(builder::header);
            var uri = URI.create("ws" + address.toString().substring("http".length()));
            builder.buildAsync(uri, new WebSocket.Listener() {}).join().abort();
            throw new AssertionError(line + " was opened");
        } catch (CompletionException refused) {
            if (refused.getCause() instanceof WebSocketHandshakeException answer)
                return String.valueOf(answer.getResponse().body());
            throw refused;
        }
    }

    /// What the server has on disk, for `restore`; the server must be down.
    Path backup() {
        var copy = folder.resolve("backup");
        Command.output("cp", "-a", folder.resolve("server").toString(), copy.toString());
        return copy;
    }

    /// Likewise down.
    void restore(Path backup) {
        var data = folder.resolve("server");
        remove(data);
        Command.output("mv", backup.toString(), data.toString());
    }

    /// A test failed: the logs are to stay.
    void keepLogs() {
        failed = true;
    }

    /// The node, once the control plane can reach it.
    JsonNode awaitConnected() {
        return Await.value("the agent's connection", () -> {
            var node = node();
            return node != null && node.path("agentConnected").asBoolean(false) ? node : null;
        });
    }

    /// Until the control plane has noticed that the agent is gone.
    void awaitDisconnected() {
        Await.until("the end of the agent's connection", () -> {
            var node = node();
            return node != null && !node.path("agentConnected").asBoolean(true);
        });
    }

    private @Nullable JsonNode node() {
        var arns = api.call("ListContainerInstances", "{}").path("containerInstanceArns");
        return arns.isEmpty()
                ? null
                : api.call("DescribeContainerInstances", "{containerInstances: %s}".formatted(arns))
                        .path("containerInstances")
                        .path(0);
    }

    /// The Docker CLI's words on a task's container.
    JsonNode inspect(JsonNode task, String container) {
        return Api.JSON.readTree(engine.docker("inspect", id(task, container))).path(0);
    }

    /// Runs a command in a task's container.
    Command exec(JsonNode task, String container, String... words) {
        var all = new ArrayList<>(List.of("exec", id(task, container)));
        all.addAll(List.of(words));
        return engine.tryDocker(all.toArray(String[]::new));
    }

    private static String id(JsonNode task, String container) {
        return Api.container(task, container).path("runtimeId").asString();
    }

    /// The engine's ids of all containers a task ever got, ended ones too.
    List<String> containersOf(String taskArn) {
        return engine.docker("ps", "-aq", "--filter", "label=com.amazonaws.ecs.task-arn=" + taskArn)
                .lines()
                .toList();
    }

    private void stopTasks() {
        for (var arn : api.call("ListTasks", "{desiredStatus: 'RUNNING'}").path("taskArns")) api.stop(arn.asString());
    }

    @Override
    public void close() {
        if (agent != null) end(agent);
        way.reversed().forEach(RunningBerth::end);
        end(server);
        end(engine);
        if (failed) System.err.println("Logs are kept in " + folder);
        else remove(folder);
    }

    static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var one : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(one);
        } catch (IOException e) {
            System.err.println("Could not remove " + folder + ": " + e);
        }
    }

    /// Gives tests the one of this run.
    static final class Started implements ExecutionCondition, ParameterResolver, AfterEachCallback {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Started.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return new NeedsRoot().evaluateExecutionCondition(context);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningBerth.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(RunningBerth.class, type -> start(), RunningBerth.class);
        }

        private static RunningBerth start() {
            try {
                return new RunningBerth();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void afterEach(ExtensionContext context) {
            var berth = context.getRoot().getStore(NAMESPACE).get(RunningBerth.class, RunningBerth.class);
            if (berth == null) return;
            if (context.getExecutionException().isPresent()) berth.failed = true;
            berth.stopTasks();
        }
    }
}
