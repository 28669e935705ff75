package berth.core.placement;

import berth.core.Samples;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Wish;
import berth.core.taskdef.TaskDefinitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A pool of plain nodes that a test fills and asks.
final class Nodes {
    static final Needs SMALL = needs(100, 100);

    final Pool pool = new Pool("default");
    private final Map<String, ContainerInstance> instances = new HashMap<>();
    private final Map<TaskId, Task> tasks = new HashMap<>();
    private int ids;

    static Needs needs(int cpu, int memoryMiB) {
        return new Needs(cpu, memoryMiB, List.of(), List.of(), 0, false);
    }

    static Needs tcp(Integer... ports) {
        return new Needs(0, 0, List.of(ports), List.of(), 0, false);
    }

    static Request request(Needs needs, Strategy... strategies) {
        return new Request(needs, List.of(), "family:web", List.of(), List.of(strategies), null);
    }

    static Request constrained(Needs needs, Constraint... constraints) {
        return new Request(needs, List.of(), "family:web", List.of(constraints), List.of(), null);
    }

    static Request at(@Nullable String address, Needs needs) {
        return new Request(needs, List.of(), "family:web", List.of(), List.of(), address);
    }

    static Request ofGroup(String group, Needs needs) {
        return new Request(needs, List.of(), group, List.of(), List.of(), null);
    }

    Nodes node(String id, int cpu, int memoryMiB, Attribute... attributes) {
        return put(Samples.instance(id, cpu, memoryMiB, attributes));
    }

    /// One with room for anything but GPUs.
    Nodes node(String id, Attribute... attributes) {
        return node(id, 100_000, 100_000, attributes);
    }

    Nodes addresses(String id, String... addresses) {
        return node(id, new Resources(100_000, 100_000, List.of(22), List.of(), List.of(), List.of(addresses)));
    }

    Nodes node(String id, Resources resources) {
        return put(Samples.instance(id, 0, 0).reregistered(resources, List.of(), AgentInfo.UNKNOWN));
    }

    Nodes put(ContainerInstance instance) {
        pool.replace(instances.put(instance.id().id(), instance), instance);
        return this;
    }

    ContainerInstance instance(String id) {
        return Objects.requireNonNull(instances.get(id));
    }

    PoolNode see(String id) {
        return pool.node(new InstanceId("default", id));
    }

    TaskId fresh() {
        return new TaskId("default", String.format("%032x", ids++));
    }

    /// What becomes of so many copies, without any being held afterwards.
    List<Outcome> ask(Request request, int copies) {
        return pool.place(request, Stream.generate(this::fresh).limit(copies).toList());
    }

    /// Where so many copies would go, `-` for the one that finds no node.
    List<String> where(Request request, int copies) {
        return ask(request, copies).stream().map(Nodes::where).toList();
    }

    static String where(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Placed placed -> placed.node().id().id();
            case Outcome.Unplaced ignored -> "-";
        };
    }

    /// Why no node takes a copy.
    List<Rejection> refusal(Request request) {
        return refused(request).rejections();
    }

    Outcome.Unplaced refused(Request request) {
        return (Outcome.Unplaced) ask(request, 1).getFirst();
    }

    /// Runs a copy where the pool puts it, which must be somewhere.
    Task run(Request request) {
        var id = fresh();
        return hold(
                id, request, (Outcome.Placed) pool.place(request, List.of(id)).getFirst());
    }

    /// Runs copies on a node.
    Nodes run(String node, int copies, Request request) {
        for (var i = 0; i < copies; i++) {
            var id = fresh();
            hold(id, request, (Outcome.Placed) pool.placeOn(new InstanceId("default", node), request));
        }
        return this;
    }

    private Task hold(TaskId id, Request request, Outcome.Placed placed) {
        var container = new TaskContainer(
                "x",
                "id",
                "busybox",
                true,
                0,
                null,
                null,
                TaskStatus.PENDING,
                null,
                null,
                null,
                null,
                Health.UNKNOWN,
                List.of(),
                placed.gpuIds());
        return put(Task.placed(
                id,
                placed.node().id(),
                placed.address(),
                new TaskDefinitionId("web", 1),
                new Wish(request.group(), null, "EC2", null, null, false, null, null),
                Overrides.NONE,
                request.needs(),
                placed.weights(),
                List.of(container),
                Map.of(),
                Samples.NOW));
    }

    Task put(Task task) {
        pool.replace(tasks.put(task.id(), task), task);
        return task;
    }

    Task report(Task task, TaskStatus status) {
        return put(task.after(new TaskReport(status, "", List.of(), null, null, null), Samples.NOW));
    }

    /// All that can be seen of the nodes.
    List<Object> views(String... ids) {
        var views = new ArrayList<>();
        for (var id : ids) {
            var node = see(id);
            views.add(List.of(
                    List.copyOf(node.live()),
                    node.tasks(),
                    List.copyOf(node.taskGroups()),
                    node.cpu(),
                    node.memoryMiB(),
                    node.heldPorts(),
                    node.freeGpus()));
        }
        return views;
    }

    static Attribute zone(String name) {
        return new Attribute("ecs.availability-zone", name);
    }
}
