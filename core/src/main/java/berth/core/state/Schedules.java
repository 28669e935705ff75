package berth.core.state;

import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduleId;
import berth.core.schedule.ScheduledRun;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Schedules by cluster and name, with their runs, and which of them have to be looked at.
public final class Schedules {
    /// Those of one schedule, by number.
    private static final class Runs {
        final TreeMap<Long, ScheduledRun> all = new TreeMap<>();
        final TreeMap<Long, ScheduledRun> underWay = new TreeMap<>();
    }

    private final Map<String, TreeMap<String, Schedule>> byCluster = new TreeMap<>();
    private final Map<ScheduleId, Runs> runs = new HashMap<>();
    /// Tasks of runs that are under way. Names and groups can be borrowed, this can't.
    private final Map<TaskId, ScheduleId> ofTask = new HashMap<>();
    private final Looks<ScheduleId> looks = new Looks<>();

    Schedules() {}

    // ---- keeping it

    void replace(@Nullable Schedule old, @Nullable Schedule now) {
        if (now != null) {
            var id = now.id();
            byCluster.computeIfAbsent(id.cluster(), name -> new TreeMap<>()).put(id.name(), now);
            looks.touch(id);
        } else if (old != null) {
            var id = old.id();
            var ofCluster = byCluster.get(id.cluster());
            if (ofCluster != null) {
                ofCluster.remove(id.name());
                if (ofCluster.isEmpty()) byCluster.remove(id.cluster());
            }
            looks.forget(id);
        }
    }

    void replace(@Nullable ScheduledRun old, @Nullable ScheduledRun now) {
        if (old == null && now == null) return;
        var id = Objects.requireNonNull(now != null ? now : old).schedule();
        if (old != null) old.tasks().forEach(ofTask::remove);
        var ofSchedule = runs.computeIfAbsent(id, key -> new Runs());
        if (now == null) {
            ofSchedule.all.remove(Objects.requireNonNull(old).number());
            ofSchedule.underWay.remove(old.number());
            if (ofSchedule.all.isEmpty()) runs.remove(id);
            return;
        }
        ofSchedule.all.put(now.number(), now);
        if (now.over()) {
            ofSchedule.underWay.remove(now.number());
        } else {
            ofSchedule.underWay.put(now.number(), now);
            now.tasks().forEach(task -> ofTask.put(task, id));
        }
        looks.touch(id);
    }

    /// Whoever has a task that has ended has to look.
    void replace(@Nullable Task old, @Nullable Task now) {
        if (now != null && !now.stopped()) return;
        var task = now != null ? now : old;
        var id = task == null ? null : ofTask.get(task.id());
        if (id != null) looks.touch(id);
    }

    // ---- reading it

    public @Nullable Schedule get(ScheduleId id) {
        var ofCluster = byCluster.get(id.cluster());
        return ofCluster == null ? null : ofCluster.get(id.name());
    }

    /// A cluster's schedules by name; empty for an unknown cluster.
    public NavigableMap<String, Schedule> of(String cluster) {
        var ofCluster = byCluster.get(cluster);
        return ofCluster == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(ofCluster);
    }

    public @Nullable ScheduledRun run(ScheduleId id, long number) {
        var ofSchedule = runs.get(id);
        return ofSchedule == null ? null : ofSchedule.all.get(number);
    }

    /// All that are remembered of a schedule, the newest first.
    public List<ScheduledRun> runs(ScheduleId id) {
        var ofSchedule = runs.get(id);
        return ofSchedule == null
                ? List.of()
                : List.copyOf(ofSchedule.all.descendingMap().values());
    }

    /// Those that are not over, the oldest first.
    public Collection<ScheduledRun> underWay(ScheduleId id) {
        var ofSchedule = runs.get(id);
        return ofSchedule == null ? List.of() : List.copyOf(ofSchedule.underWay.values());
    }

    public @Nullable ScheduledRun newest(ScheduleId id) {
        var ofSchedule = runs.get(id);
        return ofSchedule == null ? null : ofSchedule.all.lastEntry().getValue();
    }

    // ---- for whoever keeps schedules

    /// The first that has to be looked at, null if none has.
    public @Nullable ScheduleId toLookAt(Instant now) {
        return looks.first(now);
    }

    /// When the next one has to be, null for never; the past if one has to be now.
    public @Nullable Instant nextLook() {
        return looks.next();
    }

    /// It is looked at now: what touches it from here on counts anew.
    public void looking(ScheduleId id) {
        looks.looking(id);
    }

    /// It wants to be looked at then, null for never, unless something touches it before.
    public void wakeAt(ScheduleId id, @Nullable Instant at) {
        looks.wakeAt(id, at);
    }
}
