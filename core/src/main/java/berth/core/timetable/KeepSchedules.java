package berth.core.timetable;

import berth.core.Change;
import berth.core.placement.Placing;
import berth.core.schedule.ScheduleId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What a turn does for schedules, besides what it was asked: it follows from the state by itself.
///
/// Asked again and again, and each time what it says is made true, until it says nothing more. A
/// schedule is looked at when one of its tasks has ended, when it was changed, and at the moment it
/// asked for; meanwhile this costs nothing.
public final class KeepSchedules {
    /// How many looks one turn takes, so that no turn is long; the rest is for the next, which comes at
    /// once.
    public static final int MOST_LOOKS = 256;

    private final Instant now;
    private final BiConsumer<ScheduleId, RuntimeException> mistakes;
    private final Consumer<Placing> witness;
    private int left = MOST_LOOKS;

    /// For one turn.
    ///
    /// @param mistakes hears of looks that failed, which is our mistake. Such a schedule stays as it is
    ///                 until something else happens to it; the others bear nothing of it
    /// @param witness  told of where a run's tasks go, before the changes follow; must be brief
    public KeepSchedules(Instant now, BiConsumer<ScheduleId, RuntimeException> mistakes, Consumer<Placing> witness) {
        this.now = now;
        this.mistakes = mistakes;
        this.witness = witness;
    }

    /// What is to be done first; empty if nothing is, or not in this turn. Pure, but for what `Schedules`
    /// notes of who
    /// was looked at.
    public List<Change> next(ClusterState state) {
        var schedules = state.schedules();
        while (left > 0) {
            var id = schedules.toLookAt(now);
            if (id == null) return List.of();
            left--;
            schedules.looking(id);
            var changes = triedLook(id, state);
            if (!changes.isEmpty()) return changes;
        }
        return List.of();
    }

    private List<Change> triedLook(ScheduleId id, ClusterState state) {
        var schedule = state.schedules().get(id);
        if (schedule == null) return List.of();
        try {
            var look = new Look(schedule, state, now, witness);
            var changes = look.changes();
            if (changes.isEmpty()) state.schedules().wakeAt(id, look.wake());
            return changes;
        } catch (RuntimeException mistake) {
            mistakes.accept(id, mistake);
            return List.of();
        }
    }
}
