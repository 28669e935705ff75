package berth.core.timetable;

import berth.core.Change;
import berth.core.Refusal;
import berth.core.Spans;
import berth.core.operation.RunTask;
import berth.core.operation.ScheduledCall;
import berth.core.operation.Stopping;
import berth.core.placement.Placing;
import berth.core.schedule.Overlap;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduledRun;
import berth.core.schedule.ScheduledRun.Attempt;
import berth.core.schedule.ScheduledRun.Outcome;
import berth.core.state.ClusterState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One look at one schedule, and the first thing that is to be done for it. Whatever is done has it
/// looked at again, in the same turn, so a look that finds nothing more is the last of it.
final class Look {
    private final Schedule schedule;
    private final ClusterState state;
    private final Instant now;
    private final Consumer<Placing> witness;
    private final Collection<ScheduledRun> underWay;
    private @Nullable Instant wake;

    Look(Schedule schedule, ClusterState state, Instant now, Consumer<Placing> witness) {
        this.schedule = schedule;
        this.state = state;
        this.now = now;
        this.witness = witness;
        this.underWay = state.schedules().underWay(schedule.id());
    }

    /// When it wants to be looked at again if nothing happens before; null for never. Known once
    /// `changes` is empty.
    @Nullable
    Instant wake() {
        return wake;
    }

    /// Empty if nothing is to be done.
    List<Change> changes() {
        for (var run : underWay) {
            var changes = step(run);
            if (!changes.isEmpty()) return changes;
        }
        var changes = due();
        return changes.isEmpty() ? forgotten() : changes;
    }

    // ---- runs under way

    private List<Change> step(ScheduledRun run) {
        return switch (run.outcome()) {
            case DUE -> mayStart(run) ? start(run) : replaceThoseBefore(run);
            case RETRYING -> {
                var at = run.retryAt();
                if (at == null || !at.isAfter(now)) yield start(run);
                wakeAt(at);
                yield List.of();
            }
            case RUNNING -> judged(run);
            case REPLACED -> anyLives(run) ? List.of() : List.of(new Change.Put(run.over(now)));
            case SUCCEEDED, FAILED, SKIPPED, MISSED -> List.of();
        };
    }

    private List<Change> judged(ScheduledRun run) {
        var verdict = Verdict.of(run, state);
        if (verdict == null) return List.of();
        var why = verdict.why();
        if (why == null) return List.of(new Change.Put(run.succeeded(verdict.well(), now)));
        var tries = run.attempts().size();
        var again = !verdict.isFinal() && tries <= schedule.retries().most();
        return List.of(new Change.Put(
                again
                        ? run.retrying(
                                verdict.well(), why, now.plus(schedule.retries().after(tries)))
                        : run.failed(verdict.well(), why, now)));
    }

    private boolean anyLives(ScheduledRun run) {
        for (var id : run.tasks()) {
            var task = state.tasks().get(id);
            if (task != null && !task.stopped()) return true;
        }
        return false;
    }

    /// Those that are under way are the oldest first.
    private boolean mayStart(ScheduledRun run) {
        return schedule.overlap() == Overlap.ALLOW || underWay.iterator().next().number() == run.number();
    }

    private List<Change> replaceThoseBefore(ScheduledRun run) {
        if (schedule.overlap() != Overlap.REPLACE) return List.of();
        var changes = new ArrayList<Change>();
        var why = "run " + run.number() + " took its place";
        for (var before : underWay) {
            if (before.number() >= run.number() || before.outcome() == Outcome.REPLACED) continue;
            for (var id : before.tasks()) {
                var task = state.tasks().get(id);
                if (task != null && !task.stopped()) {
                    changes.addAll(Stopping.of(
                            task,
                            "Run " + run.number() + " of schedule "
                                    + schedule.id().name() + " replaces it",
                            now));
                }
            }
            changes.add(new Change.Put(before.replaced(why, anyLives(before) ? null : now)));
        }
        return changes;
    }

