package berth.simulation;

import berth.core.Change;
import berth.core.Kind;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Patience;
import berth.core.service.Service;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceId;
import berth.core.service.ServiceTags;
import berth.core.state.ClusterState;
import berth.core.state.Services;
import berth.core.task.StopCode;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.server.store.Turn;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What must hold of services at every moment. Goes through each turn's changes one by one, in the order in which they
/// were decided, and reckons for itself who was healthy and who was lost at that moment.
final class ServiceSafety {
    private final ForgetfulDisk disk;
    private final Map<ServiceId, Service> services = new HashMap<>();
    private final Map<InstanceId, ContainerInstance> nodes = new HashMap<>();
    /// Of services, those that have not STOPPED.
    private final Map<ServiceId, TreeMap<TaskId, Task>> live = new HashMap<>();
    /// Those whose node was lost after they were told to stop.
    private final Set<TaskId> unheard = new HashSet<>();
    private long revision;

    ServiceSafety(ForgetfulDisk disk) {
        this.disk = disk;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new Violation(otherwise);
    }

    void committed(Turn turn, ClusterState state) {
        // A turn that was durable when the server died was told to nobody.
        while (++revision < turn.revision()) replay(Objects.requireNonNull(disk.turn(revision), "a turn is missing"));
        for (var id : replay(turn)) {
            var events = state.services().events(id).size();
            check(events <= ServiceEvent.MAX, id + " keeps " + events + " events");
        }
    }

    private Set<ServiceId> replay(Turn turn) {
        var touched = new LinkedHashSet<ServiceId>();
        for (var i = 0; i < turn.changes().size(); i++) {
            switch (turn.changes().get(i)) {
                case Change.Put(ContainerInstance node) -> nodes.put(node.id(), node);
                case Change.Put(Service service) -> {
                    touched.add(service.id());
                    // Before its deployments are compared with its tasks: the next change may bring the node back.
                    notHeardOf(service, turn.at());
                    services.put(service.id(), service);
                }
                case Change.Put(Task task) -> {
                    var id = Services.serviceOf(task);
                    if (id == null) continue;
                    touched.add(id);
                    task(id, task, afterLook(id, turn.changes(), i), turn.at());
                }
                case Change.Put ignored -> {}
                case Change.Remove(var key) -> {
                    if (key.kind() == Kind.SERVICE)
                        services.keySet().removeIf(id -> id.key().equals(key));
                }
            }
        }
        for (var id : touched) whole(id, turn.at());
        return touched;
    }

    /// What a look comes to is told after its tasks. Null if the service stayed as it was.
    private static @Nullable Service afterLook(ServiceId id, List<Change> changes, int from) {
        for (var change : changes.subList(from, changes.size()))
            if (change instanceof Change.Put(Service service) && service.id().equals(id)) return service;
        return null;
    }

    private void notHeardOf(Service service, Instant now) {
        for (var task : live.getOrDefault(service.id(), new TreeMap<>()).values())
            if (task.desired() == TaskStatus.STOPPED && lost(task, service, now)) unheard.add(task.id());
    }

    /// @param next what the service is after the look that this was of, null for what it is now
    private void task(ServiceId id, Task task, @Nullable Service next, Instant now) {
        var crew = live.computeIfAbsent(id, service -> new TreeMap<>());
        var before = crew.get(task.id());
        if (task.stopped()) {
            crew.remove(task.id());
            unheard.remove(task.id());
        } else {
            crew.put(task.id(), task);
        }
        var service = services.get(id);
        if (before == null && task.version() == 1) {
            check(
                    service != null && service.active(),
                    "task " + task.id() + " is started for " + id + ", which is over");
            started(Objects.requireNonNull(service), task, now);
        } else if (before != null
                && before.desired() == TaskStatus.RUNNING
                && task.desired() == TaskStatus.STOPPED
                && task.stop() != null
                && task.stop().code() == StopCode.SERVICE_SCHEDULER_INITIATED
                && service != null
                && service.active()) {
            stopped(service, before, task.stop().reason(), next == null ? service : next, now);
        }
    }

    private void started(Service service, Task task, Instant now) {
        switch (service.scheduling()) {
            case REPLICA -> {
                var ceiling = service.rules().ceiling(service.desiredCount());
                var active = count(service, other -> wanted(other, service, now));
                check(
                        active <= ceiling,
                        service.id() + " runs and starts " + active + " tasks, and " + ceiling + " is the most it may");
            }
            case DAEMON -> {
                var here = count(
                        service,
                        other -> wanted(other, service, now) && Objects.equals(other.instance(), task.instance()));
                check(here == 1, service.id() + " wants " + here + " tasks on " + task.instance());
            }
        }
    }

