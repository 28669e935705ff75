package berth.core.rollout;

import berth.core.node.InstanceId;
import berth.core.placement.Choice;
import berth.core.placement.Departure;
import berth.core.placement.Outcome;
import berth.core.rollout.Member.Leaving;
import berth.core.service.Deployment;
import berth.core.service.Deployment.State;
import berth.core.service.Service;
import berth.core.service.ServiceEvent.What;
import berth.core.service.ServiceRevision;
import berth.core.service.ServiceTags;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings a REPLICA service to its desired count, of its primary deployment.
final class Replicas {
    private final Look look;
    private final Deployment primary;
    private final @Nullable ServiceRevision revision;
    private final Crew crew;
    private final int desired;

    private Replicas(Look look, Deployment primary, Crew crew) {
        this.look = look;
        this.primary = primary;
        this.crew = crew;
        revision = look.revision(primary.revision());
        desired = look.service().active() ? look.service().desiredCount() : 0;
    }

    static void look(Look look) {
        if (look.service().active()) Attempts.judge(look);
        var primary = look.service().primary();
        if (primary == null) return;
        var tasks = look.state().services().live(look.id());
        var crew = Crew.of(look.service(), primary.id(), tasks, look.state(), look.now());
        look.wakeAt(crew.next());
        new Replicas(look, primary, crew).act();
    }

    private void act() {
        var works = primary.failedAt() != null
                && look.service().rules().breaker().resetOnHealthy()
                && Accounts.works(crew, primary.failedAt());
        if (works) look.becomes(look.service().with(primary.working(look.now())));
        var done = crew.readyKeepers() >= desired;
        // Of a service that is deleted all goes, however far its deployment is.
        var leave = look.service().active() ? Stages.advance(look, primary, done) : Stages.Leave.ALL;
        if (!isStillPrimary()) {
            look.wakeAt(look.now());
            return;
        }
        var rules = look.service().rules();
        // Where all new tasks come up beside the old ones, the old ones do not count.
        var budget = leave.ends()
                ? Budget.of(desired, rules)
                : new Budget(desired, desired + crew.leaving().size(), desired);
        var gone = stopAtOnce(leave);
        var excess = stopExcess(budget);
        var missing = budget.missing(crew);
        var started = 0;
        var byCeiling = 0;
        var byRoom = 0;
        Outcome.Unplaced refused = null;
        if (missing > 0 && leave.starts() && mayStart()) {
            var allowed =
                    Math.max(0, Math.min(missing, budget.ceiling() - crew.active() + gone.size() + excess.size()));
            byCeiling = missing - allowed;
            if (allowed > 0 && revision != null) {
                var start = look.start(revision, primary.id(), current().started(), allowed, destinations(missing));
                started = start.tasks().size();
                refused = start.refused();
                if (started > 0) {
                    look.becomes(look.service().with(current().starting(started, look.now())));
                    look.say(What.TASKS_STARTED, Texts.started(look.id(), start.tasks()));
                }
                byRoom = refused == null ? 0 : Math.min(allowed, Look.MOST_STARTS) - started;
            }
        }
        var writtenOff = writeOff(
                crew.keeping().size() + started - excess.size(), crew.leaving().size() - gone.size());
        var stopped = leave.ends() ? replace(budget, gone, excess, byCeiling, byRoom) : 0;
        if (refused != null) {
            look.noRoom();
            look.sayOnce(What.SERVICE_TASK_PLACEMENT_FAILURE, Texts.noRoom(look.id(), refused.nearest()));
        }
        var still = gone.isEmpty() && excess.isEmpty() && started == 0 && stopped == 0 && writtenOff == 0;
        if (still
                && byCeiling > 0
                && crew.stopping().isEmpty()
                && crew.keeping().stream().allMatch(Member::ready)) {
            look.sayOnce(What.SERVICE_TASK_CONFIGURATION_FAILURE, Texts.blocked(look.id()));
        }
        if (still && missing == 0) settle();
    }

    private boolean isStillPrimary() {
        var now = look.service().primary();
        return now != null && now.id().equals(primary.id());
    }

    /// The primary deployment as it is by now.
    private Deployment current() {
        var current = look.service().deployment(primary.id());
        return current == null ? primary : current;
    }

    private boolean mayStart() {
        var now = current();
        if (now.state() == State.FAILED) return false;
        if (now.retryAt() == null || !now.retryAt().isAfter(look.now())) return true;
        look.wakeAt(now.retryAt());
        return false;
    }

