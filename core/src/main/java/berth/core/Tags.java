package berth.core;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What users pin on resources: up to 50 keys of 1 to 128 characters with values of at most 256.
///
/// Source: the ECS API reference, `Tag`.
public final class Tags {
    /// Holds a task definition's free-form version; see `berth.core.taskdef.Label`.
    public static final String VERSION = "berth:version";

    /// Names the node's address that a task's ports are bound on: ECS's calls have no member for it.
    public static final String ADDRESS = "berth:address";

    /// How long RunTask's tasks may wait for room: `90s`, `10m`, `2h`.
    public static final String WAIT = "berth:wait";

    /// How RunTask's tasks stand against others that want the same room.
    public static final String PRIORITY = "berth:priority";

    /// Which tasks those of a RunTask may have stopped for their sake: `lower`.
    public static final String PREEMPT = "berth:preempt";

    /// What RunTask's callers say of urgency.
    public static final List<String> URGENCY = List.of(WAIT, PRIORITY, PREEMPT);

    /// Names the scheduler that is to choose, on a call or on a cluster; see `berth.core.scheduler`.
    public static final String SCHEDULER = "berth:scheduler";

    /// Says which scheduler chose a task's node, and why not the one that was to. Ours to put.
    public static final String SCHEDULED_BY = "berth:scheduled-by";

    /// How long a node may be silent before a service's tasks on it are started elsewhere, on a
    /// service or on its cluster; see `berth.core.node.Patience`.
    public static final String LOST_AFTER = "berth:lost-after";

    /// Holds the name of a task's cluster, on request.
    public static final String CLUSTER_NAME = "aws:ecs:clusterName";

    /// Likewise, of its service.
    public static final String SERVICE_NAME = "aws:ecs:serviceName";

    public static final int MAX = 50;
    private static final int MAX_KEY = 128;
    public static final int MAX_VALUE = 256;

    private static final SortedMap<String, String> NONE = Collections.unmodifiableSortedMap(new TreeMap<>());

    private Tags() {}

    /// A sorted, unmodifiable copy: order must not differ from run to run.
    public static SortedMap<String, String> copyOf(Map<String, String> tags) {
        return tags.isEmpty() ? NONE : Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /// `old` with `more` laid over it. What we put on `old` ourselves (keys that begin with aws:) does not
    /// count.
    ///
    /// @throws Refusal if the result breaks a bound
    public static SortedMap<String, String> with(Map<String, String> old, Map<String, String> more) {
        checked(more);
        var all = new TreeMap<>(old);
        all.putAll(more);
        requireAtMostMax(all.keySet().stream().filter(key -> !reserved(key)).count());
        return Collections.unmodifiableSortedMap(all);
    }

    public static SortedMap<String, String> without(Map<String, String> old, Collection<String> keys) {
        var rest = new TreeMap<>(old);
        keys.forEach(rest::remove);
        return Collections.unmodifiableSortedMap(rest);
    }

    /// @throws Refusal naming the key and the bound it breaks
    public static SortedMap<String, String> checked(Map<String, String> tags) {
        requireAtMostMax(tags.size());
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY) {
                throw Refusal.invalid("A tag key must have 1 to " + MAX_KEY + " characters (got " + key.length()
                        + "): '" + key + "'");
            }
            if (value.length() > MAX_VALUE) {
                throw Refusal.invalid("A tag value can have at most " + MAX_VALUE + " characters (got " + value.length()
                        + " for key '" + key + "').");
            }
            if (reserved(key)) {
                throw Refusal.invalid("Tag keys that begin with aws: are reserved (got '" + key + "').");
            }
        });
        return copyOf(tags);
    }

    /// Whether only we may put and take such a key.
    public static boolean reserved(String key) {
        return key.regionMatches(true, 0, "aws:", 0, 4);
    }

    private static void requireAtMostMax(long count) {
        if (count > MAX) {
            throw Refusal.invalid("A resource can have at most " + MAX + " tags (got " + count + ").");
        }
    }
}
