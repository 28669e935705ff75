package berth.core.rollout;

import berth.core.Samples;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.Asking;
import berth.core.operation.CreateService;
import berth.core.operation.ReportHealth;
import berth.core.operation.ReportTask;
import berth.core.operation.ServiceIds;
import berth.core.operation.UpdateService;
import berth.core.service.Breaker;
import berth.core.service.Deployment;
import berth.core.service.Manner;
import berth.core.service.Propagation;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import berth.core.task.ContainerReport;
import berth.core.task.Health;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A cluster with services whose tasks do what a test says: nothing happens on a node by itself.
final class Yard {
    static final ServiceId WEB = new ServiceId("default", "web");

    final Asking asking = new Asking();
    private int calls;

    InstanceId node(String id) {
        return node(id, 4096, 4096);
    }

    InstanceId node(String id, int cpu, int memoryMiB) {
        return asking.node(id, cpu, memoryMiB);
    }

    /// Registers the next revision of a family with one small container.
    void define(String family) {
        asking.define(family, Samples.spec("app", 64, 64));
    }

    // ---- the service's owner

    static Manner manner() {
        return new Manner(List.of(), List.of(), null, Propagation.NONE, false, false, false);
    }

    static Rules rules(int minimumPercent, int maximumPercent) {
        return new Rules(
                Rules.Way.ROLLING,
                maximumPercent,
                minimumPercent,
                Breaker.OFF,
                Duration.ZERO,
                Duration.ZERO,
                List.of());
    }

    static Rules rollingBack() {
        return new Rules(
                Rules.Way.ROLLING,
                200,
                100,
                new Breaker(true, true, Breaker.Type.COUNT, 3, true),
                Duration.ZERO,
                Duration.ZERO,
                List.of());
    }

    void create(String definition, int desired, Rules rules) {
        create(definition, Scheduling.REPLICA, desired, rules, Map.of());
    }

    void create(String definition, Scheduling scheduling, int desired, Rules rules, Map<String, String> tags) {
        asking.ask(new CreateService(
                WEB,
                definition,
                scheduling,
                Steering.ECS,
                desired,
                rules,
                manner(),
                new CreateService.Making("EC2", null, null, null, null),
                null,
                "{}",
                tags,
                ids()));
    }

    void update(@Nullable String definition, @Nullable Integer desired) {
        asking.ask(new UpdateService(WEB, definition, desired, null, null, null, false, null, ids()));
    }

    void force() {
        asking.ask(new UpdateService(WEB, null, null, null, null, null, true, null, ids()));
    }

    private ServiceIds ids() {
        calls++;
        return new ServiceIds("1000" + calls, "2000" + calls, "attempt" + calls);
    }

    // ---- the nodes

    void pass(Duration time) {
        asking.pass(time);
        asking.serve();
    }

    void report(TaskId id, TaskStatus status) {
        asking.report(id, status);
    }

    /// All tasks that are to run and do not yet, run.
    void runAll() {
        each(task -> task.desired() == TaskStatus.RUNNING && task.last() != TaskStatus.RUNNING, TaskStatus.RUNNING);
    }

    /// All tasks that are to stop have stopped.
    void stopAll() {
        each(task -> task.desired() == TaskStatus.STOPPED, TaskStatus.STOPPED);
    }

    private void each(Predicate<Task> which, TaskStatus status) {
        tasks().stream().filter(which).map(Task::id).toList().forEach(id -> report(id, status));
    }

    /// Until nothing more happens: nodes do what they are told, and time passes.
    void settle() {
        for (var i = 0; i < 200; i++) {
            var before = asking.state.services().get(WEB);
            runAll();
            stopAll();
            pass(Duration.ofSeconds(1));
            if (Objects.equals(before, asking.state.services().get(WEB))
                    && tasks().stream().allMatch(task -> task.last() == task.desired())) return;
        }
        throw new AssertionError("it does not come to rest");
    }

    /// Its essential container ends, the rest of it has to be stopped yet.
    void fail(TaskId id) {
        asking.ask(new ReportTask(
                id,
                new TaskReport(
                        null,
                        "",
                        List.of(new ContainerReport("app", TaskStatus.STOPPED, "runtime", null, 1, null, List.of())),
                        null,
                        null,
                        null)));
    }

    void crash(TaskId id) {
        asking.ask(new ReportTask(
                id,
                new TaskReport(
                        TaskStatus.STOPPED,
                        "",
                        List.of(new ContainerReport("app", TaskStatus.STOPPED, "runtime", null, 1, null, List.of())),
                        null,
                        null,
                        null)));
    }

    void health(TaskId id, Health health) {
        asking.ask(new ReportHealth(Map.of(id, Map.of("app", health))));
    }

    // ---- looking

    Service service() {
        return Objects.requireNonNull(asking.state.services().get(WEB));
    }

    Deployment primary() {
        return Objects.requireNonNull(service().primary());
    }

    ServiceDeployment attempt() {
        return Objects.requireNonNull(
                asking.state.services().attempt(WEB, primary().attempt()));
    }

    /// All that have not STOPPED.
    List<Task> tasks() {
        return List.copyOf(asking.state.services().live(WEB));
    }

    /// Those that are to run.
    List<Task> wanted() {
        return tasks().stream()
                .filter(task -> task.desired() == TaskStatus.RUNNING)
                .toList();
    }

    List<Task> of(String definition) {
        return wanted().stream()
                .filter(task ->
                        (task.definition().family() + ":" + task.definition().revision()).equals(definition))
                .toList();
    }

    long running() {
        return wanted().stream()
                .filter(task -> task.last() == TaskStatus.RUNNING)
                .count();
    }

    /// The oldest first.
    List<String> said() {
        return asking.state.services().events(WEB).reversed().stream()
                .map(ServiceEvent::message)
                .toList();
    }

    ContainerInstance instance(InstanceId id) {
        return Objects.requireNonNull(asking.state.instances().get(id));
    }

    Instant now() {
        return asking.now;
    }
}
