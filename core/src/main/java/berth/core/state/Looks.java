package berth.core.state;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who has to be looked at: those that something has touched, and those whose moment has come. Not
/// kept, since after loading all are to be looked at.
final class Looks<I extends Comparable<I>> {
    /// A moment somebody asked for.
    private record Wake<T extends Comparable<T>>(Instant at, T id) implements Comparable<Wake<T>> {
        @Override
        public int compareTo(Wake<T> other) {
            var byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : id.compareTo(other.id);
        }
    }

    private final TreeSet<I> touched = new TreeSet<>();
    private final TreeSet<Wake<I>> wakes = new TreeSet<>();
    private final Map<I, Wake<I>> wakeOf = new HashMap<>();

    void touch(I id) {
        touched.add(id);
    }

    /// The first that has to be looked at, null if nobody has.
    @Nullable
    I first(Instant now) {
        while (!wakes.isEmpty() && !wakes.first().at().isAfter(now)) {
            var due = wakes.first().id();
            wakeAt(due, null);
            touch(due);
        }
        return touched.isEmpty() ? null : touched.first();
    }

    /// When the next has to be, null for never; the past if one has to be now.
    @Nullable
    Instant next() {
        if (!touched.isEmpty()) return Instant.MIN;
        return wakes.isEmpty() ? null : wakes.first().at();
    }

    /// It is looked at now: what touches it from here on counts anew.
    void looking(I id) {
        touched.remove(id);
    }

    /// It wants to be looked at then, null for never, unless something touches it before.
    void wakeAt(I id, @Nullable Instant at) {
        var before = wakeOf.remove(id);
        if (before != null) wakes.remove(before);
        if (at == null) return;
        var wake = new Wake<>(at, id);
        wakeOf.put(id, wake);
        wakes.add(wake);
    }

    void forget(I id) {
        touched.remove(id);
        wakeAt(id, null);
    }
}
