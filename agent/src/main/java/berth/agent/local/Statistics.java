package berth.agent.local;

import berth.agent.docker.Engine;
import berth.agent.docker.EngineStream;
import berth.agent.docker.EngineTrouble;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What containers use, in the engine's own words.
///
/// The engine takes a second or two for one reading that can be compared with the one before. So whoever is
/// asked about is followed for a minute: only the first question waits. At most [#MOST] are followed.
final class Statistics implements AutoCloseable {
    static final int MOST = 128;

    private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);
    private static final Duration FOLLOWED = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Engine engine;
    private final Executor executor;
    private final Map<String, Feed> feeds = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Statistics(Engine engine, Executor executor) {
        this.engine = engine;
        this.executor = executor;
    }

    static final class Feed {
        private final CompletableFuture<@Nullable JsonNode> first = new CompletableFuture<>();
        private volatile @Nullable JsonNode latest;
        private volatile long asked = System.nanoTime();
        private volatile @Nullable EngineStream<JsonNode> stream;
    }

    /// The newest reading of a container that runs; null if the engine gives none within 5 s, or too many
    /// containers are followed.
    @Nullable
    JsonNode of(String containerId) {
        var feed = follow(containerId);
        if (feed == null) return null;
        var latest = feed.latest;
        if (latest != null) return latest;
        try {
            return feed.first.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException | TimeoutException none) {
            return null;
        }
    }

    /// Begins to follow a container, so that who asks for several waits only once.
    ///
    /// @return null: too many are followed
    @Nullable
    Feed follow(String containerId) {
        if (!feeds.containsKey(containerId) && feeds.size() >= MOST) return null;
        var feed = feeds.computeIfAbsent(containerId, this::begun);
        feed.asked = System.nanoTime();
        return feed;
    }

    private Feed begun(String containerId) {
        var feed = new Feed();
        executor.execute(() -> {
            try {
                read(containerId, feed);
            } catch (EngineTrouble | CancellationException ended) {
                LOG.debug("Statistics of {} ended: {}", containerId, ended.getMessage());
            } finally {
                feeds.remove(containerId, feed);
                feed.first.complete(null);
            }
        });
        return feed;
    }

    private void read(String containerId, Feed feed) {
        try (var stream = engine.stats(containerId)) {
            feed.stream = stream;
            JsonNode before = null;
            for (JsonNode next; !closed && (next = stream.next()) != null; before = next) {
                // The first has nothing to be compared with, and would show no use at all.
                if (before != null && next instanceof ObjectNode reading) {
                    rate(reading, before);
                    feed.latest = reading;
                    feed.first.complete(reading);
                }
                if (System.nanoTime() - feed.asked > FOLLOWED.toNanos()) return;
            }
        }
    }

    /// Adds what version 4 has beyond the engine's words.
    static void rate(ObjectNode reading, JsonNode before) {
        if (!reading.path("networks").isObject()) return;
        var seconds = seconds(before, reading);
        if (seconds <= 0) return;
        reading.putObject("network_rate_stats")
                .put("rx_bytes_per_sec", (bytes(reading, "rx_bytes") - bytes(before, "rx_bytes")) / seconds)
                .put("tx_bytes_per_sec", (bytes(reading, "tx_bytes") - bytes(before, "tx_bytes")) / seconds);
    }

    private static long bytes(JsonNode reading, String member) {
        var sum = 0L;
        for (var network : reading.path("networks")) sum += network.path(member).asLong(0);
        return sum;
    }

    private static double seconds(JsonNode before, JsonNode reading) {
        try {
            var from = Instant.parse(before.path("read").asString(""));
            return Duration.between(from, Instant.parse(reading.path("read").asString("")))
                            .toNanos()
                    / 1e9;
        } catch (DateTimeParseException unreadable) {
            return 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (var feed : feeds.values()) {
            var stream = feed.stream;
            if (stream != null) stream.close();
        }
    }
}