    private List<Change> start(ScheduledRun run) {
        var left = run.left(schedule.call().count());
        var changes = new ArrayList<Change>();
        var definition = state.definitions().find(schedule.call().definition());
        var tasks = List.<String>of();
        String trouble = null;
        try {
            var cluster = state.activeCluster(schedule.id().cluster());
            var call = ScheduledCall.of(schedule, cluster, fresh(run, left));
            var asked = call.decide(state, now);
            var placing = call.placing(asked.reply(), state);
            if (placing != null) witness.accept(placing);
            changes.addAll(asked.changes());
            tasks = asked.reply().tasks().stream()
                    .map(view -> view.task().id().id())
                    .toList();
            trouble = tasks.size() == left ? null : noRoom(left - tasks.size(), left, asked.reply());
        } catch (Refusal refusal) {
            trouble = refusal.getMessage();
        }
        var attempt = new Attempt(now, left, definition == null ? null : definition.id(), tasks, trouble);
        changes.add(new Change.Put(run.tried(attempt)));
        return changes;
    }

    private static String noRoom(int unplaced, int of, RunTask.Reply reply) {
        var said = unplaced + " of " + of + " tasks found no container instance";
        if (reply.failures().isEmpty()) return said;
        var first = reply.failures().getFirst();
        return said + ": " + first.instance().id() + " " + first.detail();
    }

    /// They follow from what was started before: deciding draws no chance of its own.
    private List<String> fresh(ScheduledRun run, int count) {
        var ids = new ArrayList<String>(count);
        for (var copy = 0; copy < count; copy++) {
            var words = schedule.id() + "/" + schedule.createdAt() + "/" + run.number() + "/"
                    + run.attempts().size() + "/" + copy;
            var hash = UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
            ids.add(hash.toString().replace("-", ""));
        }
        return ids;
    }

    // ---- what is due

    private List<Change> due() {
        if (schedule.suspended()) return List.of();
        var first = schedule.next();
        if (first == null) return List.of();
        if (first.isAfter(now)) {
            wakeAt(first);
            return List.of();
        }
        var latest = schedule.latest(now);
        if (latest == null) return List.of(new Change.Put(schedule.dealt(now, 1)), new Change.Put(missed(first, now)));
        // Told of first and dealt with so far: the latest is due still, and the next look finds it.
        if (latest.isAfter(first)) {
            var before = latest.minusNanos(1);
            return List.of(new Change.Put(schedule.dealt(before, 1)), new Change.Put(missed(first, latest)));
        }
        var skipped = whySkipped();
        return skipped == null
                ? List.of(
                        new Change.Put(schedule.dealt(latest, 1)),
                        new Change.Put(ScheduledRun.due(schedule.id(), schedule.runs() + 1, latest, false)))
                : skipped(latest, skipped);
    }

    private ScheduledRun missed(Instant first, Instant before) {
        var why = before.equals(now)
                ? "nobody was there to start it within " + Spans.text(schedule.deadline())
                : "nobody was there to start it before the one of " + before + " was due";
        return ScheduledRun.never(schedule.id(), schedule.runs() + 1, first, Outcome.MISSED, why, now);
    }

    /// Null if it may run.
    private @Nullable String whySkipped() {
        if (schedule.overlap() == Overlap.FORBID && !underWay.isEmpty()) {
            var before = underWay.iterator().next();
            return "run " + before.number() + " of " + before.due() + " had not ended";
        }
        return underWay.size() < Schedule.MOST_RUNS
                ? null
                : Schedule.MOST_RUNS + " runs were under way, the most there can be";
    }

    /// Times in a row that are skipped for one reason are one entry of the history.
    private List<Change> skipped(Instant due, String why) {
        var newest = state.schedules().newest(schedule.id());
        return newest != null && newest.isLike(Outcome.SKIPPED, why)
                ? List.of(new Change.Put(schedule.dealt(due, 0)), new Change.Put(newest.and(due, now)))
                : List.of(
                        new Change.Put(schedule.dealt(due, 1)),
                        new Change.Put(ScheduledRun.never(
                                schedule.id(), schedule.runs() + 1, due, Outcome.SKIPPED, why, now)));
    }

    // ---- the history

    private List<Change> forgotten() {
        var changes = new ArrayList<Change>();
        var succeeded = 0;
        var others = 0;
        for (var run : state.schedules().runs(schedule.id())) {
            if (!run.over()) continue;
            var kept = run.outcome() == Outcome.SUCCEEDED
                    ? ++succeeded <= schedule.kept().succeeded()
                    : ++others <= schedule.kept().others();
            if (!kept) changes.add(new Change.Remove(run.key()));
        }
        return changes;
    }

    private void wakeAt(Instant at) {
        if (wake == null || at.isBefore(wake)) wake = at;
    }
}
