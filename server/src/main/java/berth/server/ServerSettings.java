package berth.server;

import berth.server.events.Events;
import berth.server.plugins.Schedulers;
import berth.server.record.Recorder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a control plane is to work.
///
/// @param data                 its folder; made if it is not there
/// @param host                 address or name to listen on
/// @param port                 0 for a free one
/// @param publicUrl            how nodes reach it, null for the address listened on
/// @param cluster              there from the first answer on; null: none is made
/// @param stoppedTaskRetention how long stopped tasks stay visible
/// @param maxStoppedTasks      how many of them at most
/// @param history              how much of what has happened is kept for those who follow
/// @param scheduling           schedulers that are plugged in, and the record of decisions
/// @param nodeHeartbeat        how often each node is pinged, `SHORTEST_HEARTBEAT` to
///                             `LONGEST_HEARTBEAT`; one
///                             that is not heard for two of them is away
/// @param eventHook            where events are sent by HTTP, null for nowhere
/// @param maxLogBytes          of containers' logs together; the oldest are forgotten beyond it
/// @param secretsKey           the file with the keys of secrets, null for one in the data folder
/// @param registry             a plain registry that stands for ECR, null for none
/// @param registrySecret       the secret with its username and password, null if it needs none
/// @param credentialsLife      how long what a task's role signs with is good; tasks get fresh
///     ones when half of it is over
public record ServerSettings(
        Path data,
        String host,
        int port,
        String region,
        String account,
        @Nullable String publicUrl,
        @Nullable String cluster,
        Duration stoppedTaskRetention,
        int maxStoppedTasks,
        Events.Bounds history,
        Scheduling scheduling,
        Duration nodeHeartbeat,
        @Nullable URI eventHook,
        long maxLogBytes,
        @Nullable Path secretsKey,
        @Nullable URI registry,
        @Nullable String registrySecret,
        Duration credentialsLife) {
    /// ECS forgets stopped tasks after an hour and its users curse it.
    public static final Duration STOPPED_TASK_RETENTION = Duration.ofHours(24);

    public static final int MAX_STOPPED_TASKS = 100_000;

    /// Silence is noticed after a second, which is the least anybody may ask for.
    public static final Duration NODE_HEARTBEAT = Duration.ofMillis(500);

    public static final long MAX_LOG_BYTES = 1L << 30;
    public static final long LEAST_LOG_BYTES = 16L << 20;

    public static final Duration CREDENTIALS_LIFE = Duration.ofHours(1);
    public static final Duration SHORTEST_CREDENTIALS_LIFE = Duration.ofSeconds(4);
    public static final Duration LONGEST_CREDENTIALS_LIFE = Duration.ofHours(12);

    public static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);
    public static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(1);

    public ServerSettings {
        if (nodeHeartbeat.compareTo(SHORTEST_HEARTBEAT) < 0 || nodeHeartbeat.compareTo(LONGEST_HEARTBEAT) > 0) {
            throw new IllegalArgumentException("a node's heartbeat is between " + SHORTEST_HEARTBEAT.toMillis()
                    + " ms and " + LONGEST_HEARTBEAT.toSeconds() + " s (got " + nodeHeartbeat.toMillis() + " ms)");
        }
        if (credentialsLife.compareTo(SHORTEST_CREDENTIALS_LIFE) < 0
                || credentialsLife.compareTo(LONGEST_CREDENTIALS_LIFE) > 0) {
            throw new IllegalArgumentException("credentials of tasks are good for "
                    + SHORTEST_CREDENTIALS_LIFE.toSeconds() + " s to " + LONGEST_CREDENTIALS_LIFE.toHours()
                    + " h (got " + credentialsLife + ")");
        }
        if (maxLogBytes < LEAST_LOG_BYTES) {
            throw new IllegalArgumentException(
                    "logs must be given at least " + (LEAST_LOG_BYTES >> 20) + " MiB (got " + maxLogBytes + " bytes)");
        }
    }

    /// With the keys of secrets in the data folder, and no registry.
    public ServerSettings(
            Path data,
            String host,
            int port,
            String region,
            String account,
            @Nullable String publicUrl,
            @Nullable String cluster,
            Duration stoppedTaskRetention,
            int maxStoppedTasks,
            Events.Bounds history,
            Scheduling scheduling,
            Duration nodeHeartbeat,
            @Nullable URI eventHook,
            long maxLogBytes,
            Duration credentialsLife) {
        this(
                data,
                host,
                port,
                region,
                account,
                publicUrl,
                cluster,
                stoppedTaskRetention,
                maxStoppedTasks,
                history,
                scheduling,
                nodeHeartbeat,
                eventHook,
                maxLogBytes,
                null,
                null,
                null,
                credentialsLife);
    }

    /// With the usual history, and no more than the built-in scheduler unless there are plug-ins in
    /// the data folder.
    public ServerSettings(
            Path data,
            String host,
            int port,
            String region,
            String account,
            @Nullable String publicUrl,
            @Nullable String cluster,
            Duration stoppedTaskRetention,
            int maxStoppedTasks) {
        this(
                data,
                host,
                port,
                region,
                account,
                publicUrl,
                cluster,
                stoppedTaskRetention,
                maxStoppedTasks,
                Events.Bounds.STANDARD,
                Scheduling.standard(data),
                NODE_HEARTBEAT,
                null,
                MAX_LOG_BYTES,
                CREDENTIALS_LIFE);
    }

    /// @param plugins        the folder with the schedulers' jars; need not be there
    /// @param deadline       how long a scheduler may take
    /// @param record         where decisions are recorded, null for nowhere
    /// @param maxRecordBytes of that file and the one before it together
    public record Scheduling(
            Path plugins, Duration deadline, @Nullable Path record, long maxRecordBytes) {
        public static Scheduling standard(Path data) {
            return new Scheduling(data.resolve("plugins"), Schedulers.DEADLINE, null, Recorder.MAX_BYTES);
        }
    }
}
