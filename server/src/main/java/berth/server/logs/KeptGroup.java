package berth.server.logs;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// One log group. Thread-safe.
public final class KeptGroup {
    private static final long DAY_MILLIS = 86_400_000;

    private final String name;
    private final long created;
    final NavigableMap<String, KeptStream> streams = new ConcurrentSkipListMap<>();
    private volatile @Nullable Integer retentionDays;
    private volatile Map<String, String> tags;

    KeptGroup(String name, long created, @Nullable Integer retentionDays, Map<String, String> tags) {
        this.name = name;
        this.created = created;
        this.retentionDays = retentionDays;
        this.tags = Map.copyOf(tags);
    }

    public String name() {
        return name;
    }

    /// Milliseconds since the epoch.
    public long created() {
        return created;
    }

    /// Null: for ever.
    public @Nullable Integer retentionDays() {
        return retentionDays;
    }

    public Map<String, String> tags() {
        return tags;
    }

    void retain(@Nullable Integer days) {
        retentionDays = days;
    }

    void tag(Map<String, String> now) {
        tags = Map.copyOf(now);
    }

    /// Its streams by name.
    public Iterable<KeptStream> streams() {
        return streams.values();
    }

    /// Those whose names begin so, by name.
    public Iterable<KeptStream> streams(String prefix) {
        return streams.subMap(prefix, true, prefix + Character.MAX_VALUE, false).values();
    }

    /// Null if it has none of that name.
    public @Nullable KeptStream stream(String stream) {
        return streams.get(stream);
    }

    /// What is older is as good as gone. Milliseconds since the epoch.
    public long cutoff(long now) {
        var days = retentionDays;
        return days == null ? 0 : now - days * DAY_MILLIS;
    }

    public long bytes() {
        var bytes = 0L;
        for (var stream : streams.values()) bytes += stream.facts().bytes();
        return bytes;
    }
}
