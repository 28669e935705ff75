package berth.server.store;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.task.Needs;
import berth.core.task.NetworkBinding;
import berth.core.task.Overrides;
import berth.core.task.Weight;
import berth.core.task.Wish;
import berth.core.taskdef.TaskDefinitionId;
import java.util.List;
import java.util.Set;

/// Remembers values of late, so that what many entities have in common is held once: a task's
/// record repeats its cluster, definition, node and wish word for word.
///
/// Bounded and forgetful: a value has one seat, by its hash, and loses it to the next that comes
/// there. Sharing less than could be is the worst that follows. Not thread-safe: each reader has
/// its own.
final class Alike {
    /// What is found in many entities. Others are not looked up, since they are hardly ever found twice.
    private static final Set<Class<?>> PARTS = Set.of(
            AgentInfo.class,
            Attribute.class,
            InstanceId.class,
            Needs.class,
            NetworkBinding.class,
            Overrides.class,
            TaskDefinitionId.class,
            Weight.class,
            Wish.class);

    /// Most texts and moments are nobody else's and only pass through; the few that are in every
    /// task come back at once.
    private static final int WORDS = 1 << 12;
    /// Several for each container instance of a large cluster, since a task names its own.
    private static final int VALUES = 1 << 16;

    private final Object[] words = new Object[WORDS];
    private final Object[] values = new Object[VALUES];

    /// An equal text or moment that was seen before, or this one.
    <T> T word(T word) {
        return seated(words, word);
    }

    /// An unmodifiable copy that equal lists of late share. None of its elements may be null.
    <T> List<T> list(List<T> list) {
        return seated(values, List.copyOf(list));
    }

    /// An equal value that was seen before if it is of a kind that is found in many entities, else this
    /// one.
    <T> T part(T value) {
        return PARTS.contains(value.getClass()) ? seated(values, value) : value;
    }

    private static <T> T seated(Object[] seats, T value) {
        var hash = value.hashCode() * 0x9E37_79B9;
        var seat = hash >>> Integer.numberOfLeadingZeros(seats.length - 1);
        var seen = seats[seat];
        if (seen != null && seen.getClass() == value.getClass() && seen.equals(value)) {
            @SuppressWarnings("unchecked") // equal and of one class
            var same = (T) seen;
            return same;
        }
        seats[seat] = value;
        return value;
    }
}
