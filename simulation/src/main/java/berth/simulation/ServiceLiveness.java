package berth.simulation;

import berth.core.node.ContainerInstance;
import berth.core.operation.ServiceTemplate;
import berth.core.placement.Choice;
import berth.core.placement.Outcome;
import berth.core.placement.Rank;
import berth.core.placement.Request;
import berth.core.service.Deployment;
import berth.core.service.Deployment.State;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment.Status;
import berth.core.service.ServiceTags;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What must come true of services once the faults have stopped: as many tasks as asked for, of what was asked for last
/// and works, and nothing else; unless it can be proved that there is no way.
final class ServiceLiveness {
    private final Owners owners;
    private final ClusterState state;
    private final Instant now;
    private final BiConsumer<Boolean, String> expect;

    /// @param expect told what must be, and what is to be said if it is not
    ServiceLiveness(Owners owners, ClusterState state, Instant now, BiConsumer<Boolean, String> expect) {
        this.owners = owners;
        this.state = state;
        this.now = now;
        this.expect = expect;
    }

    private void expect(boolean holds, String otherwise) {
        expect.accept(holds, otherwise);
    }

    void look() {
        expect(owners.waiting() == 0, owners.waiting() + " calls about services are not answered");
        owners.deleted().forEach((name, at) -> {
            var service = state.services().of(SimulatedAgent.CLUSTER).get(name);
            // One that a late call made anew is another.
            expect(
                    service == null
                            || service.status() == Service.Status.INACTIVE
                            || !service.createdAt().isBefore(at),
                    "deleted service " + name + " is " + (service == null ? "gone" : service.status()));
        });
        for (var service : state.services().of(SimulatedAgent.CLUSTER).values()) {
            switch (service.status()) {
                case ACTIVE -> active(service);
                case DRAINING -> expect(false, service.id() + " is DRAINING for ever");
                case INACTIVE ->
                    expect(
                            state.services().live(service.id()).isEmpty(),
                            service.id() + " is over and has tasks: "
                                    + state.services().live(service.id()).size());
            }
        }
    }

    private void active(Service service) {
        var primary = Objects.requireNonNull(service.primary());
        var what = service.id() + " (" + primary.definition() + ", " + primary.state() + ")";
        if (service.scheduling() == Scheduling.REPLICA)
            expect(
                    owners.asked(service.id(), service.desiredCount()),
                    what + " wants " + service.desiredCount() + " tasks, and nobody asked for so many");
        var attempt = state.services().attempt(service.id(), primary.attempt());
        if (primary.state() == State.FAILED) {
            expect(
                    attempt != null
                            && (attempt.status() == Status.STOPPED || attempt.status() == Status.ROLLBACK_FAILED),
                    what + ", but its attempt is " + attempt);
            expect(mayFail(service, primary), what + " for no reason: " + primary.reason());
            return;
        }
        var ready = tasks(service).stream()
                .filter(task -> isNew(task, primary) && ready(task, service))
                .count();
        var wanted =
                tasks(service).stream().filter(task -> isNew(task, primary)).count();
        expect(wanted <= service.desiredCount(), what + " has " + wanted + " tasks of " + service.desiredCount());
        var done = ready == service.desiredCount() && service.deployments().size() == 1;
        if (!done) {
            expect(
                    isStuck(service, primary),
                    what + " has " + ready + " healthy tasks of " + service.desiredCount() + ", deployments "
                            + service.deployments());
            return;
        }
        expect(primary.state() == State.COMPLETED, what + " is all there");
        expect(
                attempt == null
                        || attempt.status() == Status.SUCCESSFUL
                        || attempt.status() == Status.ROLLBACK_SUCCESSFUL
                        // Whoever was stopped, and then all came well.
                        || attempt.status() == Status.STOPPED,
                what + ", but its attempt is " + attempt);
    }

    private static boolean mayFail(Service service, Deployment primary) {
        return service.rules().breaker().enabled()
                || service.tags().containsKey(ServiceTags.DEADLINE)
                || primary.reason().contains("circuit breaker")
                || primary.reason().contains("requested by a user");
    }

    /// A node that is drained keeps its daemon until nothing else is there, and is none of those that are to have one.
    private List<Task> tasks(Service service) {
        return state.services().live(service.id()).stream()
                .filter(task -> task.desired() == TaskStatus.RUNNING)
                .filter(task -> service.scheduling() != Scheduling.DAEMON || !isDrained(task))
                .toList();
    }

    private long settled(Service service) {
        return state.services().live(service.id()).stream()
                .filter(task -> service.scheduling() != Scheduling.DAEMON || !isDrained(task))
                .count();
    }

    private boolean isDrained(Task task) {
        var node = task.instance() == null ? null : state.instances().get(task.instance());
        return node != null && node.status() == ContainerInstance.Status.DRAINING;
    }

    private static boolean isNew(Task task, Deployment primary) {
        return primary.id().equals(task.wish().startedBy());
    }

    private boolean ready(Task task, Service service) {
        var started = task.times().startedAt();
        return task.last() == TaskStatus.RUNNING
                && started != null
                && !started.plus(ServiceTags.healthyAfter(service.tags())).isAfter(now);
    }

    /// Whether nothing more can be started, and nothing stopped for it: its rules allow no step, or
    /// no node takes one of its tasks and none would if the next step were taken.
    private boolean isStuck(Service service, Deployment primary) {
        var tasks = tasks(service);
        if (tasks.size() != settled(service)) return false;
        if (tasks.stream().anyMatch(task -> !ready(task, service))) return false;
        var request = request(service, primary);
        if (request == null) return false;
        var old = tasks.stream().filter(task -> !isNew(task, primary)).toList();
        var rules = service.rules();
        var spare = tasks.size() > rules.floor(service.desiredCount());
        return switch (service.scheduling()) {
            case REPLICA -> {
                var byCeiling = tasks.size() >= rules.ceiling(service.desiredCount());
                if (byCeiling) yield !spare;
                yield !hasRoom(request) && !(spare && old.stream().anyMatch(task -> makesRoom(task, request)));
            }
            case DAEMON ->
                (old.isEmpty() || !spare)
                        && state.pool(SimulatedAgent.CLUSTER).nodes().stream()
                                .filter(node -> tasks.stream()
                                        .noneMatch(task -> node.id().equals(task.instance())))
                                .noneMatch(node ->
                                        state.pool(SimulatedAgent.CLUSTER).placeOn(node.id(), request)
                                                instanceof Outcome.Placed);
        };
    }

    private @Nullable Request request(Service service, Deployment primary) {
        var revision = state.services().revision(service.id(), primary.revision());
        var definition = state.definitions().get(primary.definition());
        return revision == null || definition == null
                ? null
                : ServiceTemplate.of(service, revision, primary.id()).request(definition);
    }

    private boolean hasRoom(Request request) {
        var one = new TaskId(SimulatedAgent.CLUSTER, "0".repeat(32));
        return state.pool(SimulatedAgent.CLUSTER)
                        .place(request, Rank.ofCall(0), List.of(one), Choice.NONE)
                        .getFirst()
                instanceof Outcome.Placed;
    }

    private boolean makesRoom(Task task, Request request) {
        var node = task.instance();
        return node != null && state.pool(SimulatedAgent.CLUSTER).takesWithout(node, request, List.of(task.id()));
    }
}
