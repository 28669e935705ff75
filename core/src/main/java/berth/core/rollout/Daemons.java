package berth.core.rollout;

import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.placement.Lack;
import berth.core.placement.Outcome;
import berth.core.placement.PoolNode;
import berth.core.rollout.Member.Leaving;
import berth.core.service.Deployment;
import berth.core.service.Deployment.State;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceEvent.What;
import berth.core.service.ServiceId;
import berth.core.task.Task;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps one task of a DAEMON service on every node that can have one.
final class Daemons {
    /// What keeps a node from taking its task now, though it is one of those that should have one.
    private static final Set<Lack> FOR_NOW = EnumSet.of(Lack.CPU, Lack.MEMORY, Lack.PORTS, Lack.GPU, Lack.KEPT);

    private final Look look;
    private final Deployment primary;
    private final Mould mould;
    private final Crew crew;
    private final Map<InstanceId, Member> staying = new HashMap<>();
    private final Map<InstanceId, List<Member>> leaving = new HashMap<>();
    private final Set<InstanceId> stopping;

    private Daemons(Look look, Deployment primary, Mould mould, Crew crew) {
        this.look = look;
        this.primary = primary;
        this.mould = mould;
        this.crew = crew;
        for (var member : crew.keeping()) put(member);
        for (var member : crew.leaving()) put(member);
        stopping = new HashSet<>();
        for (var task : crew.stopping()) if (task.instance() != null) stopping.add(task.instance());
    }

    private void put(Member member) {
        var node = member.task().instance();
        if (node == null) return;
        // One whose node takes leave stays until it is the last there.
        if (member.stays() || member.leaving() == Leaving.DRAINED) {
            if (member.task().wish().startedBy() != null
                    && primary.id().equals(member.task().wish().startedBy())) {
                staying.put(node, member);
                return;
            }
        }
        leaving.computeIfAbsent(node, id -> new ArrayList<>()).add(member);
    }

    static void look(Look look) {
        Attempts.judge(look);
        var primary = look.service().primary();
        if (primary == null) return;
        var tasks = look.state().services().live(look.id());
        var crew = Crew.of(look.service(), primary.id(), tasks, look.state(), look.now());
        look.wakeAt(crew.next());
        var revision = look.revision(primary.revision());
        var mould = revision == null ? null : look.mould(revision, primary.id());
        if (mould == null) return;
        if (primary.failedAt() != null && Accounts.works(crew, primary.failedAt())) {
            look.becomes(look.service().with(primary.working(look.now())));
        }
        new Daemons(look, primary, mould, crew).act();
    }

    private void act() {
        var due = new ArrayList<InstanceId>();
        var over = new ArrayList<Task>();
        var wanted = 0;
        for (var node : look.pool().nodes()) {
            var here = staying.get(node.id());
            var old = leaving.getOrDefault(node.id(), List.of());
            if (!look.service().active()) {
                if (here != null) over.add(here.task());
                old.forEach(member -> over.add(member.task()));
                continue;
            }
            if (isLeft(node)) {
                if (here != null && isLast(node)) over.add(here.task());
                old.forEach(member -> over.add(member.task()));
                continue;
            }
            var wants = here != null || !old.isEmpty() || stopping.contains(node.id()) || wants(node);
            if (wants && suits(node)) {
                wanted++;
                if (here == null && old.isEmpty()) due.add(node.id());
            } else if (here != null && !suits(node)) {
                over.add(here.task());
            }
        }
        if (wanted != look.service().desiredCount() && look.service().active()) {
            look.becomes(look.service().withDesiredCount(wanted));
        }
        // On a lost node nothing can take their place; those that nobody wants are given up.
        var givenUp = crew.lost().stream()
                .filter(member -> !look.service().active() || member.leaving() == Leaving.OUTDATED)
                .toList();
        Losses.writeOff(look, givenUp);
        look.stop(over, Look.scaling(primary));
        if (!over.isEmpty()) look.say(What.TASKS_STOPPED, Texts.stopped(look.id(), over));
        var started = start(due);
        var replaced = replace(wanted);
        if (over.isEmpty() && givenUp.isEmpty() && started == 0 && replaced == 0) settle(wanted);
    }

    /// Whether nothing that is not there for good keeps a node from having its task.
    private boolean wants(PoolNode node) {
        return switch (look.pool().placeOn(node.id(), mould.request())) {
            case Outcome.Placed ignored -> true;
            case Outcome.Unplaced no ->
                no.rejections().stream()
                        .flatMap(rejection -> rejection.shortages().stream())
                        .allMatch(shortage -> FOR_NOW.contains(shortage.lack()));
        };
    }

