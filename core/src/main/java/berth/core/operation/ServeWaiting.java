package berth.core.operation;

import berth.core.Change;
import berth.core.Spans;
import berth.core.placement.Advice;
import berth.core.placement.Outcome.Placed;
import berth.core.placement.Outcome.Unplaced;
import berth.core.placement.Placing;
import berth.core.placement.Pool;
import berth.core.placement.Request;
import berth.core.queue.Queue;
import berth.core.queue.Waiting;
import berth.core.state.ClusterState;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// What a turn does for tasks that wait for room, besides what it was asked: it follows from the state by itself.
///
/// Asked again and again, and each time what it says is made true, until it says nothing more:
///
/// 1. Whoever has waited long enough gives up.
/// 2. Whoever finds room gets it, by rank.
/// 3. For those who fit nowhere, nodes are kept. The first by rank that could ever fit has one node kept for it,
///    where it lacks least, so that small tasks that come and go don't starve a large one. Those that may have
///    others stopped have a node kept each, at most `Keeping.MOST` together, and their victims are asked to stop.
///
/// Costs nothing while nobody waits, and little while nothing has happened that could change anything.
public final class ServeWaiting {
    /// How much one turn tries, so that no turn is long; the rest is for the next.
    public static final int MOST_TRIES = 256;

    private final Instant now;
    private final Consumer<Placing> witness;
    private final Tries tries = new Tries(MOST_TRIES);
    /// Why requests find no room, for all that give up in this turn.
    private final Map<Request, String> reasons = new HashMap<>();

    /// For one turn.
    ///
    /// @param witness told of each task that gets a node or gives up, before the changes follow; must be brief
    public ServeWaiting(Instant now, Consumer<Placing> witness) {
        this.now = now;
        this.witness = witness;
    }

    /// What is to be done first; empty if nothing is, or not in this turn. Pure, but for what queues note of vain
    /// tries.
    public List<Change> next(ClusterState state) {
        if (!state.anybodyWaits()) return List.of();
        for (var queue : state.queues()) {
            var changes = next(queue, state);
            if (!changes.isEmpty()) return changes;
        }
        return List.of();
    }

    private List<Change> next(Queue queue, ClusterState state) {
        var pool = state.pool(queue.cluster());
        var first = queue.firstToGiveUp();
        if (!first.until().isAfter(now)) return tries.another() ? givesUp(first, pool, state) : List.of();
        if (pool.isEmpty()) return List.of();
        queue.serveFrom(pool);
        if (queue.isSettled(pool)) return List.of();
        var placed = placed(queue, pool, state);
        if (!placed.isEmpty() || tries.spent()) return placed;
        var kept = new Keeping(queue, pool, tries).next(now);
        if (kept.isEmpty() && !tries.spent()) queue.settle(pool);
        return kept;
    }

    // ---- room

    private List<Change> placed(Queue queue, Pool pool, ClusterState state) {
        for (var line : queue.lines()) {
            if (line.foundNoRoom(pool)) continue;
            if (!tries.another()) {
                queue.pauseAt(line);
                return List.of();
            }
            var first = line.first();
            var placed = pool.tryToPlace(first.request(), first.rank(), first.task());
            if (placed != null) return gets(first, placed, state);
            line.findsNoRoom(pool);
        }
        return List.of();
    }

    private List<Change> gets(Waiting waiting, Placed where, ClusterState state) {
        var over = new Change.Remove(waiting.key());
        var task = state.tasks().get(waiting.task());
        if (task == null || !task.waits()) return List.of(over);
        var definition = Objects.requireNonNull(state.definitions().get(task.definition()));
        var placed = task.placedOn(
                where.node().id(),
                where.address(),
                where.weights(),
                TaskTemplate.withGpus(task.containers(), definition, task.overrides(), where.gpuIds()),
                now);
        witness.accept(decided(waiting, task, placed));
        return List.of(new Change.Put(placed), over);
    }

    private List<Change> givesUp(Waiting waiting, Pool pool, ClusterState state) {
        var over = new Change.Remove(waiting.key());
        var task = state.tasks().get(waiting.task());
        if (task == null || !task.waits()) return List.of(over);
        var reason = reasons.get(waiting.request());
        if (reason == null) {
            var outcome = pool.place(waiting.request(), waiting.rank(), List.of(waiting.task()))
                    .getFirst();
            switch (outcome) {
                // There was no turn in which to try it.
                case Placed placed -> {
                    return gets(waiting, placed, state);
                }
                case Unplaced no -> {
                    witness.accept(decided(waiting, task));
                    reason = reason(no);
                }
            }
            reasons.put(waiting.request(), reason);
        }
        var stop = new Stop(
                StopCode.TASK_FAILED_TO_START,
                "No room was found within " + Spans.text(Duration.between(waiting.since(), waiting.until())) + ". "
                        + reason);
        return List.of(new Change.Put(task.stopRequested(stop, now)), over);
    }

    private static Placing decided(Waiting waiting, Task task, Task... placed) {
        return Placing.of(
                task.definition(),
                Advice.BUILT_IN,
                waiting.request(),
                waiting.rank(),
                List.of(waiting.task()),
                List.of(placed));
    }

    /// What `failures[].detail` would be for the node that lacks least.
    private static String reason(Unplaced no) {
        var nearest = no.nearest();
        if (nearest == null) return "The cluster has no container instances.";
        return no.rejections().stream()
                .filter(rejection -> rejection.instance().equals(nearest.instance()))
                .findFirst()
                .map(rejection ->
                        "Nearest is container instance " + rejection.instance().id() + ": " + rejection.detail())
                .orElse("");
    }
}
