package berth.core.placement;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.placement.GpuTrace.Job;
import berth.core.placement.GpuTrace.Machine;
import berth.core.query.ClusterQuery;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Wish;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The same cluster as the scheduler has it: a `Pool`, with whole GPUs, and a constraint for a task that needs
/// certain models of them.
final class WholeGpus {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String MODEL = "gpu-model";

    private final Pool pool = new Pool("default");
    private final List<Strategy> strategies;
    private long gpus;
    private int tasks;

    WholeGpus(GpuTrace trace, Strategy... strategies) {
        this.strategies = List.of(strategies);
        trace.nodes().forEach(machine -> pool.replace(null, instance(machine)));
    }

    private static int cpuUnits(int milli) {
        return milli * 1024 / 1000;
    }

    private static ContainerInstance instance(Machine machine) {
        return new ContainerInstance(
                new InstanceId("default", machine.name()),
                null,
                ContainerInstance.Status.ACTIVE,
                new Resources(
                        cpuUnits(machine.cpuMilli()),
                        machine.memoryMiB(),
                        List.of(),
                        List.of(),
                        IntStream.range(0, machine.gpus())
                                .mapToObj(gpu -> "gpu-" + gpu)
                                .toList(),
                        List.of()),
                List.of(new Attribute(MODEL, machine.model())),
                AgentInfo.UNKNOWN,
                true,
                null,
                false,
                null,
                Map.of(),
                NOW,
                null,
                1);
    }

    /// Places it if it fits anywhere.
    void place(Job job) {
        var constraints = job.gpus() == 0 || job.models().isEmpty()
                ? List.<Constraint>of()
                : List.<Constraint>of(new Constraint.MemberOf(
                        ClusterQuery.parse("attribute:" + MODEL + " in [" + String.join(", ", job.models()) + "]")));
        var needs = new Needs(cpuUnits(job.cpuMilli()), job.memoryMiB(), List.of(), List.of(), job.gpus(), false);
        var request = new Request(needs, List.of(), "family:job", constraints, strategies, null);
        var id = new TaskId("default", String.format("%032x", tasks++));
        var placed = pool.tryToPlace(request, Rank.ofCall(0), id);
        if (placed == null) return;
        gpus += job.gpus();
        pool.replace(null, task(id, request, placed));
    }

    private static Task task(TaskId id, Request request, Outcome.Placed placed) {
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
        return Task.placed(
                id,
                placed.node().id(),
                placed.address(),
                new TaskDefinitionId("job", 1),
                new Wish(request.group(), null, "EC2", null, null, false, null, null),
                Overrides.NONE,
                request.needs(),
                placed.weights(),
                List.of(container),
                Map.of(),
                NOW);
    }

    /// How many are given out.
    long gpus() {
        return gpus;
    }
}