    /// Whether a node is one of those that have a task: constraints and attributes, not what is free there.
    private boolean suits(PoolNode node) {
        if (node.instance() == null) return false;
        return switch (look.pool().placeOn(node.id(), mould.request())) {
            case Outcome.Placed ignored -> true;
            case Outcome.Unplaced no ->
                no.rejections().stream()
                        .flatMap(rejection -> rejection.shortages().stream())
                        .noneMatch(shortage -> shortage.lack() == Lack.ATTRIBUTE
                                || shortage.lack() == Lack.MEMBER_OF
                                || shortage.lack() == Lack.INACTIVE);
        };
    }

    private static boolean isLeft(PoolNode node) {
        return node.instance() != null && node.instance().status() == Status.DRAINING;
    }

    /// Whether nothing but daemons is on a node.
    private boolean isLast(PoolNode node) {
        for (var group : node.taskGroups()) {
            if (!group.startsWith("service:")) return false;
            var id = new ServiceId(look.id().cluster(), group.substring("service:".length()));
            var other = look.state().services().get(id);
            if (other == null || other.scheduling() != Scheduling.DAEMON) return false;
        }
        return true;
    }

    private int start(List<InstanceId> due) {
        var now = look.service().deployment(primary.id());
        if (now == null || now.state() == State.FAILED || due.isEmpty()) return 0;
        if (now.retryAt() != null && now.retryAt().isAfter(look.now())) {
            look.wakeAt(now.retryAt());
            return 0;
        }
        var tasks = new ArrayList<Task>();
        for (var node : due) {
            if (tasks.size() >= Look.MOST_STARTS) {
                look.wakeAt(look.now());
                break;
            }
            switch (look.pool().placeOn(node, mould.request())) {
                case Outcome.Placed placed ->
                    tasks.add(look.begin(mould, look.freshId(primary.id(), now.started() + tasks.size()), placed));
                case Outcome.Unplaced no -> {
                    look.noRoom();
                    look.sayOnce(What.SERVICE_TASK_PLACEMENT_FAILURE, Texts.noRoom(look.id(), no.nearest()));
                }
            }
        }
        if (tasks.isEmpty()) return 0;
        look.becomes(look.service().with(now.starting(tasks.size(), look.now())));
        look.say(What.TASKS_STARTED, Texts.started(look.id(), tasks));
        return tasks.size();
    }

    /// Stops old ones, as many at once as may be missing: a node has room for one.
    private int replace(int wanted) {
        var now = look.service().deployment(primary.id());
        if (now == null || now.state() == State.FAILED) return 0;
        if (now.retryAt() != null && now.retryAt().isAfter(look.now())) return 0;
        var spare = crew.ready() - look.service().rules().floor(wanted);
        var tasks = new ArrayList<Task>();
        var sick = new ArrayList<Task>();
        for (var members : leaving.values().stream().flatMap(List::stream).toList()) {
            if (members.spared() && members.leaving() != Leaving.SICK) continue;
            if (members.ready()) {
                if (spare <= 0) continue;
                spare--;
            }
            (members.leaving() == Leaving.SICK ? sick : tasks).add(members.task());
        }
        look.stop(sick, "Task failed container health checks");
        for (var task : sick) look.say(What.TASK_UNHEALTHY, Texts.unhealthy(look.id(), task));
        Accounts.failed(look, sick);
        look.stop(tasks, Look.scaling(primary));
        tasks.addAll(sick);
        if (!tasks.isEmpty()) look.say(What.TASKS_STOPPED, Texts.stopped(look.id(), tasks));
        return tasks.size();
    }

    private void settle(int wanted) {
        var ready = staying.values().stream().filter(Member::ready).count();
        if (!crew.stopping().isEmpty() || !leaving.isEmpty() || ready < wanted) return;
        if (look.service().status() == Service.Status.DRAINING) {
            if (staying.isEmpty()) Ending.inactive(look);
            return;
        }
        var now = look.service().deployment(primary.id());
        if (now == null) return;
        if (now.state() == State.IN_PROGRESS) Attempts.complete(look, now);
        if (look.lastSaid() != What.SERVICE_STEADY_STATE && now.state() != State.FAILED) {
            look.say(What.SERVICE_STEADY_STATE, Texts.steady(look.id()));
        }
    }
}
