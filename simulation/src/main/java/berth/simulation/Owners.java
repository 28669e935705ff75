package berth.simulation;

import berth.core.Arns;
import berth.core.node.ContainerInstance.Status;
import berth.core.operation.CreateService;
import berth.core.operation.DeleteService;
import berth.core.operation.ServiceIds;
import berth.core.operation.StopServiceDeployment;
import berth.core.operation.StopServiceDeployment.How;
import berth.core.operation.StopTask;
import berth.core.operation.UpdateContainerInstancesState;
import berth.core.operation.UpdateService;
import berth.core.operation.UpdateTaskProtection;
import berth.core.service.Deployment;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.ServiceTags;
import berth.core.service.Steering;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Those who have services: create, update, scale, roll back, delete them, drain nodes under them, spare and stop
/// their tasks. Of a service one call is under way at a time; what a call that came late says counts nevertheless.
final class Owners {
    private static final List<String> NAMES = List.of("alpha", "beta", "gamma", "delta", "every-node");
    private static final String DAEMON = NAMES.getLast();
    private static final int MOST_TASKS = 6;

    private final Timeline timeline;
    private final SimulatedServer server;
    private final List<SimulatedNode> nodes;
    private final Calls calls;
    private final Duration pace;
    /// By name, those that were created and not deleted since.
    private final Map<String, Owned> owned = new LinkedHashMap<>();
    private final Set<String> busy = new TreeSet<>();
    private final Map<String, Instant> deleted = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> asked = new LinkedHashMap<>();
    private final Set<TaskId> stopAsked = new LinkedHashSet<>();
    private boolean gone;

    /// What an owner knows of a service.
    ///
    /// @param definitions all it was ever to be made of, the newest last
    private record Owned(ServiceId id, Scheduling scheduling, List<String> definitions) {}

