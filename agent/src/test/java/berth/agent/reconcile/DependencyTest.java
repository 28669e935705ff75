package berth.agent.reconcile;

import static berth.agent.reconcile.Tasks.arn;
import static berth.agent.reconcile.Tasks.aside;
import static berth.agent.reconcile.Tasks.checked;
import static berth.agent.reconcile.Tasks.essential;
import static berth.agent.reconcile.Tasks.stop;
import static berth.agent.reconcile.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.HealthLook;
import berth.wire.acs.AcsMessage.AckRequest;
import berth.wire.acs.AcsTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DependencyTest {
    private static PretendNode calm(AcsTask... tasks) {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(tasks);
        node.settle();
        return node;
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, 150).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_nobody_begins_before_what_it_waits_for(long seed) {
        var node = new PretendNode(seed);
        var chance = new Random(seed);
        var told = new ArrayList<AcsTask>();
        for (var n = 0; n < 4; n++)
            told.add(task(
                    n,
                    essential("web", "job:SUCCESS", "db:HEALTHY"),
                    aside("job", "db:START"),
                    aside("last", "job:COMPLETE"),
                    checked("db")));
        node.tell(told.toArray(AcsTask[]::new));
        for (var steps = 0; steps < 600; steps++) {
            node.step();
            var n = chance.nextInt(4);
            if (chance.nextInt(12) == 0) node.end(arn(n), "job", 0);
            if (chance.nextInt(12) == 0) node.feel(arn(n), "db", HealthLook.Status.HEALTHY);
            if (chance.nextInt(70) == 0) {
                node.crash();
                node.tell(told.toArray(AcsTask[]::new));
            }
        }
        node.failing = false;
        node.engineUp();
        node.settle();
        for (var n = 0; n < 4; n++) {
            node.end(arn(n), "job", 0);
            node.feel(arn(n), "db", HealthLook.Status.HEALTHY);
        }
        node.settle();
        for (var n = 0; n < 4; n++) {
            assertThat(node.runs(arn(n), "web")).isTrue();
            assertThat(node.reported.get(arn(n))).containsOnly(TaskStatus.RUNNING);
            assertThat(of(node, n))
                    .containsSubsequence("start db", "start job", "end job 0", "start last")
                    .containsSubsequence("end job 0", "start web")
                    .containsSubsequence("HEALTHY db", "start web")
                    .doesNotHaveDuplicates();
        }
        node.tell(stop(0));
        node.settle();
        assertThat(of(node, 0)).containsSubsequence("stop web", "stop db");
    }

    /// What happened to one task's containers.
    private static List<String> of(PretendNode node, int n) {
        return node.history.stream()
                .filter(line -> line.contains(arn(n) + "/"))
                .map(line -> line.replace(arn(n) + "/", ""))
                .toList();
    }

    @Test
    void success_wants_code_0_and_any_other_is_why_the_task_fails() {
        var node = calm(task(1, essential("web", "init:SUCCESS"), aside("init")));
        assertThat(node.runs(arn(1), "web")).isFalse();
        node.end(arn(1), "init", 3);
        node.settle();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.STOPPED);
        assertThat(node.view().tasks().getFirst().container("web").reason())
                .isEqualTo("CannotStartContainerError: dependency SUCCESS of container init cannot be met: "
                        + "it ended with exit code 3");
        assertThat(node.starts).doesNotContainKey(arn(1) + "/web");
    }

    @Test
    void complete_takes_any_code() {
        var node = calm(task(1, essential("web", "init:COMPLETE"), aside("init")));
        assertThat(node.runs(arn(1), "web")).isFalse();
        node.end(arn(1), "init", 3);
        node.settle();
        assertThat(node.runs(arn(1), "web")).isTrue();
    }

    @Test
    void what_never_ran_has_neither_completed_nor_become_healthy() {
        var node = calm(
                task(1, essential("web", "broken:COMPLETE"), aside("broken")),
                task(2, essential("web", "broken:HEALTHY"), aside("broken").healthCheckType("docker")));
        for (var n = 1; n <= 2; n++) {
            assertThat(node.reported.get(arn(n))).containsExactly(TaskStatus.STOPPED);
            assertThat(node.view().tasks().get(n - 1).container("web").reason())
                    .contains("it never ran (CannotStartContainerError: broken)");
        }
    }

    @Test
    void start_is_enough_of_one_that_has_ended_again() {
        var node = calm(task(1, essential("web", "init:START"), essential("db", "web:START"), aside("init")));
        assertThat(of(node, 1)).containsExactly("start init", "start web", "start db");
    }

    @Test
    void what_cannot_begin_takes_those_along_that_need_its_success_but_not_a_task_that_does_without() {
        var node = calm(task(
                1,
                essential("web"),
                aside("init"),
                aside("c", "a:SUCCESS"),
                aside("b", "a:START"),
                aside("a", "init:SUCCESS")));
        node.end(arn(1), "init", 1);
        node.settle();
        assertThat(node.runs(arn(1), "web")).isTrue();
        assertThat(node.reported.get(arn(1))).containsOnly(TaskStatus.RUNNING);
        assertThat(of(node, 1)).contains("start b").doesNotContain("start a", "start c");
    }

    @ParameterizedTest
    @CsvSource({"SUCCESS", "COMPLETE", "HEALTHY"})
    void the_dependencys_start_timeout_counts_from_its_start(String condition) {
        var slow = aside("slow").healthCheckType("docker").startTimeout(10);
        var node = calm(task(1, essential("web", "slow:" + condition), slow));
        // A node that is settled has let pass what is due within seconds.
        assertThat(node.reported.get(arn(1))).last().isEqualTo(TaskStatus.STOPPED);
        assertThat(node.view().tasks().getFirst().container("web").reason())
                .endsWith("it was not so within its startTimeout of 10 s");
        assertThat(node.runs(arn(1), "slow")).isFalse();
    }

    @Test
    void a_dependency_that_comes_in_time_is_not_timed_out_later() {
        var slow = aside("slow").startTimeout(19);
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(task(1, essential("web", "slow:SUCCESS"), slow));
        while (!node.runs(arn(1), "slow")) node.step();
        node.pass(Duration.ofSeconds(5));
        node.end(arn(1), "slow", 0);
        node.settle();
        node.pass(Duration.ofMinutes(5));
        node.settle();
        assertThat(node.runs(arn(1), "web")).isTrue();
    }

    @Test
    void a_pass_that_was_seen_before_the_agent_died_counts() {
        var node = calm(task(1, essential("web", "db:HEALTHY"), checked("db")));
        node.feel(arn(1), "db", HealthLook.Status.STARTING);
        node.settle();
        assertThat(node.runs(arn(1), "web")).isFalse();
        node.failing = true;
        node.feel(arn(1), "db", HealthLook.Status.HEALTHY);
        node.failing = false;
        node.crash();
        node.settle();
        assertThat(node.runs(arn(1), "web")).isTrue();
        assertThat(node.view().health().values())
                .singleElement()
                .satisfies(health -> assertThat(health.status()).isEqualTo(HealthLook.Status.HEALTHY));
    }

    @Test
    void containers_stop_in_the_reverse_order_and_those_without_relation_at_once() {
        var node = calm(task(1, essential("web", "app:START"), essential("app", "db:START"), essential("db")));
        node.tell(stop(1));
        node.settle();
        assertThat(of(node, 1))
                .containsExactly("start db", "start app", "start web", "stop web", "stop app", "stop db");
    }

    @Test
    void what_makes_no_sense_is_not_acknowledged() {
        var node = calm(
                task(1, essential("a", "b:START"), essential("b", "a:START")),
                task(2, essential("a", "b:HEALTHY"), essential("b")),
                task(3, essential("a", "b:LATER"), essential("b")),
                task(4, essential("a", "c:START")));
        assertThat(node.said).noneMatch(AckRequest.class::isInstance);
        assertThat(node.view().tasks())
                .extracting(TaskLife::reason)
                .satisfiesExactly(
                        why -> assertThat(why).contains("go in a circle"),
                        why -> assertThat(why).contains("b to be HEALTHY, which has no health check"),
                        why -> assertThat(why).contains("expected START, COMPLETE, SUCCESS or HEALTHY"),
                        why -> assertThat(why).contains("depends on c, which the task lacks"));
    }
}
