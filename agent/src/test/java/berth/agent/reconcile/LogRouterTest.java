package berth.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.firelens.Routed;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.ContainerParts.Dependency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogRouterTest {
    private static AcsContainer.Builder router() {
        return Routed.router("fluentbit", Map.of());
    }

    @Test
    void whoever_writes_begins_after_the_router_and_ends_before_it() {
        var order = Order.of(Routed.task(
                        "1",
                        Routed.writer("app", ""),
                        router(),
                        AcsContainer.of("aside").image("x"))
                .build());
        assertThat(order.waitsOf("app")).containsExactly(new Order.Wait("router", Condition.START));
        assertThat(order.waitsOf("aside")).isEmpty();
        assertThat(order.waitsOf("router")).isEmpty();
        assertThat(order.usersOf("router")).containsExactly("app");
    }

    @Test
    void what_a_definition_says_of_the_order_counts() {
        var healthy = List.of(new Dependency("router", "HEALTHY"));
        var order = Order.of(
                Routed.task("1", Routed.writer("app", "").dependsOn(healthy), router().healthCheckType("docker"))
                        .build());
        assertThat(order.waitsOf("app")).containsExactly(new Order.Wait("router", Condition.HEALTHY));
    }

    @Test
    void a_task_whose_logs_have_nowhere_to_go_is_not_understood() {
        assertThat(TaskCheck.misunderstood(
                        Routed.task("1", Routed.writer("app", "")).build()))
                .isEqualTo("container app has log driver awsfirelens, and no container has firelensConfiguration");
        var app =
                Routed.writer("app", "").firelensConfiguration(router().build().firelensConfiguration());
        assertThat(TaskCheck.misunderstood(Routed.task("1", app).build()))
                .isEqualTo("container app has log driver awsfirelens, and is the router itself");
        assertThat(TaskCheck.misunderstood(Routed.task("1", app, router()).build()))
                .isEqualTo("a task has one container with firelensConfiguration at most (got 2)");
        var waits = router().dependsOn(List.of(new Dependency("app", "START")));
        assertThat(TaskCheck.misunderstood(
                        Routed.task("1", Routed.writer("app", ""), waits).build()))
                .isEqualTo("dependsOn, volumesFrom and awsfirelens go in a circle");
        var odd = Routed.task("1", Routed.writer("app", ""), Routed.router("vector", Map.of()))
                .build();
        assertThat(TaskCheck.misunderstood(odd)).isNull();
        assertThat(TaskCheck.unsupported(odd))
                .isEqualTo("container router: firelensConfiguration of type vector is not supported on this node");
        assertThat(TaskCheck.unsupported(
                        Routed.task("1", Routed.writer("app", ""), router()).build()))
                .isNull();
    }
}