    Owners(Timeline timeline, LossyNetwork network, SimulatedServer server, List<SimulatedNode> nodes) {
        this.timeline = timeline;
        this.server = server;
        this.nodes = nodes;
        this.calls = new Calls("owner", timeline, network, server);
        this.pace = timeline.chance().between(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    /// Calls that were not answered yet.
    int waiting() {
        return calls.waiting();
    }

    /// Whether somebody wanted the task's end.
    boolean wanted(Task task) {
        return stopAsked.contains(task.id());
    }

    /// Names of services whose deletion was answered, and when it was asked for.
    Map<String, Instant> deleted() {
        return deleted;
    }

    /// Whether somebody ever wanted so many tasks of it.
    boolean asked(ServiceId id, int desired) {
        return asked.getOrDefault(id.name(), Set.of()).contains(desired);
    }

    /// Goes on at its pace until [#leave].
    void come() {
        timeline.after(timeline.chance().untilNext(pace), () -> {
            if (gone) return;
            act();
            come();
        });
    }

    /// No new wishes, but that what can't run gives way to what can: nobody leaves a service in that state.
    void leave() {
        gone = true;
        mend();
    }

    private void mend() {
        timeline.after(Duration.ofSeconds(20), () -> {
            var state = server.state();
            if (state != null) {
                for (var service : state.services().of(SimulatedAgent.CLUSTER).values())
                    if (!busy.contains(service.id().name()) && isHopeless(service)) become(service.id(), "shop");
            }
            mend();
        });
    }

    private static boolean isHopeless(Service service) {
        var primary = service.primary();
        return service.active()
                && primary != null
                && primary.state() != Deployment.State.FAILED
                && Catalogue.UNSOUND.contains(primary.definition().family())
                // A breaker sees to what is never healthy, but only while it is under way: where nothing is
                // desired it is complete at once, and is tried for ever when it is scaled up later, as with ECS.
                && (!service.rules().breaker().enabled()
                        || primary.state() == Deployment.State.COMPLETED
                        || passesForHealthy(service, primary));
    }

    private static boolean passesForHealthy(Service service, Deployment primary) {
        var family = primary.definition().family();
        return family.equals("batch")
                || (family.equals("crash")
                        && ServiceTags.healthyAfter(service.tags()).isZero());
    }

    private void act() {
        var chance = timeline.chance();
        var name = chance.one(NAMES);
        var mine = owned.get(name);
        var dice = chance.between(1, 20);
        if (dice <= 2) drain(chance.one(nodes));
        else if (busy.contains(name)) return;
        else if (mine == null) create(name);
        else if (dice <= 7) update(mine, chance.one(chance.luck(0.3) ? Catalogue.UNSOUND : Catalogue.SOUND));
        else if (dice <= 10) scale(mine);
        else if (dice <= 12) back(mine);
        else if (dice <= 13) word(mine);
        else if (dice <= 14) settings(mine);
        else if (dice <= 15) delete(mine);
        else if (dice <= 18) protect(mine);
        else stop(mine);
    }

    private ServiceIds fresh() {
        return new ServiceIds(
                timeline.fresh("9").substring(2), timeline.fresh("8").substring(2), timeline.fresh("attempt"));
    }

    private void create(String name) {
        var chance = timeline.chance();
        var id = new ServiceId(SimulatedAgent.CLUSTER, name);
        var scheduling = name.equals(DAEMON) ? Scheduling.DAEMON : Scheduling.REPLICA;
        var family = chance.one(chance.luck(0.1) ? Catalogue.UNSOUND : Catalogue.SOUND);
        var desired = scheduling == Scheduling.DAEMON ? 0 : count();
        var rules = Manners.rules(scheduling, chance);
        var manner = Manners.manner(scheduling, chance);
        var tags = Manners.tags(chance);
        var token = new Service.Token(timeline.fresh("token"), family + "*" + desired);
        busy.add(name);
        ask(id, desired);
        calls.call(
                "CreateService " + name + ": " + family + " * " + desired + " " + tags,
                () -> new CreateService(
                        id,
                        family,
                        scheduling,
                        Steering.ECS,
                        desired,
                        rules,
                        manner,
                        new CreateService.Making("EC2", null, null, null, null),
                        token,
                        "{}",
                        tags,
                        fresh()),
                view -> {
                    owned.put(name, new Owned(id, scheduling, new ArrayList<>(List.of(family))));
                    deleted.remove(name);
                    busy.remove(name);
                },
                () -> busy.remove(name));
    }

    private int count() {
        return timeline.chance().between(0, MOST_TASKS);
    }

    private void ask(ServiceId id, int desired) {
        asked.computeIfAbsent(id.name(), name -> new TreeSet<>()).add(desired);
    }

    /// Registers the next revision of the family, and goes over to it.
    private void update(Owned mine, String family) {
        busy.add(mine.id().name());
        calls.call("RegisterTaskDefinition " + family, () -> Catalogue.registration(family), made -> {
            var revision = made.id().family() + ":" + made.id().revision();
            mine.definitions().add(revision);
            become(mine.id(), revision);
        });
    }

    private void become(ServiceId id, String definition) {
        change(id, "is to be " + definition, definition, null, false);
    }

    /// To something that was asked for before.
    private void back(Owned mine) {
        var definition = timeline.chance().one(mine.definitions());
        change(
                mine.id(),
                "is to be " + definition + " again",
                definition,
                null,
                timeline.chance().luck(0.2));
    }

    private void scale(Owned mine) {
        if (mine.scheduling() == Scheduling.DAEMON) return;
        var desired = count();
        ask(mine.id(), desired);
        change(mine.id(), "is to have " + desired, null, desired, false);
    }

    private void change(
            ServiceId id, String what, @Nullable String definition, @Nullable Integer desired, boolean force) {
        var name = id.name();
        busy.add(name);
        calls.call(
                "UpdateService " + name + " " + what,
                () -> new UpdateService(id, definition, desired, null, null, null, force, null, fresh()),
                view -> busy.remove(name),
                () -> busy.remove(name));
    }

    private void settings(Owned mine) {
        var rules = Manners.rules(mine.scheduling(), timeline.chance());
        var manner = Manners.manner(mine.scheduling(), timeline.chance());
        busy.add(mine.id().name());
        calls.call(
                "UpdateService " + mine.id().name() + " has other rules",
                () -> new UpdateService(mine.id(), null, null, rules, manner, null, false, null, fresh()),
                view -> busy.remove(mine.id().name()),
                () -> busy.remove(mine.id().name()));
    }

    private void word(Owned mine) {
        var state = server.state();
        var service = state == null ? null : state.services().get(mine.id());
        var primary = service == null ? null : service.primary();
        if (primary == null) return;
        var how = timeline.chance().luck(0.5) ? How.ABORT : How.ROLLBACK;
        var part = new Arns.Part(mine.id(), primary.attempt());
        calls.call(
                "StopServiceDeployment " + primary.attempt() + " of "
                        + mine.id().name() + " " + how,
                () -> new StopServiceDeployment(part, how),
                stopped -> {});
    }

    private void delete(Owned mine) {
        var name = mine.id().name();
        busy.add(name);
        calls.call(
                "DeleteService " + name,
                () -> new DeleteService(mine.id(), true),
                view -> {
                    owned.remove(name);
                    deleted.put(name, timeline.instant());
                    busy.remove(name);
                },
                () -> busy.remove(name));
    }

    private void drain(SimulatedNode node) {
        state(node, Status.DRAINING);
        timeline.after(
                timeline.chance().between(Duration.ofSeconds(5), Duration.ofMinutes(1)),
                () -> state(node, Status.ACTIVE));
    }

    private void state(SimulatedNode node, Status status) {
        var id = node.id();
        if (id == null) return;
        calls.call(
                "UpdateContainerInstancesState " + node.name() + " " + status,
                () -> new UpdateContainerInstancesState(SimulatedAgent.CLUSTER, List.of(id), status),
                reply -> {});
    }

    private @Nullable TaskId any(Owned mine) {
        var state = server.state();
        if (state == null) return null;
        var tasks = List.copyOf(state.services().live(mine.id()));
        return tasks.isEmpty() ? null : timeline.chance().one(tasks).id();
    }

    private void protect(Owned mine) {
        var task = any(mine);
        if (task == null) return;
        var length = timeline.chance().luck(0.2)
                ? null
                : Duration.ofMinutes(timeline.chance().between(1, 3));
        calls.call(
                "UpdateTaskProtection " + task.id() + " for " + length,
                () -> new UpdateTaskProtection(SimulatedAgent.CLUSTER, List.of(task), length),
                protections -> {});
    }

    private void stop(Owned mine) {
        var task = any(mine);
        if (task == null) return;
        stopAsked.add(task);
        calls.call("StopTask " + task.id(), () -> new StopTask(task, "its owner wants it"), view -> {});
    }
}
