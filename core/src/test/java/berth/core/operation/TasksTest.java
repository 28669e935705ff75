package berth.core.operation;

import static berth.core.Samples.spec;
import static berth.core.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal.Code;
import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.task.Health;
import berth.core.task.Overrides;
import berth.core.task.Overrides.ContainerOverride;
import berth.core.task.StopCode;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// StartTask, StopTask, DescribeTasks, ReportTask, ReportHealth.
class TasksTest {
    private static final TaskId NOBODY = new TaskId("default", "nobody");

    private final Asking asking = new Asking();

    @Test
    void start_task_answers_for_each_node_once() {
        var a = asking.node("a", 100, 100);
        var b = asking.node("b", 1, 100);
        var c = asking.node("c", 100, 100);
        asking.ask(new ConnectAgent(c, false, AgentInfo.UNKNOWN));
        asking.define("web", spec("x", 10, 10, tcp(80)));
        var unknown = new InstanceId("default", "d");
        var reply = asking.ask(start(List.of(a, unknown, b, c, a)));
        assertThat(reply.tasks()).extracting(view -> view.task().instance()).containsExactly(a);
        assertThat(reply.failures())
                .extracting(no -> no.instance().id() + " " + no.lack().reason())
                .containsExactly("b RESOURCE:CPU", "c AGENT");
        assertThat(reply.missing()).containsExactly(unknown);
        assertThat(asking.ask(start(List.of(a))).failures())
                .extracting(no -> no.lack().reason())
                .containsExactly("RESOURCE:PORTS");
    }

    @Test
    void start_task_refuses_what_run_task_refuses() {
        assertThat(asking.refused(start(List.of()))).hasMessage("TaskDefinition not found.");
        asking.define("web", spec("x", 10, 10));
        var overrides = new Overrides(null, null, Map.of("y", new ContainerOverride(1, null, null, null)), "{}");
        var template = TaskTemplate.builder().overrides(overrides).build();
        assertThat(asking.refused(new StartTask("default", "web", template, List.of(), List.of())))
                .hasMessage("Override for container named y is not a container in the TaskDefinition.");
        assertThat(asking.refused(new StartTask("nobody", "web", TaskTemplate.PLAIN, List.of(), List.of())))
                .hasMessage("Cluster not found.");
    }

    @Test
    void a_task_is_asked_to_stop_once_and_keeps_its_resources_until_it_has() {
        var a = asking.node("a", 100, 100);
        asking.define("web", spec("x", 10, 10));
        var id = asking.running("web");
        asking.report(id, TaskStatus.RUNNING);
        var stopping = asking.ask(new StopTask(id, "enough")).task();
        assertThat(stopping.desired()).isEqualTo(TaskStatus.STOPPED);
        assertThat(stopping.last()).isEqualTo(TaskStatus.RUNNING);
        assertThat(stopping.stop())
                .isNotNull()
                .extracting("code", "reason")
                .containsExactly(StopCode.USER_INITIATED, "enough");
        asking.pass(Duration.ofSeconds(1));
        asking.changesNothing(new StopTask(id, "again"));
        assertThat(asking.state.tasks().on(a).cpu()).isEqualTo(10);
        asking.report(id, TaskStatus.STOPPED);
        assertThat(asking.state.tasks().on(a).cpu()).isZero();
        assertThat(asking.ask(new StopTask(id, "again")).task().stop()).isEqualTo(stopping.stop());
    }

    @Test
    void only_a_known_task_is_stopped() {
        assertThat(asking.refused(new StopTask(NOBODY, "")))
                .hasMessage("The referenced task was not found.")
                .extracting("code")
                .isEqualTo(Code.INVALID_PARAMETER);
        assertThat(asking.refused(new StopTask(new TaskId("nobody", "t"), ""))).hasMessage("Cluster not found.");
    }

    @Test
    void described_tasks_come_in_the_order_asked_for() {
        var a = asking.node("a", 100, 100);
        asking.define("web", spec("x", 10, 10));
        var one = asking.running("web");
        var two = asking.running("web");
        var found = asking.ask(new DescribeTasks("default", List.of(two, NOBODY, one)));
        assertThat(found.found()).extracting(view -> view.task().id()).containsExactly(two, one);
        assertThat(found.found()).allMatch(view -> asking.instance(a).equals(view.instance()));
        assertThat(found.missing()).containsExactly(NOBODY);
        asking.cluster("other");
        assertThat(asking.ask(new DescribeTasks("other", List.of(one))).missing())
                .containsExactly(one);
        assertThat(asking.refused(new DescribeTasks("nobody", List.of()))).hasMessage("Cluster not found.");
    }

    @Test
    void late_repeated_and_unknown_reports_are_no_error() {
        asking.node("a", 100, 100);
        asking.define("web", spec("x", 10, 10));
        var id = asking.running("web");
        var report = new TaskReport(TaskStatus.RUNNING, "", List.of(), null, null, null);
        assertThat(asking.ask(new ReportTask(id, report))).isTrue();
        for (var known : List.of(id, NOBODY)) {
            asking.changesNothing(new ReportTask(known, report));
            assertThat(asking.ask(new ReportTask(known, report))).isFalse();
        }
    }

    @Test
    void health_is_heard_of_live_tasks_only() {
        asking.node("a", 100, 100);
        asking.define("web", spec("x", 10, 10));
        var id = asking.running("web");
        var over = asking.running("web");
        asking.report(over, TaskStatus.STOPPED);
        var healthy = Map.of("x", Health.HEALTHY);
        var question = new ReportHealth(Map.of(id, healthy, over, healthy, NOBODY, healthy));
        assertThat(asking.ask(question)).isEqualTo(1);
        assertThat(asking.task(id).containers().getFirst().health()).isEqualTo(Health.HEALTHY);
        asking.changesNothing(question);
    }

    private StartTask start(List<InstanceId> instances) {
        return new StartTask("default", "web", TaskTemplate.PLAIN, instances, asking.fresh(instances.size()));
    }
}
