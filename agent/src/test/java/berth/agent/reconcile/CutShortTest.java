package berth.agent.reconcile;

import static berth.agent.reconcile.Tasks.arn;
import static berth.agent.reconcile.Tasks.essential;
import static berth.agent.reconcile.Tasks.kept;
import static berth.agent.reconcile.Tasks.stop;
import static berth.agent.reconcile.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsTask;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The engine ends in the midst of a container's start, and leaves a process that it knows nothing of once it
/// is back.
class CutShortTest {
    private static PretendNode told(AcsTask... tasks) {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(tasks);
        return node;
    }

    private static ContainerLife life(PretendNode node, String name) {
        return node.view().tasks().getFirst().container(name);
    }

    private static void backAgain(PretendNode node) {
        node.engineUp();
        node.settle();
    }

    @Test
    void the_container_is_made_anew_and_the_task_runs_as_if_nothing_had_been() {
        var node = told(task(1, essential("web")));
        node.engineDiesAtStart(arn(1), "web");
        backAgain(node);
        assertThat(node.runs(arn(1), "web")).isTrue();
        assertThat(node.orphans).isEmpty();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.RUNNING);
        assertThat(life(node, "web").runs()).isEqualTo(Runs.NONE);
    }

    @Test
    void a_task_that_is_to_stop_meanwhile_is_over_only_once_nothing_of_it_is_left() {
        var node = told(task(1, essential("web")));
        node.engineDiesAtStart(arn(1), "web");
        node.tell(stop(1));
        node.settle();
        assertThat(node.orphans).hasSize(1);
        assertThat(node.reported.get(arn(1))).as("nobody knows yet").isNull();
        backAgain(node);
        assertThat(node.orphans).isEmpty();
        assertThat(node.starts).isEmpty();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.STOPPED);
        assertThat(life(node, "web").exitCode()).isNull();
    }

    @Test
    void an_agent_that_ended_as_well_finds_what_was_left() {
        var node = told(task(1, essential("web")));
        node.engineDiesAtStart(arn(1), "web");
        node.settle();
        node.crash();
        node.tell(task(1, essential("web")));
        node.settle();
        assertThat(node.runs(arn(1), "web")).isTrue();
        assertThat(node.orphans).isEmpty();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.RUNNING);
    }

    @Test
    void a_container_that_rests_has_files_and_is_not_made_anew_but_has_ended() {
        var node = told(task(1, kept("main", 60).essential(true)));
        node.settle();
        node.pass(Duration.ofMinutes(2));
        node.end(arn(1), "main", 3);
        node.engineDiesAtStart(arn(1), "main");
        backAgain(node);
        assertThat(node.orphans).isEmpty();
        assertThat(life(node, "main").exitCode()).isEqualTo(3);
        assertThat(life(node, "main").reason()).startsWith("CannotStartContainerError: task ");
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.RUNNING, TaskStatus.STOPPED);
    }

    @Test
    void it_is_another_container_under_the_same_name() {
        var node = told(task(1, essential("web")));
        node.engineDiesAtStart(arn(1), "web");
        var first = life(node, "web").runtimeId();
        backAgain(node);
        assertThat(life(node, "web").runtimeId()).isNotEqualTo(first);
    }

    @Test
    void what_cannot_be_removed_fails_the_task_in_the_end() {
        var node = told(task(1, essential("web")));
        node.stuck = true;
        node.barred = 1;
        node.settle();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.STOPPED);
        assertThat(life(node, "web").reason()).contains("does not remove what is left");
    }

    @Test
    void one_that_rests_and_is_to_stop_leaves_nothing_and_ends_with_its_last_code() {
        var node = told(task(1, kept("main", 60).essential(true)));
        node.settle();
        node.pass(Duration.ofMinutes(2));
        node.end(arn(1), "main", 3);
        node.engineDiesAtStart(arn(1), "main");
        node.tell(stop(1));
        backAgain(node);
        assertThat(node.orphans).isEmpty();
        assertThat(life(node, "main").exitCode()).isEqualTo(3);
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.RUNNING, TaskStatus.STOPPED);
    }

    @Test
    void an_engine_that_never_gets_past_it_fails_the_task_with_its_own_words() {
        var node = told(task(1, essential("web")));
        node.barred = ContainerLife.MOST_CUT_SHORT;
        node.settle();
        assertThat(node.runs(arn(1), "web")).isTrue();
        node = told(task(1, essential("web")));
        node.barred = ContainerLife.MOST_CUT_SHORT + 1;
        node.settle();
        assertThat(node.runs(arn(1), "web")).isFalse();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.STOPPED);
        assertThat(life(node, "web").reason())
                .startsWith("CannotStartContainerError: task ")
                .contains("already exists");
        assertThat(life(node, "web").exitCode()).isEqualTo(128);
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, 150).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_nothing_is_left_and_each_task_is_told_in_order(long seed) {
        var node = new PretendNode(seed);
        node.engineDies = true;
        var lasts = task(1, essential("web"), essential("side", "web:START"));
        var ends = task(2, essential("web"));
        node.tell(lasts, ends);
        for (var steps = 0; steps < 300; steps++) {
            node.step();
            if (steps == 100) node.tell(stop(2));
            if (steps % 97 == 96) {
                node.engineDown();
                node.engineUp();
            }
            if (steps % 79 == 78) {
                node.crash();
                node.tell(lasts, steps < 100 ? ends : stop(2));
            }
        }
        node.failing = false;
        node.engineUp();
        node.settle();
        assertThat(node.orphans).as(() -> node.history + " " + node.view()).isEmpty();
        assertThat(node.runs(arn(1), "web")).isTrue();
        assertThat(node.runs(arn(1), "side")).isTrue();
        assertThat(node.runs(arn(2), "web")).isFalse();
        assertThat(node.reported.get(arn(1))).containsOnly(TaskStatus.RUNNING);
        assertThat(node.reported.get(arn(2))).last().isEqualTo(TaskStatus.STOPPED);
    }
}
