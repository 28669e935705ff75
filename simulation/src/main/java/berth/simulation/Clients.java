package berth.simulation;

import berth.core.node.Attribute;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.operation.DeleteAttributes;
import berth.core.operation.InstanceAttribute;
import berth.core.operation.PutAttributes;
import berth.core.operation.Question;
import berth.core.operation.RunTask;
import berth.core.operation.StopTask;
import berth.core.operation.TaskTemplate;
import berth.core.operation.UpdateContainerInstancesState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Users of a world: run, stop, register, mark and drain whatever chance tells them, and repeat a call until it is
/// answered.
final class Clients {
    private final Timeline timeline;
    private final Calls calls;
    private final List<TaskId> promised = new ArrayList<>();
    private final List<TaskDefinitionId> registered = new ArrayList<>();
    private final Set<TaskId> stopAsked = new LinkedHashSet<>();
    private final Set<TaskId> stopPromised = new LinkedHashSet<>();
    private final Map<String, Integer> copies = new LinkedHashMap<>();
    private final Set<InstanceId> nodes = new LinkedHashSet<>();
    private final Set<InstanceAttribute> attributes = new LinkedHashSet<>();
    private final Duration pace;
    private boolean gone;

    Clients(Timeline timeline, LossyNetwork network, SimulatedServer server) {
        this.timeline = timeline;
        this.calls = new Calls("client", timeline, network, server);
        this.pace = timeline.chance().between(Duration.ofSeconds(2), Duration.ofSeconds(12));
    }

    /// Tasks that a RunTask was answered with.
    List<TaskId> promised() {
        return promised;
    }

    List<TaskDefinitionId> registered() {
        return registered;
    }

    /// Tasks that somebody asked to stop, answered or not.
    Set<TaskId> stopAsked() {
        return stopAsked;
    }

    /// Tasks of which a StopTask was answered.
    Set<TaskId> stopPromised() {
        return stopPromised;
    }

    /// Attributes that a PutAttributes was answered with and that nobody wanted to delete.
    Set<InstanceAttribute> attributes() {
        return attributes;
    }

    /// By what their tasks are started by: how many copies each RunTask asked for.
    Map<String, Integer> copies() {
        return copies;
    }

    /// Calls that were not answered yet.
    int waiting() {
        return calls.waiting();
    }

    /// Goes on at its pace until [#leave].
    void come() {
        timeline.after(timeline.chance().untilNext(pace), () -> {
            if (gone) return;
            act();
            come();
        });
    }

    /// No new wishes.
    void leave() {
        gone = true;
    }

    private void act() {
        var dice = timeline.chance().between(1, 12);
        if (dice <= 6 || promised.isEmpty())
            run(timeline.chance().one(Catalogue.families()), timeline.chance().between(1, 3));
        else if (dice <= 9) stop(timeline.chance().one(promised));
        else if (dice <= 10) register(timeline.chance().one(Catalogue.families()));
        else if (nodes.isEmpty()) register(timeline.chance().one(Catalogue.families()));
        else if (dice <= 11) attribute(timeline.chance().one(List.copyOf(nodes)));
        else drain(timeline.chance().one(List.copyOf(nodes)));
    }

    void run(String family, int count) {
        var token = new RunTask.Token(timeline.fresh("token"), family + "*" + count);
        copies.put(token.text(), count);
        var wishes = Wishes.drawn(family, timeline.chance());
        var template = TaskTemplate.builder()
                .group(wishes.group())
                .startedBy(token.text())
                .constraints(wishes.constraints())
                .strategies(wishes.strategies())
                .build();
        Supplier<Question<RunTask.Reply>> question = () -> new RunTask(
                SimulatedAgent.CLUSTER,
                family,
                template,
                IntStream.range(0, count).mapToObj(i -> timeline.chance().id()).toList(),
                token,
                wishes.urgency());
        calls.call("RunTask " + family + " * " + count, question, reply -> {
            for (var view : reply.tasks()) {
                var node = view.task().instance();
                calls.note("was promised " + view.task().id().id() + (node == null ? " in time" : " on " + node.id()));
                promised.add(view.task().id());
                if (node != null) nodes.add(node);
                // Some change their minds at once.
                if (timeline.chance().luck(0.1)) stop(view.task().id());
            }
        });
    }

    void stop(TaskId task) {
        stopAsked.add(task);
        calls.call(
                "StopTask " + task.id(), () -> new StopTask(task, "a user wants it"), view -> stopPromised.add(task));
    }

    private void register(String family) {
        calls.call(
                "RegisterTaskDefinition " + family,
                () -> Catalogue.registration(family),
                made -> registered.add(made.id()));
    }

    /// Puts a name of its own on a node, or takes an older one off: which of two calls for the same name came last
    /// nobody could tell.
    private void attribute(InstanceId node) {
        if (!attributes.isEmpty() && timeline.chance().luck(0.4)) {
            var one = attributes.iterator().next();
            attributes.remove(one);
            calls.call(
                    "DeleteAttributes " + one,
                    () -> new DeleteAttributes(SimulatedAgent.CLUSTER, List.of(one)),
                    deleted -> {});
            return;
        }
        var one = new InstanceAttribute(node, Attribute.custom(timeline.fresh("attribute"), "of a user"));
        calls.call(
                "PutAttributes " + one,
                () -> new PutAttributes(SimulatedAgent.CLUSTER, List.of(one)),
                attributes::addAll);
    }

    /// Closes a node for new tasks for a while.
    private void drain(InstanceId node) {
        state(node, Status.DRAINING);
        timeline.after(
                timeline.chance().between(Duration.ofSeconds(5), Duration.ofMinutes(1)),
                () -> state(node, Status.ACTIVE));
    }

    private void state(InstanceId node, Status status) {
        calls.call(
                "UpdateContainerInstancesState " + node.id() + " " + status,
                () -> new UpdateContainerInstancesState(SimulatedAgent.CLUSTER, List.of(node), status),
                reply -> {});
    }

    /// Whether somebody wanted the task's end.
    boolean wanted(Task task) {
        return stopAsked.contains(task.id());
    }
}
