import berth.wire.aws.AwsFault;
import berth.wire.http.EcsClient;
import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import tools.jackson.databind.json.JsonMapper;

/// A Berth process that this benchmark started, by the launcher that everybody uses. Ends with this program.
final class Berth implements AutoCloseable {
    /// A restart on a million tasks takes minutes.
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(5);
    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Berth::end)));
    }

    private final Process process;
    private final URI endpoint;
    private final Path data;
    private final double startMs;

    /// Control plane and agent in one process, as `./berth up` starts them.
    static Berth up(String engine) throws Exception {
        var data = Files.createTempDirectory(Options.folder(), "up-");
        int port = freePort();
        return new Berth(data, port, List.of("up", "--listen", "127.0.0.1:" + port, "--docker", engine));
    }

    /// The same with further options of `./berth up`.
    static Berth up(String engine, List<String> options) throws Exception {
        var data = Files.createTempDirectory(Options.folder(), "up-");
        int port = freePort();
        var arguments = new ArrayList<>(List.of("up", "--listen", "127.0.0.1:" + port, "--docker", engine));
        arguments.addAll(options);
        return new Berth(data, port, arguments);
    }

    /// The control plane alone.
    static Berth server() throws Exception {
        return server(Files.createTempDirectory(Options.folder(), "server-"), "");
    }

    /// The same with further options of `./berth server`.
    static Berth server(List<String> options) throws Exception {
        var data = Files.createTempDirectory(Options.folder(), "server-");
        int port = freePort();
        var arguments = new ArrayList<>(List.of("server", "--listen", "127.0.0.1:" + port));
        arguments.addAll(options);
        return new Berth(data, port, arguments);
    }

    /// The same on a folder that may have been used before.
    ///
    /// @param javaOptions for its JVM
    static Berth server(Path data, String javaOptions) throws Exception {
        int port = freePort();
        return new Berth(data, port, javaOptions, List.of("server", "--listen", "127.0.0.1:" + port));
    }

    private Berth(Path data, int port, List<String> arguments) throws Exception {
        this(data, port, "", arguments);
    }

    private Berth(Path data, int port, String javaOptions, List<String> arguments) throws Exception {
        this.data = data;
        this.endpoint = URI.create("http://127.0.0.1:" + port);
        long begun = System.nanoTime();
        this.process = start(data, javaOptions, arguments);
        try {
            awaitHealth();
            this.startMs = (System.nanoTime() - begun) / 1e6;
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /// Starts `./berth` with these arguments and a data folder, its output beside the data.
    static Process start(Path data, List<String> arguments) throws IOException {
        return start(data, "", arguments);
    }

    private static Process start(Path data, String javaOptions, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Options.root().resolve("berth").toString());
        command.addAll(arguments);
        command.addAll(List.of("--data", data.toString()));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        Options.folder().resolve(data.getFileName() + ".log").toFile());
        builder.environment().put("BERTH_HOME", data.toString());
        if (!javaOptions.isEmpty()) builder.environment().put("BERTH_JAVA_OPTIONS", javaOptions);
        var process = builder.start();
        STARTED.add(process);
        // Should this program be killed, the bash entry ends what is listed here.
        Files.writeString(
                Options.folder().resolve("pids"),
                process.pid() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return process;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitHealth() throws Exception {
        long end = System.nanoTime() + STARTED_WITHIN.toNanos();
        while (!healthy()) {
            if (!process.isAlive() || System.nanoTime() > end)
                throw new IllegalStateException("./berth did not answer within " + STARTED_WITHIN.toSeconds() + " s; "
                        + (process.isAlive() ? "it runs" : "it ended with " + process.exitValue()) + "; it wrote:\n"
                        + Files.readString(Options.folder().resolve(data.getFileName() + ".log")));
            Thread.sleep(2);
        }
    }

    private boolean healthy() throws IOException {
        var connection = (HttpURLConnection) endpoint.resolve("/health").toURL().openConnection();
        connection.setConnectTimeout(1000);
        connection.setReadTimeout(2000);
        try {
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    /// Waits until the control plane talks to its node's agent.
    Berth withNode() throws Exception {
        var ecs = client();
        Wait.until("the node's agent is connected", STARTED_WITHIN, () -> connected(ecs));
        return this;
    }

    private static boolean connected(EcsClient ecs) {
        try {
            var list = ListContainerInstancesRequest.builder().build();
            var arns = ecs.call("ListContainerInstances", list, ListContainerInstancesResponse.class)
                    .containerInstanceArns();
            if (arns.isEmpty()) return false;
            var describe = DescribeContainerInstancesRequest.builder()
                    .containerInstances(arns)
                    .build();
            return ecs
                    .call("DescribeContainerInstances", describe, DescribeContainerInstancesResponse.class)
                    .containerInstances()
                    .stream()
                    .allMatch(node -> Boolean.TRUE.equals(node.agentConnected()));
        } catch (AwsFault fault) {
            // The default cluster is made a moment after the first answers.
            if (fault.type().equals("ClusterNotFoundException")) return false;
            throw fault;
        }
    }

    /// A client with the operator's key.
    EcsClient client() throws IOException {
        return new EcsClient(
                endpoint, operator(), "us-east-1", Duration.ofSeconds(5), Duration.ofSeconds(60), InstantSource.system());
    }

    /// The operator's key.
    Credentials operator() throws IOException {
        var key = JsonMapper.shared().readTree(Files.readAllBytes(data.resolve("credentials.json")));
        return new Credentials(
                key.path("accessKeyId").stringValue(), key.path("secretAccessKey").stringValue());
    }

    /// Ends it without a word, as a power cut would.
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        STARTED.remove(process);
    }

    URI endpoint() {
        return endpoint;
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    /// From the launcher's start to the first 200 of `/health`.
    double startMs() {
        return startMs;
    }

    /// Asks a process and all below it to end, and makes them if they do not.
    static void end(Process process) {
        var all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        for (var one : all) {
            try {
                one.onExit().get(20, TimeUnit.SECONDS);
            } catch (Exception stillThere) {
                one.destroyForcibly();
            }
        }
        STARTED.remove(process);
    }

    @Override
    public void close() {
        end(process);
    }
}
