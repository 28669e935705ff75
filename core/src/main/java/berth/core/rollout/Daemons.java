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
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Keeps one task of a DAEMON service on every node that can have one.
final class Daemons {
    /// What keeps a node from taking its task now, though it is one of those that should have one.
    private static final Set<Lack> FOR_NOW = EnumSet.of(Lack.CPU, Lack.MEMORY, Lack.PORTS, Lack.GPU, Lack.KEPT);

    private final Look look;
    private final Deployment primary;
    private final Mould mould;
    private final Crew crew;
    private final Map<InstanceId, Member> staying = new HashMap<>();
    private final Map<InstanceId, List<Member>> leaving = new TreeMap<>();
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
        if (look.service().active()) Attempts.judge(look);
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
        var wanted = new HashSet<InstanceId>();
        for (var node : look.pool().nodes()) {
            var here = staying.get(node.id());
            var old = leaving.getOrDefault(node.id(), List.of());
            if (!look.service().active()) {
                if (here != null) over.add(here.task());
                old.forEach(member -> over.add(member.task()));
                continue;
            }
            if (isLeft(node)) {
                if (!isLast(node)) continue;
                if (here != null && !here.spared()) over.add(here.task());
                old.stream().filter(member -> !member.spared()).forEach(member -> over.add(member.task()));
                continue;
            }
            var wants = here != null || !old.isEmpty() || stopping.contains(node.id()) || wants(node);
            if (wants && suits(node)) {
                wanted.add(node.id());
                if (here == null && old.isEmpty()) due.add(node.id());
            } else if (here != null && !suits(node) && !here.spared()) {
                over.add(here.task());
            }
        }
        if (wanted.size() != look.service().desiredCount() && look.service().active()) {
            look.becomes(look.service().withDesiredCount(wanted.size()));
        }
        var givenUp = givenUp(wanted);
        Losses.writeOff(look, givenUp);
        look.stop(over, Look.scaling(primary));
        if (!over.isEmpty()) look.say(What.TASKS_STOPPED, Texts.stopped(look.id(), over));
        var started = start(due);
        var replaced = look.service().active() ? replace(wanted, over) : 0;
        if (over.isEmpty() && givenUp.isEmpty() && started == 0 && replaced == 0) settle(wanted);
    }

    /// On a lost node nothing can take a task's place, so it stays what it is until the node is back. One of an
    /// old deployment, for which nobody is to wait for ever, is given up once all other nodes have their new one
    /// and as many of them are healthy as must be, should the lost ones come back and have to begin anew.
    private List<Member> givenUp(Set<InstanceId> wanted) {
        if (!look.service().active()) return crew.lost();
        var now = look.service().deployment(primary.id());
        var fresh = ready(staying.values(), wanted);
        var all = wanted.size() + crew.lost().size();
        var enough = fresh > 0
                && fresh == wanted.size()
                && fresh >= look.service().rules().floor(all);
        if (now == null || now.state() == State.FAILED || !enough) return List.of();
        return crew.lost().stream()
                .filter(member -> !primary.id().equals(member.task().wish().startedBy()))
                .toList();
    }

    private static long ready(Collection<Member> members, Set<InstanceId> on) {
        return members.stream()
                .filter(member -> member.ready() && isOn(member, on))
                .count();
    }

    private static boolean isOn(Member member, Set<InstanceId> nodes) {
        var node = member.task().instance();
        return node != null && nodes.contains(node);
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

    /// Whether a node is one of those that have a task: constraints and attributes, not what is free there, nor
    /// whether it takes new ones at the moment: one that is fenced keeps what it has.
    private boolean suits(PoolNode node) {
        if (node.instance() == null || node.instance().status() == Status.INACTIVE) return false;
        return switch (look.pool().placeOn(node.id(), mould.request())) {
            case Outcome.Placed ignored -> true;
            case Outcome.Unplaced no ->
                no.rejections().stream()
                        .flatMap(rejection -> rejection.shortages().stream())
                        .noneMatch(shortage -> shortage.lack() == Lack.ATTRIBUTE || shortage.lack() == Lack.MEMBER_OF);
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

    /// Stops old ones, as many at once as may be missing: a node has room for one. Where a node takes leave,
    /// nothing comes after them, and they don't count.
    private int replace(Set<InstanceId> wanted, List<Task> over) {
        var now = look.service().deployment(primary.id());
        if (now == null || now.state() == State.FAILED) return 0;
        if (now.retryAt() != null && now.retryAt().isAfter(look.now())) return 0;
        var old = leaving.values().stream()
                .flatMap(List::stream)
                .filter(member -> !over.contains(member.task()))
                .toList();
        var spare = ready(staying.values(), wanted)
                + ready(old, wanted)
                - look.service().rules().floor(wanted.size());
        var tasks = new ArrayList<Task>();
        var sick = new ArrayList<Task>();
        for (var member : old) {
            if (member.spared() && member.leaving() != Leaving.SICK) continue;
            if (member.ready() && isOn(member, wanted)) {
                if (spare <= 0) continue;
                spare--;
            }
            (member.leaving() == Leaving.SICK ? sick : tasks).add(member.task());
        }
        look.stop(sick, "Task failed container health checks");
        for (var task : sick) look.say(What.TASK_UNHEALTHY, Texts.unhealthy(look.id(), task));
        Accounts.failed(look, sick);
        look.stop(tasks, Look.scaling(primary));
        tasks.addAll(sick);
        if (!tasks.isEmpty()) look.say(What.TASKS_STOPPED, Texts.stopped(look.id(), tasks));
        return tasks.size();
    }

    private void settle(Set<InstanceId> wanted) {
        if (!crew.stopping().isEmpty() || !leaving.isEmpty()) return;
        if (ready(staying.values(), wanted) < wanted.size()) return;
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