    private void stopped(Service service, Task task, String reason, Service next, Instant now) {
        var what = service.id() + " stops task " + task.id() + " (" + reason + ")";
        var lost = lost(task, service, now);
        check(lost == reason.contains("was lost"), what + ", which is" + (lost ? "" : " not") + " lost");
        if (lost) {
            givenUp(service, task, what, next, now);
            return;
        }
        check(!task.protectedAt(now), what + ", which is protected until " + task.protectedUntil());
        if (!ready(task, service, now)) return;
        switch (service.scheduling()) {
            case REPLICA -> {
                var floor = service.rules().floor(service.desiredCount());
                var healthy = count(service, other -> ready(other, service, now));
                check(healthy >= floor, what + " and has " + healthy + " healthy ones left; it must keep " + floor);
            }
            case DAEMON -> {
                // A node that takes leave takes its daemons with it.
                if (leaves(task)) return;
                var floor = next.rules().floor(next.desiredCount());
                var healthy = count(service, other -> ready(other, service, now) && !leaves(other));
                check(healthy >= floor, what + " and has " + healthy + " healthy ones left; it must keep " + floor);
            }
        }
    }

    /// Only what others have taken over is given up: else its node may still come back in time. Nothing takes over
    /// what is on every node; it is given up if it is old, and enough are healthy without it.
    private void givenUp(Service service, Task task, String what, Service next, Instant now) {
        switch (service.scheduling()) {
            case REPLICA -> {
                var left = count(service, other -> other.desired() == TaskStatus.RUNNING);
                check(
                        left >= service.desiredCount(),
                        what + " though nothing took its place: " + left + " of " + service.desiredCount()
                                + " are left");
            }
            case DAEMON -> {
                var primary = Objects.requireNonNull(next.primary()).id();
                check(!primary.equals(task.wish().startedBy()), what + ", and it has no other place");
                var lost =
                        1 + count(service, other -> other.desired() == TaskStatus.RUNNING && lost(other, service, now));
                var floor = Math.max(1, next.rules().floor(next.desiredCount() + lost));
                var healthy = count(service, other -> ready(other, service, now) && !leaves(other));
                check(healthy >= floor, what + " and has " + healthy + " healthy ones; it must keep " + floor);
            }
        }
    }

    private boolean leaves(Task task) {
        var node = nodes.get(task.instance());
        return node == null || node.status() == ContainerInstance.Status.DRAINING;
    }

    private int count(Service service, Predicate<Task> which) {
        return (int) live.getOrDefault(service.id(), new TreeMap<>()).values().stream()
                .filter(which)
                .count();
    }

    private boolean wanted(Task task, Service service, Instant now) {
        return task.desired() == TaskStatus.RUNNING && !lost(task, service, now);
    }

    private boolean ready(Task task, Service service, Instant now) {
        var started = task.times().startedAt();
        return wanted(task, service, now)
                && task.last() == TaskStatus.RUNNING
                && started != null
                && !started.plus(ServiceTags.healthyAfter(service.tags())).isAfter(now);
    }

    private boolean lost(Task task, Service service, Instant now) {
        var node = nodes.get(task.instance());
        var at = node == null ? null : Patience.of(service.tags(), Map.of()).lostAt(node);
        return at != null && !at.isAfter(now);
    }

    /// Of deployments one is the primary one, and each task that is not over has its own among them.
    private void whole(ServiceId id, Instant now) {
        var service = services.get(id);
        var crew = live.getOrDefault(id, new TreeMap<>());
        if (service == null) return;
        var deployments = new HashSet<String>();
        for (var deployment : service.deployments())
            check(deployments.add(deployment.id()), id + " has deployment " + deployment.id() + " twice");
        switch (service.status()) {
            case ACTIVE, DRAINING -> check(!deployments.isEmpty(), id + " has no primary deployment");
            case INACTIVE -> {
                check(deployments.isEmpty(), id + " is over and has deployments " + deployments);
                for (var task : crew.values()) stopping(task, service, now);
                return;
            }
        }
        for (var task : crew.values()) if (!deployments.contains(task.wish().startedBy())) stopping(task, service, now);
    }

    /// Whoever has no deployment was told to stop, and is not waited for since nobody hears of its node.
    private void stopping(Task task, Service service, Instant now) {
        if (task.desired() == TaskStatus.STOPPED && lost(task, service, now)) unheard.add(task.id());
        check(
                task.desired() == TaskStatus.STOPPED && unheard.contains(task.id()),
                "task " + task.id() + " of " + service.id() + " (" + task.last() + ", wanted " + task.desired()
                        + ") is of " + task.wish().startedBy() + ", which is not among its deployments");
    }
}
