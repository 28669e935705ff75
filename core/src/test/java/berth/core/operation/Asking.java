package berth.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.core.Change;
import berth.core.Refusal;
import berth.core.Samples;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.placement.Placing;
import berth.core.rollout.Counsellor;
import berth.core.rollout.KeepServices;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.TaskDefinition;
import berth.core.timetable.KeepSchedules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A state with cluster `default`, and somebody who asks questions of it at a time of his choosing.
public final class Asking {
    public final ClusterState state;
    public Instant now = Samples.NOW;
    /// Who asks schedulers for services.
    public Counsellor counsellor = Counsellor.NONE;
    /// Where tasks went that nobody asked for at the moment, and why not; services' aside.
    public final List<Placing> placings = new ArrayList<>();
    private int ids;

    public Asking() {
        state = new ClusterState();
        ask(new Establish(Samples.IDENTITY));
        cluster("default");
    }

    /// One who goes on with what was loaded.
    public Asking(ClusterState loaded) {
        state = loaded;
    }

    public <R> R ask(Question<R> question) {
        var decision = question.decide(state, now);
        decision.changes().forEach(state::apply);
        LiftFences.after(decision.changes(), state).forEach(state::apply);
        serve();
        return decision.reply();
    }

    /// What a turn does besides what it is asked.
    public void serve() {
        var keeping = new KeepServices(now, counsellor, (ignored, mistake) -> {
            throw mistake;
        });
        var timetable = new KeepSchedules(
                now,
                (ignored, mistake) -> {
                    throw mistake;
                },
                placings::add);
        var serving = new ServeWaiting(now, placings::add);
        while (true) {
            var more = keeping.next(state);
            if (more.isEmpty()) more = timetable.next(state);
            if (more.isEmpty()) more = serving.next(state);
            if (more.isEmpty()) return;
            more.forEach(state::apply);
        }
    }

    /// What a question is refused with, once it is sure that the refusal changed nothing.
    Refusal refused(Question<?> question) {
        var before = new HashSet<>(state.entities());
        var refusal = catchThrowableOfType(Refusal.class, () -> ask(question));
        assertThat(refusal).as("%s is refused", question).isNotNull();
        assertThat(new HashSet<>(state.entities())).isEqualTo(before);
        return refusal;
    }

    /// That a question is a mere read now.
    void changesNothing(Question<?> question) {
        assertThat(question.decide(state, now).changes()).isEmpty();
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public void cluster(String name) {
        ask(new CreateCluster(name, "{}", Map.of()));
    }

    /// Registers a connected node of cluster `default`.
    public InstanceId node(String id, int cpu, int memoryMiB, Attribute... attributes) {
        return node(new InstanceId("default", id), cpu, memoryMiB, attributes);
    }

    public InstanceId node(InstanceId id, int cpu, int memoryMiB, Attribute... attributes) {
        ask(registration(id, cpu, memoryMiB, attributes));
        ask(new ConnectAgent(id, true, AgentInfo.UNKNOWN));
        return id;
    }

    InstanceId node(InstanceId id, Resources resources) {
        ask(new RegisterContainerInstance(
                id.cluster(), id, null, null, null, resources, List.of(), AgentInfo.UNKNOWN, Map.of()));
        ask(new ConnectAgent(id, true, AgentInfo.UNKNOWN));
        return id;
    }

    public static RegisterContainerInstance registration(
            InstanceId id, int cpu, int memoryMiB, Attribute... attributes) {
        return new RegisterContainerInstance(
                id.cluster(),
                id,
                null,
                null,
                null,
                new Resources(cpu, memoryMiB, List.of(22), List.of(), List.of(), List.of()),
                List.of(attributes),
                AgentInfo.UNKNOWN,
                Map.of());
    }

    public TaskDefinition define(String family, ContainerSpec... containers) {
        return define(family, Map.of(), containers);
    }

    TaskDefinition define(String family, Map<String, String> tags, ContainerSpec... containers) {
        return ask(new RegisterTaskDefinition(
                family,
                List.of(containers),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of("EC2", "FARGATE"),
                List.of(),
                List.of(),
                "{}",
                tags,
                "me"));
    }

    public RunTask run(String definition, int count) {
        return new RunTask("default", definition, TaskTemplate.PLAIN, fresh(count), null);
    }

    /// Copies that wait for room, ten minutes at most.
    RunTask waiting(String definition, int count, int priority) {
        return urgent(definition, count, new Urgency(Duration.ofMinutes(10), priority, false));
    }

    RunTask urgent(String definition, int count, Urgency urgency) {
        return new RunTask("default", definition, TaskTemplate.PLAIN, fresh(count), null, urgency);
    }

    /// One copy that must wait.
    TaskId waits(String definition, int priority) {
        var task = ask(waiting(definition, 1, priority)).tasks().getFirst().task();
        assertThat(task(task.id()).waits()).isTrue();
        return task.id();
    }

    List<String> fresh(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("t%05d", ids++))
                .toList();
    }

    /// Runs one copy, which must find a node.
    TaskId running(String definition) {
        var reply = ask(run(definition, 1));
        assertThat(reply.failures()).isEmpty();
        return reply.tasks().getFirst().task().id();
    }

    TaskId running(String definition, Urgency urgency) {
        var reply = ask(urgent(definition, 1, urgency));
        assertThat(reply.failures()).isEmpty();
        return reply.tasks().getFirst().task().id();
    }

    public void report(TaskId id, TaskStatus status) {
        ask(new ReportTask(id, new TaskReport(status, "", List.of(), null, null, null)));
    }

    /// A task is over, which gives its room back.
    void ends(TaskId id) {
        report(id, TaskStatus.STOPPED);
    }

    Task task(TaskId id) {
        return Objects.requireNonNull(state.tasks().get(id));
    }

    /// The id of the node a task is on; null while it waits.
    @Nullable
    String nodeOf(TaskId id) {
        var node = task(id).instance();
        return node == null ? null : node.id();
    }

    /// The node that is kept for a task that waits.
    @Nullable
    InstanceId kept(TaskId id) {
        return Objects.requireNonNull(state.queue("default").get(id)).keeps();
    }

    public ContainerInstance instance(InstanceId id) {
        return Objects.requireNonNull(state.instances().get(id));
    }

    /// The state that loading the store would give: what is remembered is its entities, nothing else.
    public ClusterState reloaded() {
        var fresh = new ClusterState();
        state.entities().forEach(entity -> fresh.apply(new Change.Put(entity)));
        return fresh;
    }
}
