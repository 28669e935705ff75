package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.operation.RunTask.Token;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepHouseTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final Asking asking = new Asking();

    @Test
    void a_stopped_task_stays_for_its_retention() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        var task = stopped();
        asking.pass(DAY.minusMillis(1));
        asking.changesNothing(new KeepHouse(DAY, 10));
        asking.pass(Duration.ofMillis(1));
        assertThat(asking.ask(new KeepHouse(DAY, 10))).isEqualTo(1);
        assertThat(asking.state.tasks().get(task)).isNull();
    }

    @Test
    void of_too_many_the_oldest_go_first() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        var live = asking.running("web");
        var oldest = stopped();
        asking.pass(Duration.ofSeconds(1));
        var newest = stopped();
        assertThat(asking.ask(new KeepHouse(DAY, 1))).isEqualTo(1);
        assertThat(asking.state.tasks().get(oldest)).isNull();
        assertThat(asking.state.tasks().get(newest)).isNotNull();
        assertThat(asking.ask(new KeepHouse(DAY, 0))).isEqualTo(1);
        assertThat(asking.state.tasks().of("default")).containsOnlyKeys(live.id());
    }

    @Test
    void one_turn_forgets_no_more_than_its_share() {
        asking.node("a", 1_000_000, 1_000_000);
        asking.define("web", spec("x", 1, 4));
        for (var i = 0; i < KeepHouse.MAX_PER_TURN + 1; i++) stopped();
        assertThat(asking.ask(new KeepHouse(DAY, 0))).isEqualTo(KeepHouse.MAX_PER_TURN);
        assertThat(asking.ask(new KeepHouse(DAY, 0))).isEqualTo(1);
        asking.changesNothing(new KeepHouse(DAY, 0));
    }

    @Test
    void spent_tokens_and_nodes_long_gone_are_forgotten() {
        var a = asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        asking.ask(new RunTask("default", "web", TaskTemplate.PLAIN, asking.fresh(1), new Token("once", "digest")));
        asking.ask(new DeregisterContainerInstance(a, true));
        asking.pass(KeepHouse.AFTERGLOW);
        asking.changesNothing(new KeepHouse(DAY, 10));
        asking.pass(Duration.ofMillis(1));
        assertThat(asking.ask(new KeepHouse(DAY, 10))).isEqualTo(1);
        assertThat(asking.state.instances().get(a)).isNull();
        asking.pass(DAY);
        asking.ask(new KeepHouse(DAY, 10));
        assertThat(asking.state.runTokens()).isEmpty();
    }

    @Test
    void a_task_outlives_the_memory_of_its_node() {
        var a = asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        var task = asking.running("web");
        asking.ask(new DeregisterContainerInstance(a, true));
        asking.pass(Duration.ofHours(2));
        asking.ask(new KeepHouse(DAY, 10));
        var found =
                asking.ask(new DescribeTasks("default", List.of(task))).found().getFirst();
        assertThat(found.instance()).isNull();
    }

    private TaskId stopped() {
        var task = asking.running("web");
        asking.report(task, TaskStatus.STOPPED);
        return task;
    }
}