    /// What has not begun to work yet and is not wanted any more is stopped whatever the rules say.
    private List<Task> stopAtOnce(Stages.Leave leave) {
        var gone = crew.leaving().stream()
                .filter(member -> !member.started() && !spared(member))
                .filter(member -> leave.ends() || member.leaving() != Leaving.OUTDATED)
                .map(Member::task)
                .toList();
        look.stop(gone, Look.scaling(primary));
        return gone;
    }

    /// Gives up those lost tasks that are not needed any more, since there are others for them. One of another
    /// deployment, which is to go anyway, is needed as long as there are not as many tasks as desired: its node
    /// may come back before what replaces it has a place.
    ///
    /// @param placed how many tasks of the primary deployment there are by now
    /// @param old    how many others
    /// @return how many
    private int writeOff(int placed, int old) {
        var needed = desired - placed;
        var needless = new ArrayList<Member>();
        for (var member : crew.lost()) {
            if (!isOld(member) && needed-- <= 0) needless.add(member);
        }
        // What is kept of the primary deployment counts in `needed` by now.
        var oldNeeded = needed - old;
        for (var member : crew.lost()) {
            if (isOld(member) && oldNeeded-- <= 0) needless.add(member);
        }
        Losses.writeOff(look, needless);
        return needless.size();
    }

    private boolean isOld(Member member) {
        return !primary.id().equals(member.task().wish().startedBy());
    }

    /// Those that stay and are too many, in the reverse of the order in which they would be placed.
    private List<Task> stopExcess(Budget budget) {
        var count = budget.excess(crew);
        if (count == 0) return List.of();
        var free = crew.keeping().stream().filter(member -> !member.spared()).toList();
        if (free.size() < count && look.service().active()) {
            look.sayOnce(What.DEPLOYMENT_BLOCKED, Texts.spared(look.id()));
        }
        var some = look.service().active() ? free : crew.keeping();
        var unready = some.stream()
                .filter(member -> !member.ready())
                .map(Member::task)
                .toList();
        var ready = some.stream().filter(Member::ready).map(Member::task).toList();
        var chosen = new ArrayList<>(first(unready, count));
        var spare = Math.max(0, crew.ready() - budget.floor());
        chosen.addAll(first(ready, Math.min(count - chosen.size(), spare)));
        look.stop(chosen, Look.scaling(primary));
        if (!chosen.isEmpty()) look.say(What.TASKS_STOPPED, Texts.stopped(look.id(), chosen));
        return chosen;
    }

    private List<Task> first(Collection<Task> tasks, int count) {
        var mould = revision == null ? null : look.mould(revision, primary.id());
        return mould == null
                ? tasks.stream().limit(Math.max(0, count)).toList()
                : Departure.first(look.pool(), mould.request(), tasks, count);
    }

    /// Stops those that are to be replaced, as far as that costs no more than the rules allow.
    ///
    /// @return how many
    private int replace(Budget budget, List<Task> gone, List<Task> excess, int byCeiling, int byRoom) {
        var left = crew.leaving().stream()
                .filter(member -> !gone.contains(member.task()))
                .sorted(Comparator.comparing(Member::leaving)
                        .thenComparing(member -> member.task().times().createdAt())
                        .thenComparing(member -> member.task().id()))
                .toList();
        if (left.isEmpty()) return 0;
        var unready = new ArrayList<Member>();
        var ready = new ArrayList<Member>();
        var spared = 0;
        for (var member : left) {
            if (spared(member)) spared++;
            else (member.ready() ? ready : unready).add(member);
        }
        // What stops already makes room.
        var room = Math.max(0, byRoom - crew.stopping().size() - gone.size() - excess.size());
        var helpful = room == 0 ? Set.<InstanceId>of() : helpful();
        var healthy = crew.ready()
                - (int) crew.keeping().stream()
                        .filter(member -> member.ready() && excess.contains(member.task()))
                        .count();
        var keepers = crew.readyKeepers();
        var stops = new ArrayList<Member>();
        // Not healthy: the floor does not ask for them.
        var anyhow = Math.max(0, left.size() + keepers - desired);
        for (var member : unready) {
            if (anyhow > 0) anyhow--;
            else if (byCeiling > 0) byCeiling--;
            else if (room > 0 && helps(member, helpful)) room--;
            else continue;
            stops.add(member);
        }
        var surplus = Math.max(0, healthy - desired);
        var spare = Math.max(0, healthy - budget.floor());
        for (var member : ready) {
            if (surplus > 0) surplus--;
            else if (byCeiling > 0 && spare > 0) byCeiling--;
            else if (room > 0 && spare > 0 && helps(member, helpful)) room--;
            else continue;
            spare--;
            stops.add(member);
        }
        if (stops.isEmpty()) {
            if (spared > 0 && keepers >= desired) look.sayOnce(What.DEPLOYMENT_BLOCKED, Texts.spared(look.id()));
            return 0;
        }
        var sick = stops.stream()
                .filter(member -> member.leaving() == Leaving.SICK)
                .map(Member::task)
                .toList();
        look.stop(sick, "Task failed container health checks");
        for (var task : sick) look.say(What.TASK_UNHEALTHY, Texts.unhealthy(look.id(), task));
        Accounts.failed(look, sick);
        var tasks = stops.stream().map(Member::task).toList();
        look.stop(tasks.stream().filter(task -> !sick.contains(task)).toList(), Look.scaling(primary));
        look.say(What.TASKS_STOPPED, Texts.stopped(look.id(), tasks));
        return tasks.size();
    }

