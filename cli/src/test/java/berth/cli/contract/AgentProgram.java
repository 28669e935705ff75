package berth.cli.contract;

import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An agent that can be started: ours, or the open-source Amazon ECS agent.
interface AgentProgram {
    /// The environment variable with the path of the Amazon ECS agent's binary.
    String STOCK_BINARY = "BERTH_ECS_AGENT";

    /// @param engine  `unix://…`
    /// @param folder  the agent's own, kept over its end
    /// @param log     what it writes is added there
    /// @param inside  words that run it in the engine's network namespace; empty for ours
    record Place(
            URI endpoint,
            Credentials node,
            String cluster,
            String engine,
            Path folder,
            Path log,
            List<String> inside) {}

    /// A process of its own.
    interface Running extends AutoCloseable {
        /// kill -9; returns when it is gone.
        @Override
        void close();
    }

    Running start(Place place);

    /// In the engine's network namespace it uses the addresses that it finds there.
    static AgentProgram ours() {
        return place -> {
            var words = new ArrayList<>(List.of(
                    place.endpoint().toString(),
                    place.node().accessKeyId(),
                    place.node().secretAccessKey(),
                    place.cluster(),
                    place.engine(),
                    place.folder().toString()));
            if (!place.inside().isEmpty()) words.add("auto");
            return ChildJvm.start(place.inside(), AgentProcess.class, place.log(), words);
        };
    }

    /// In its external mode, as a bare process: that needs root, and nothing of AWS.
    static AgentProgram stock(Path binary) {
        return place -> {
            if (!place.inside().isEmpty()) leadToCredentials(place.inside());
            var words = new ArrayList<>(place.inside());
            words.add(binary.toString());
            var builder = new ProcessBuilder(words);
            var environment = builder.environment();
            environment.put("ECS_EXTERNAL", "true");
            environment.put("ECS_BACKEND_HOST", place.endpoint().toString());
            environment.put("ECS_CLUSTER", place.cluster());
            environment.put("AWS_DEFAULT_REGION", "us-east-1");
            environment.put("AWS_ACCESS_KEY_ID", place.node().accessKeyId());
            environment.put("AWS_SECRET_ACCESS_KEY", place.node().secretAccessKey());
            environment.put("DOCKER_HOST", place.engine());
            environment.put("ECS_DATADIR", data(place).toString());
            environment.put("ECS_HOST_DATA_DIR", place.folder().toString());
            environment.put(
                    "ECS_AGENT_CONFIG_FILE_PATH",
                    place.folder().resolve("none.json").toString());
            environment.put("ECS_CHECKPOINT", "true");
            environment.put("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "10m");
            environment.put("ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached");
            environment.put("ECS_ENABLE_TASK_IAM_ROLE", "true");
            environment.put("NO_PROXY", "127.0.0.1");
            try {
                return running(builder.redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(place.log().toFile()))
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /// What else the Amazon agent's init program does. Done twice, it leads there still.
    private static void leadToCredentials(List<String> inside) {
        for (var words : List.of(
                List.of("sysctl", "-q", "-w", "net.ipv4.conf.all.route_localnet=1"),
                List.of(
                        "sh",
                        "-c",
                        "rule='PREROUTING -t nat -p tcp -d 169.254.170.2 --dport 80 -j DNAT --to-destination 127.0.0.1:51679';"
                                + " iptables -C $rule 2>/dev/null || iptables -I $rule"))) {
            var all = new ArrayList<>(inside);
            all.addAll(words);
            Command.output(all.toArray(String[]::new));
        }
    }

    private static Path data(Place place) {
        try {
            return Files.createDirectories(place.folder().resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Running running(Process process) {
        return () -> {
            process.destroyForcibly();
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS))
                    throw new IllegalStateException("process " + process.pid() + " survives kill -9");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
