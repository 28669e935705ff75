package berth.cli.verb;

import berth.cli.CliError;
import berth.server.ServerSettings;
import berth.server.events.Events;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a control plane is to be.
final class ServerChoice {
    private static final int MOST_STOPPED = 10_000_000;
    private static final int LEAST_LOGS_MIB = (int) (ServerSettings.LEAST_LOG_BYTES >> 20);

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to listen; port 0 is one that is free. Default: 127.0.0.1:4770.")
    private String listen = "127.0.0.1:4770";

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "How other machines reach it. Default: the address listened on.")
    @Nullable
    private String publicUrl;

    @Option(names = "--cluster", paramLabel = "NAME", description = "Made if it is missing. Default: default.")
    private String cluster = "default";

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "Twelve digits, part of every ARN. Default: 000000000000.")
    private String account = "000000000000";

    @Option(names = "--region", paramLabel = "R", description = "Part of every ARN. Default: us-east-1.")
    private String region = "us-east-1";

    @Option(
            names = "--keep-stopped",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long stopped tasks stay visible. Default: 24h.")
    private Duration keepStopped = Duration.ofHours(24);

    @Option(names = "--max-stopped", paramLabel = "N", description = "How many of them at most. Default: 100000.")
    private int maxStopped = 100_000;

    @Option(
            names = "--keep-events",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long events are kept for those who follow. Default: 24h.")
    private Duration keepEvents = Duration.ofHours(24);

    @Option(
            names = "--max-event-turns",
            paramLabel = "N",
            description = "How many turns of the control plane are kept as events at most. Default: 100000.")
    private int maxEventTurns = 100_000;

    @Option(
            names = "--event-hook",
            paramLabel = "URL",
            description =
                    "Send every event there by HTTP POST, in the form of Amazon EventBridge, in order and at least"
                            + " once. Default: nowhere.")
    @Nullable
    private String eventHook;

    @Option(
            names = "--node-heartbeat",
            paramLabel = "TIME",
            converter = Times.class,
            description =
                    "How often each node is pinged; one that is not heard for two of them is away. Default: 500ms.")
    private Duration nodeHeartbeat = ServerSettings.NODE_HEARTBEAT;

    @Option(
            names = "--max-logs-mib",
            paramLabel = "N",
            description =
                    "How much is kept of what containers with log driver awslogs write; the oldest is forgotten first."
                            + " Default: 1024.")
    private int maxLogsMiB = 1_024;

    @Option(
            names = "--secrets-key",
            paramLabel = "FILE",
            description =
                    "The file with the keys that secrets and parameters are encrypted with; made if it is missing and"
                            + " nothing is encrypted yet. Default: secrets.key in the data folder.")
    @Nullable
    private Path secretsKey;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description =
                    "A plain registry that stands for ECR: what is called ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME, of"
                            + " this account and region, is its NAME. Default: none.")
    @Nullable
    private String registry;

    @Option(
            names = "--registry-secret",
            paramLabel = "NAME",
            description = "The secret with the registry's username and password, as JSON; nodes log in with it, and"
                    + " aws ecr get-login-password tells it. Default: it needs no login.")
    @Nullable
    private String registrySecret;

    @Option(
            names = "--task-credentials-life",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long what a task's role signs with is good, 4s to 12h. Tasks get fresh ones when half"
                    + " of it is over. Default: 1h.")
    private Duration credentialsLife = ServerSettings.CREDENTIALS_LIFE;

    @Mixin
    private final SchedulingChoice scheduling = new SchedulingChoice();

    String cluster() {
        return cluster;
    }

    /// @param data the control plane's folder
    ServerSettings settings(Path data) {
        var colon = listen.lastIndexOf(':');
        var host = colon < 0 ? "" : listen.substring(0, colon);
        var port = colon < 0 ? -1 : port(listen.substring(colon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        require(
                !host.isEmpty() && port >= 0,
                "--listen must be HOST:PORT, such as 127.0.0.1:4770 (got " + listen + ")");
        require(account.matches("[0-9]{12}"), "--account must be twelve digits (got " + account + ")");
        require(
                region.matches("[a-z0-9-]{1,64}"),
                "--region must be lower-case, such as us-east-1 (got " + region + ")");
        require(
                cluster.matches("[A-Za-z0-9_-]{1,255}"),
                "--cluster must be 1 to 255 letters, digits, - and _ (got " + cluster + ")");
        require(
                maxStopped >= 0 && maxStopped <= MOST_STOPPED,
                "--max-stopped must be from 0 to " + MOST_STOPPED + " (got " + maxStopped + ")");
        require(
                maxEventTurns >= 1 && maxEventTurns <= MOST_STOPPED,
                "--max-event-turns must be from 1 to " + MOST_STOPPED + " (got " + maxEventTurns + ")");
        require(
                nodeHeartbeat.compareTo(ServerSettings.SHORTEST_HEARTBEAT) >= 0
                        && nodeHeartbeat.compareTo(ServerSettings.LONGEST_HEARTBEAT) <= 0,
                "--node-heartbeat must be from 100ms to 60s (got " + nodeHeartbeat.toMillis() + " ms)");
        require(
                maxLogsMiB >= LEAST_LOGS_MIB,
                "--max-logs-mib must be at least " + LEAST_LOGS_MIB + " (got " + maxLogsMiB + ")");
        require(registry != null || registrySecret == null, "--registry-secret needs --registry");
        require(
                credentialsLife.compareTo(ServerSettings.SHORTEST_CREDENTIALS_LIFE) >= 0
                        && credentialsLife.compareTo(ServerSettings.LONGEST_CREDENTIALS_LIFE) <= 0,
                "--task-credentials-life must be from 4s to 12h (got " + credentialsLife.toMillis() + " ms)");
        return ServerSettings.of(data)
                .host(host)
                .port(port)
                .region(region)
                .account(account)
                .publicUrl(publicUrl)
                .cluster(cluster)
                .stoppedTaskRetention(keepStopped)
                .maxStoppedTasks(maxStopped)
                .history(new Events.Bounds(maxEventTurns, keepEvents, Events.Bounds.STANDARD.maxWaiting()))
                .scheduling(scheduling.settings(data))
                .nodeHeartbeat(nodeHeartbeat)
                .eventHook(eventHook == null ? null : url("--event-hook", eventHook))
                .maxLogBytes((long) maxLogsMiB << 20)
                .secretsKey(secretsKey)
                .registry(registry == null ? null : url("--registry", registry))
                .registrySecret(registrySecret)
                .credentialsLife(credentialsLife)
                .build();
    }

    private static URI url(String option, String text) {
        try {
            var url = new URI(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new CliError(
                option + " must be an http or https URL, such as http://127.0.0.1:8080/events (got " + text + ")");
    }

    private static int port(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535 ? Integer.parseInt(text) : -1;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new CliError(message);
        }
    }
}
