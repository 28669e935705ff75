package berth.core.queue;

import berth.core.placement.Pool;
import berth.core.placement.Rank;
import berth.core.placement.Request;
import berth.core.task.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A cluster's tasks that wait, by rank. Kept by the state as entities come and go.
public final class Queue {
    /// How many may wait at once.
    public static final int MAX = 10_000;

    private static final Comparator<Waiting> BY_END =
            Comparator.comparing(Waiting::until).thenComparing(Waiting::rank);

    /// Who waits, and in which line.
    public record Place(Waiting waiting, Line line) {}

    private final String cluster;
    private final Map<TaskId, Place> places = new HashMap<>();
    private final TreeMap<Rank, Place> byRank = new TreeMap<>();
    private final TreeSet<Waiting> byEnd = new TreeSet<>(BY_END);
    private final Map<Request, Line> lines = new HashMap<>();
    /// Each line under the rank of its first.
    private final TreeMap<Rank, Line> heads = new TreeMap<>();
    private int readers;
    private int preempting;

    // What follows is noted to save vain tries.
    private @Nullable Pool pool;
    private boolean settled;
    private long settledChanges;
    private long settledLoosenings;
    private @Nullable Rank paused;

    /// Empty.
    public Queue(String cluster) {
        this.cluster = cluster;
    }

    public String cluster() {
        return cluster;
    }

    /// Follows one that waits from one version to the next; null where there is none.
    public void replace(@Nullable Waiting old, @Nullable Waiting now) {
        if (old != null
                && now != null
                && old.rank().equals(now.rank())
                && old.request().equals(now.request())) {
            var line = Objects.requireNonNull(places.get(now.task())).line();
            byEnd.remove(old);
            seat(now, line);
            line.put(now);
            return;
        }
        if (old != null) remove(old);
        if (now != null) add(now);
        settled = false;
    }

    private void add(Waiting waiting) {
        var line = lines.computeIfAbsent(waiting.request(), Line::new);
        var before = line.isEmpty() ? null : line.first().rank();
        if (before == null && line.readsTasks()) readers++;
        if (waiting.preempts()) preempting++;
        if (line.put(waiting)) {
            if (before != null) heads.remove(before);
            heads.put(waiting.rank(), line);
        }
        seat(waiting, line);
    }

    private void seat(Waiting waiting, Line line) {
        var place = new Place(waiting, line);
        places.put(waiting.task(), place);
        byRank.put(waiting.rank(), place);
        byEnd.add(waiting);
    }

    private void remove(Waiting waiting) {
        var place = places.remove(waiting.task());
        if (place == null) return;
        byRank.remove(waiting.rank());
        byEnd.remove(waiting);
        if (waiting.preempts()) preempting--;
        var line = place.line();
        heads.remove(line.first().rank());
        line.remove(waiting.rank());
        if (!line.isEmpty()) {
            heads.put(line.first().rank(), line);
            return;
        }
        lines.remove(waiting.request());
        if (line.readsTasks()) readers--;
    }

    public boolean isEmpty() {
        return places.isEmpty();
    }

    public int size() {
        return places.size();
    }

    /// Null if it does not wait.
    public @Nullable Waiting get(TaskId task) {
        var place = places.get(task);
        return place == null ? null : place.waiting();
    }

    /// All, whoever comes first in front.
    public Collection<Place> places() {
        return Collections.unmodifiableCollection(byRank.values());
    }

    /// How many come before `rank`. O(their number).
    public int before(Rank rank) {
        return byRank.headMap(rank, false).size();
    }

    /// Who gives up first; there must be somebody.
    public Waiting firstToGiveUp() {
        return byEnd.first();
    }

    // ---- where its serving stands

    /// Notes which pool it is served from: what was in vain with another is so no longer.
    public void serveFrom(Pool pool) {
        if (pool == this.pool) return;
        this.pool = pool;
        settled = false;
        paused = null;
        lines.values().forEach(Line::forget);
    }

    /// Whether everybody was tried, and nothing has happened since that could change anything for anybody.
    public boolean isSettled(Pool pool) {
        return settled
                && settledLoosenings == pool.loosenings()
                && (readers + preempting == 0 || settledChanges == pool.changes());
    }

    public void settle(Pool pool) {
        settled = true;
        settledLoosenings = pool.loosenings();
        settledChanges = pool.changes();
        paused = null;
    }

    /// All lines by the rank of their first, but those before a pause at the end: more may be in vain than there is
    /// time for in a turn, and the last must come to be tried as well.
    public List<Line> lines() {
        if (paused == null) return List.copyOf(heads.values());
        var all = new ArrayList<>(heads.tailMap(paused, true).values());
        all.addAll(heads.headMap(paused, false).values());
        return all;
    }

    /// Ends a turn's tries before those of this line.
    public void pauseAt(Line line) {
        paused = line.first().rank();
    }
}
