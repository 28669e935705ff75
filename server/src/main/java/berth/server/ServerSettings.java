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

    /// Everything but its folder is at its default until it is said otherwise: a control plane on a free port of
    /// this machine, for itself.
    public static Builder of(Path data) {
        return new Builder(data);
    }

    /// Makes settings; each member is what the settings call so. Not thread-safe.
    public static final class Builder {
        private final Path data;
        private String host = "127.0.0.1";
        private int port = 0;
        private String region = "us-east-1";
        private String account = "000000000000";
        private @Nullable String publicUrl;
        private @Nullable String cluster = "default";
        private Duration stoppedTaskRetention = STOPPED_TASK_RETENTION;
        private int maxStoppedTasks = MAX_STOPPED_TASKS;
        private Events.Bounds history = Events.Bounds.STANDARD;
        private Scheduling scheduling;
        private Duration nodeHeartbeat = NODE_HEARTBEAT;
        private @Nullable URI eventHook;
        private long maxLogBytes = MAX_LOG_BYTES;
        private @Nullable Path secretsKey;
        private @Nullable URI registry;
        private @Nullable String registrySecret;
        private Duration credentialsLife = CREDENTIALS_LIFE;

        private Builder(Path data) {
            this.data = data;
            this.scheduling = Scheduling.standard(data);
        }

        public Builder host(String host) {
            this.host = host;
            return this;
        }

        public Builder port(int port) {
            this.port = port;
            return this;
        }

        public Builder region(String region) {
            this.region = region;
            return this;
        }

        public Builder account(String account) {
            this.account = account;
            return this;
        }

        public Builder publicUrl(@Nullable String publicUrl) {
            this.publicUrl = publicUrl;
            return this;
        }

        public Builder cluster(@Nullable String cluster) {
            this.cluster = cluster;
            return this;
        }

        public Builder stoppedTaskRetention(Duration stoppedTaskRetention) {
            this.stoppedTaskRetention = stoppedTaskRetention;
            return this;
        }

        public Builder maxStoppedTasks(int maxStoppedTasks) {
            this.maxStoppedTasks = maxStoppedTasks;
            return this;
        }

        public Builder history(Events.Bounds history) {
            this.history = history;
            return this;
        }

        public Builder scheduling(Scheduling scheduling) {
            this.scheduling = scheduling;
            return this;
        }

        public Builder nodeHeartbeat(Duration nodeHeartbeat) {
            this.nodeHeartbeat = nodeHeartbeat;
            return this;
        }

        public Builder eventHook(@Nullable URI eventHook) {
            this.eventHook = eventHook;
            return this;
        }

        public Builder maxLogBytes(long maxLogBytes) {
            this.maxLogBytes = maxLogBytes;
            return this;
        }

        public Builder secretsKey(@Nullable Path secretsKey) {
            this.secretsKey = secretsKey;
            return this;
        }

        public Builder registry(@Nullable URI registry) {
            this.registry = registry;
            return this;
        }

        public Builder registrySecret(@Nullable String registrySecret) {
            this.registrySecret = registrySecret;
            return this;
        }

        public Builder credentialsLife(Duration credentialsLife) {
            this.credentialsLife = credentialsLife;
            return this;
        }

        /// @throws IllegalArgumentException one is out of its bounds
        public ServerSettings build() {
            return new ServerSettings(
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
                    secretsKey,
                    registry,
                    registrySecret,
                    credentialsLife);
        }
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
