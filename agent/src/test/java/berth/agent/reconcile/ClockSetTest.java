package berth.agent.reconcile;

import static berth.agent.reconcile.Tasks.arn;
import static berth.agent.reconcile.Tasks.essential;
import static berth.agent.reconcile.Tasks.kept;
import static berth.agent.reconcile.Tasks.stop;
import static berth.agent.reconcile.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.HealthLook;
import berth.wire.acs.AcsTask;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The machine's clock is set while tasks run: by hours, forward and back.
class ClockSetTest {
    private static PretendNode told(AcsTask... tasks) {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(tasks);
        node.atOnce();
        return node;
    }

    private static AcsTask waitsForAMinute() {
        return task(1, Tasks.checked("db").startTimeout(60), essential("web", "db:HEALTHY"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 24})
    void a_start_timeout_is_as_long_as_it_was(long hours) {
        var node = told(waitsForAMinute());
        node.pass(Duration.ofSeconds(20));
        node.setClock(Duration.ofHours(hours));
        node.atOnce();
        assertThat(node.runs(arn(1), "db")).isTrue();
        assertThat(node.reported.get(arn(1))).isNull();
        node.pass(Duration.ofSeconds(41));
        node.atOnce();
        assertThat(node.reported.get(arn(1))).as("now it is over").last().isEqualTo(TaskStatus.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void what_is_waited_for_may_still_come(long hours) {
        var node = told(waitsForAMinute());
        node.pass(Duration.ofSeconds(20));
        node.setClock(Duration.ofHours(hours));
        node.atOnce();
        node.feel(arn(1), "db", HealthLook.Status.HEALTHY);
        node.atOnce();
        assertThat(node.runs(arn(1), "web")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void a_run_is_as_long_as_it_was_for_the_restart_policy(long hours) {
        var node = told(task(1, kept("long", 60), kept("short", 60)));
        node.pass(Duration.ofSeconds(40));
        node.setClock(Duration.ofHours(hours));
        node.atOnce();
        node.end(arn(1), "short", 1);
        node.atOnce();
        node.pass(Duration.ofSeconds(40));
        node.end(arn(1), "long", 1);
        node.atOnce();
        assertThat(node.runs(arn(1), "short")).as("it ran for 40 s").isFalse();
        assertThat(node.runs(arn(1), "long")).as("it ran for 80 s").isTrue();
    }

    @Test
    void the_engine_is_looked_at_as_often_as_before() {
        var node = told(task(1, essential("web")));
        node.setClock(Duration.ofHours(-1));
        node.atOnce();
        var soon = node.wakeAt();
        assertThat(soon).isNotNull().isBefore(node.now.plusSeconds(40));
    }

    @Test
    void a_task_that_has_ended_is_not_forgotten_while_a_payload_with_it_may_be_on_its_way() {
        var node = told(task(1, essential("web")));
        node.tell(stop(1));
        node.atOnce();
        node.setClock(Duration.ofHours(4));
        node.atOnce();
        node.tell(task(1, essential("web")));
        node.atOnce();
        assertThat(node.starts.get(arn(1) + "/web")).isEqualTo(1);
        assertThat(node.runs(arn(1), "web")).isFalse();
    }
}
