package berth.server.events;

import berth.core.Arns;
import berth.core.Identity;
import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.ConnectAgent;
import berth.core.operation.CreateCluster;
import berth.core.operation.CreateService;
import berth.core.operation.Establish;
import berth.core.operation.PutSchedule;
import berth.core.operation.Question;
import berth.core.operation.RegisterContainerInstance;
import berth.core.operation.RegisterTaskDefinition;
import berth.core.operation.ReportTask;
import berth.core.operation.RunTask;
import berth.core.operation.ScheduledCall;
import berth.core.operation.ServiceIds;
import berth.core.operation.StopTask;
import berth.core.operation.TaskTemplate;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.schedule.Kept;
import berth.core.schedule.Overlap;
import berth.core.schedule.Retries;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduleId;
import berth.core.schedule.Timing;
import berth.core.service.Breaker;
import berth.core.service.Manner;
import berth.core.service.Propagation;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.server.controller.Asker;
import berth.server.controller.Controller;
import berth.server.controller.Reading;
import berth.server.controller.Submission;
import berth.server.controller.Watcher;
import berth.server.store.MemoryStore;
import berth.server.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A control plane without threads that can be started again over what its store kept.
public final class Scene implements Asker, Reading.Desk {
    public static final String CLUSTER = "default";

    private final Store store;
    private final Events.Bounds bounds;
    private final List<Watcher> watchers;
    public Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private Events events;
    private Controller controller;
    private int ids;

    Scene(Events.Bounds bounds) {
        this(new MemoryStore(), bounds, List.of());
    }

    /// @param watchers hear of its turns besides the log
    public Scene(List<Watcher> watchers) {
        this(new MemoryStore(), Events.Bounds.STANDARD, watchers);
    }

    Scene(Store store, Events.Bounds bounds, List<Watcher> watchers) {
        this.store = store;
        this.bounds = bounds;
        this.watchers = List.copyOf(watchers);
        events = new Events(store, () -> now, Runnable::run, bounds);
        controller = controller();
        ask(new Establish(new Arns(new Identity("us-east-1", "000000000000")).identity()));
        ask(new CreateCluster(CLUSTER, "{}", Map.of()));
    }

    private Controller controller() {
        var all = new ArrayList<Watcher>(watchers);
        all.add(events);
        var fresh = new Controller(store, () -> now, all);
        events.reads(this);
        return fresh;
    }

    /// What is in memory is lost.
    void restart() {
        events = new Events(store, () -> now, Runnable::run, bounds);
        controller = controller();
    }

    public Events events() {
        return events;
    }

    Store store() {
        return store;
    }

    public ClusterState state() {
        return controller.state();
    }

    @Override
    public <R> R ask(Question<R> question) {
        return answer(controller.submit(question));
    }

    @Override
    public <R> R read(Reading<R> reading) {
        return answer(controller.submitReading(reading));
    }

    private synchronized <R> R answer(Submission<R> submission) {
        controller.turn();
        try {
            return submission.answered().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }

    Events.Page page(long after, int max) {
        try {
            return events.after(CLUSTER, after, max, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws berth.core.Refusal as the first that is refused, after all were decided
    synchronized void inOneTurn(Question<?>... questions) {
        var all = Stream.of(questions).map(controller::submit).toList();
        controller.turn();
        for (var submission : all) {
            try {
                submission.answered().join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                throw e;
            }
        }
    }

    RegisterContainerInstance registration(String id, int cpu, int memoryMiB) {
        return new RegisterContainerInstance(
                CLUSTER,
                new InstanceId(CLUSTER, id),
                null,
                null,
                null,
                new Resources(cpu, memoryMiB, List.of(22), List.of(), List.of(), List.of()),
                List.of(),
                AgentInfo.UNKNOWN,
                Map.of());
    }

    public InstanceId node(String id, int cpu, int memoryMiB) {
        var node = new InstanceId(CLUSTER, id);
        ask(registration(id, cpu, memoryMiB));
        ask(new ConnectAgent(node, true, AgentInfo.UNKNOWN));
        return node;
    }

    public void define(String family, int cpu, int memoryMiB) {
        ask(new RegisterTaskDefinition(
                family,
                List.of(new ContainerSpec("main", "image", cpu, memoryMiB, null, true, List.of(), 0)),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of("EC2"),
                List.of(),
                List.of(),
                "{}",
                Map.of(),
                "me"));
    }

    public RunTask run(String family, int count) {
        return run(family, count, Map.of());
    }

    public RunTask run(String family, int count, Map<String, String> tags) {
        return run(family, count, tags, List.of(), List.of());
    }

    public RunTask run(
            String family,
            int count,
            Map<String, String> tags,
            List<Constraint> constraints,
            List<Strategy> strategies) {
        var template = TaskTemplate.builder()
                .tags(tags)
                .constraints(constraints)
                .strategies(strategies)
                .build();
        var fresh = IntStream.range(0, count)
                .mapToObj(i -> String.format("%032x", ++ids))
                .toList();
        return new RunTask(CLUSTER, family, template, fresh, null);
    }

    /// As `run`, and those that find no room wait for it.
    public RunTask wait(String family, int count, Urgency urgency) {
        var run = run(family, count);
        return new RunTask(run.cluster(), family, run.template(), run.ids(), null, urgency);
    }

    /// Makes a schedule whose runs may overlap.
    public void every(int seconds, String name, String family, int count) {
        var call = ScheduledCall.of(family, count, TaskTemplate.PLAIN, Urgency.NONE, "{}");
        ask(new PutSchedule(
                new ScheduleId(CLUSTER, name),
                Timing.parse("rate(" + seconds + " seconds)"),
                ZoneOffset.UTC,
                call,
                Overlap.ALLOW,
                Retries.NONE,
                Schedule.USUAL_DEADLINE,
                Kept.USUAL,
                false));
    }

    /// Makes a REPLICA service that may be replaced all at once.
    public void serve(String name, String family, int desired) {
        ids++;
        ask(new CreateService(
                new ServiceId(CLUSTER, name),
                family,
                Scheduling.REPLICA,
                Steering.ECS,
                desired,
                new Rules(Rules.Way.ROLLING, 200, 0, Breaker.OFF, Duration.ZERO, Duration.ZERO, List.of()),
                new Manner(List.of(), List.of(), null, Propagation.NONE, false, false, false),
                new CreateService.Making("EC2", null, null, null, null),
                null,
                "{}",
                Map.of(),
                new ServiceIds("1" + ids, "2" + ids, "attempt" + ids)));
    }

    public TaskId running(String family) {
        return ask(run(family, 1)).tasks().getFirst().task().id();
    }

    public void report(TaskId task, TaskStatus status) {
        ask(new ReportTask(task, new TaskReport(status, "", List.of(), null, null, null)));
    }

    public void stop(TaskId task) {
        ask(new StopTask(task, "enough"));
    }
}
