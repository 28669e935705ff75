package berth.agent.reconcile;

import static berth.agent.reconcile.Tasks.arn;
import static berth.agent.reconcile.Tasks.essential;
import static berth.agent.reconcile.Tasks.kept;
import static berth.agent.reconcile.Tasks.stop;
import static berth.agent.reconcile.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsTask;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RestartPolicyTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private static PretendNode calm(AcsTask... tasks) {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(tasks);
        node.settle();
        return node;
    }

    private static ContainerLife life(PretendNode node, String name) {
        return node.view().tasks().getFirst().container(name);
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, 150).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_each_end_after_a_long_run_is_followed_by_one_start(long seed) {
        var node = new PretendNode(seed);
        var chance = new Random(seed);
        var told = task(1, essential("web"), kept("aside", 60), kept("main", 60).essential(true));
        node.tell(told);
        var ends = 0;
        for (var steps = 0; steps < 600; steps++) {
            node.step();
            if (chance.nextInt(40) == 0 && node.runs(arn(1), "main")) {
                node.pass(LONG);
                node.end(arn(1), "main", chance.nextInt(3));
                ends++;
            }
            if (chance.nextInt(60) == 0) {
                node.crash();
                node.tell(told);
            }
        }
        node.failing = false;
        node.engineUp();
        node.settle();
        assertThat(node.runs(arn(1), "main"))
                .as(() -> node.history + " " + node.view())
                .isTrue();
        assertThat(node.starts.get(arn(1) + "/main")).isEqualTo(ends + 1);
        assertThat(node.starts.get(arn(1) + "/aside")).isEqualTo(1);
        assertThat(node.view().tasks().getFirst().container("main").runs().restarts())
                .isLessThanOrEqualTo(ends);
        assertThat(node.reported.get(arn(1))).containsOnly(TaskStatus.RUNNING);
    }

    @Test
    void it_is_started_again_and_nobody_is_told_but_the_count() {
        var node = calm(task(1, kept("main", 60).essential(true)));
        for (var n = 1; n <= 3; n++) {
            node.pass(LONG);
            node.end(arn(1), "main", n);
            node.settle();
            assertThat(node.runs(arn(1), "main")).isTrue();
            assertThat(life(node, "main").runs().restarts()).isEqualTo(n);
        }
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.RUNNING);
    }

    @Test
    void one_that_ran_too_short_has_ended() {
        var node = calm(task(1, kept("main", 60).essential(true)));
        node.pass(LONG);
        node.end(arn(1), "main", 1);
        while (!node.runs(arn(1), "main")) node.step();
        node.pass(Duration.ofSeconds(59));
        node.end(arn(1), "main", 7);
        node.settle();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.RUNNING, TaskStatus.STOPPED);
        assertThat(life(node, "main").exitCode()).isEqualTo(7);
        assertThat(life(node, "main").runs().restarts()).isEqualTo(1);
    }

    @Test
    void an_ignored_exit_code_is_an_end() {
        var node = calm(task(1, kept("main", 60, 0, 42).essential(true)));
        node.pass(LONG);
        node.end(arn(1), "main", 42);
        node.settle();
        assertThat(node.runs(arn(1), "main")).isFalse();
        assertThat(node.reported.get(arn(1))).last().isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void a_task_that_is_to_stop_starts_nothing_again() {
        var node = calm(task(1, kept("main", 60).essential(true)));
        node.pass(LONG);
        node.tell(stop(1));
        node.end(arn(1), "main", 5);
        node.settle();
        assertThat(node.starts.get(arn(1) + "/main")).isEqualTo(1);
        assertThat(node.reported.get(arn(1))).last().isEqualTo(TaskStatus.STOPPED);
        assertThat(life(node, "main").exitCode()).isEqualTo(5);
    }

    @Test
    void one_that_rests_when_its_task_is_told_to_stop_has_ended_with_its_last_code() {
        var node = calm(task(1, kept("main", 60).essential(true)));
        node.pass(LONG);
        node.engineDown();
        node.settle();
        node.end(arn(1), "main", 5);
        node.settle();
        node.tell(stop(1));
        node.settle();
        node.engineUp();
        node.settle();
        assertThat(node.starts.get(arn(1) + "/main")).isEqualTo(1);
        assertThat(life(node, "main").exitCode()).isEqualTo(5);
        assertThat(node.reported.get(arn(1))).last().isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void an_end_that_nobody_saw_is_made_up_for_when_the_agent_is_back() {
        var node = calm(task(1, kept("main", 60).essential(true)));
        node.pass(LONG);
        node.failing = true;
        node.crash();
        node.end(arn(1), "main", 1);
        node.failing = false;
        node.settle();
        assertThat(node.runs(arn(1), "main")).isTrue();
        assertThat(node.starts.get(arn(1) + "/main")).isEqualTo(2);
        assertThat(node.reported.get(arn(1))).containsOnly(TaskStatus.RUNNING);
    }
}