    /// The nodes that would take a task if those of ours that stop there, or are to, were gone.
    private Set<InstanceId> helpful() {
        var mould = revision == null ? null : look.mould(revision, primary.id());
        if (mould == null) return Set.of();
        var byNode = new HashMap<InstanceId, Set<TaskId>>();
        for (var member : crew.leaving()) note(member.task(), byNode);
        for (var task : crew.stopping()) note(task, byNode);
        var nodes = new HashSet<InstanceId>();
        byNode.forEach((node, gone) -> {
            if (look.pool().takesWithout(node, mould.request(), gone)) nodes.add(node);
        });
        return nodes;
    }

    private static void note(Task task, Map<InstanceId, Set<TaskId>> byNode) {
        var node = task.instance();
        if (node != null) byNode.computeIfAbsent(node, id -> new HashSet<>()).add(task.id());
    }

    /// Nobody spares the tasks of a service that is deleted, nor sick ones.
    private boolean spared(Member member) {
        return look.service().active() && member.spared() && member.leaving() != Leaving.SICK;
    }

    private static boolean helps(Member member, Set<InstanceId> helpful) {
        var node = member.task().instance();
        return node != null && helpful.contains(node);
    }

    /// Where the tasks that are missing take the place of others that move.
    private Choice destinations(int missing) {
        var moving = look.service().moving();
        if (moving.isEmpty()) return Choice.NONE;
        var left = crew.leaving().stream()
                .filter(member -> member.leaving() == Leaving.MOVING)
                .map(member -> member.task().id())
                .collect(Collectors.toSet());
        var to = moving.stream()
                .filter(move -> left.contains(move.task()))
                .map(Service.Move::to)
                .toList();
        // Those in front have theirs already.
        return new Choice(new ArrayList<>(to.subList(Math.max(0, to.size() - missing), to.size())));
    }

    // ---- when there is nothing to do

    private void settle() {
        if (crew.readyKeepers() < desired || crew.keeping().size() > desired) return;
        if (!crew.settled()) return;
        var service = look.service();
        if (service.status() == Service.Status.DRAINING) {
            Ending.inactive(look);
            return;
        }
        if (current().state() == State.IN_PROGRESS) Attempts.complete(look, current());
        if (look.lastSaid() != What.SERVICE_STEADY_STATE && current().state() != State.FAILED) {
            look.say(What.SERVICE_STEADY_STATE, Texts.steady(look.id()));
        }
        balance();
    }

    /// Moves that are done are forgotten; a service that is kept balanced may move one more.
    private void balance() {
        var service = look.service();
        if (!service.moving().isEmpty()) {
            look.becomes(service.withMoving(List.of()));
            look.say(What.SERVICE_REBALANCING_COMPLETED, Texts.rebalanced(look.id()));
            return;
        }
        var by = ServiceTags.rebalance(service);
        var domain = by == null ? null : ServiceTags.domain(by);
        if (domain == null || !service.active()) return;
        var moves = Balance.moves(service, domain, 1, look.state(), look.now());
        if (moves.isEmpty()) return;
        look.becomes(service.withMoving(Rebalance.moving(moves)));
        look.say(What.SERVICE_REBALANCING_STARTED, Texts.rebalancing(look.id(), moves));
    }
}
