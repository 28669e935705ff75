package berth.server.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.InstanceId;
import berth.core.operation.BriefScheduler;
import berth.core.operation.RunTask;
import berth.core.placement.Advice;
import berth.core.scheduler.Nodes;
import berth.core.scheduler.Scheduler;
import berth.core.scheduler.Wanted;
import berth.core.task.Task;
import berth.server.events.Scene;
import java.time.Duration;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of tasks whose scheduler is somebody else's code.
@Timeout(60)
class SchedulersTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    /// Longer than any machine is busy, so that only what hangs is late.
    private static final Duration LONG = Duration.ofSeconds(20);

    private interface Choosing {
        @Nullable
        List<? extends @Nullable InstanceId> choose(Wanted wanted, Nodes nodes) throws Exception;
    }

    private final Scene scene = new Scene(List.of());

    SchedulersTest() {
        scene.node("a", 1_000, 1_000);
        scene.node("b", 1_000, 1_000);
        scene.define("web", 400, 100);
    }

    private static InstanceId node(String id) {
        return new InstanceId(Scene.CLUSTER, id);
    }

    private static Schedulers plugged(Duration deadline, Choosing choosing) {
        Scheduler scheduler = new Scheduler() {
            @Override
            public String name() {
                return "mine";
            }

            // Null is what a scheduler may not answer, and what some will.
            @Override
            @SuppressWarnings("NullAway")
            public List<? extends @Nullable InstanceId> choose(Wanted wanted, Nodes nodes) throws Exception {
                return choosing.choose(wanted, nodes);
            }
        };
        return new Schedulers(Map.of("mine", scheduler), deadline, InstantSource.system());
    }

    private List<Task> run(Schedulers schedulers, int count) {
        return run(schedulers, scene.run("web", count, Map.of("berth:scheduler", "mine")));
    }

    private List<Task> run(Schedulers schedulers, RunTask run) {
        var brief = scene.ask(new BriefScheduler(run)).orElseThrow();
        var reply = scene.ask(run.with(schedulers.advise(run.cluster(), run.copies(), brief)));
        return reply.tasks().stream().map(view -> view.task()).toList();
    }

    private static List<String> nodes(List<Task> tasks) {
        return tasks.stream()
                .map(task -> Objects.requireNonNull(task.instance()).id())
                .toList();
    }

    private static String by(Task task) {
        return task.tags().getOrDefault("berth:scheduled-by", "");
    }

    @Test
    void a_choice_that_fits_is_kept_and_said_on_the_task() {
        var tasks = run(plugged(LONG, (wanted, nodes) -> List.of(node("b"), node("b"))), 2);
        assertThat(nodes(tasks)).containsExactly("b", "b");
        assertThat(tasks).extracting(SchedulersTest::by).containsOnly("mine");
        assertThat(tasks.getFirst().weights().getFirst().text()).contains("plugged in");
    }

    @Test
    void a_choice_that_does_not_fit_when_its_turn_comes_is_made_anew_by_the_built_in_scheduler() {
        var tasks = run(plugged(LONG, (wanted, nodes) -> List.of(node("b"), node("b"), node("b"))), 3);
        assertThat(nodes(tasks)).containsExactly("b", "b", "a");
        assertThat(tasks)
                .extracting(SchedulersTest::by)
                .containsExactly("mine", "mine", "built-in (mine: container instance b does not take it)");
    }

    @Test
    void nodes_that_are_not_there_and_copies_without_one_are_placed_all_the_same() {
        var tasks = run(
                plugged(LONG, (wanted, nodes) -> Arrays.asList(node("zzz"), new InstanceId("other", "a"), null)), 3);
        assertThat(nodes(tasks)).containsExactly("a", "b", "a");
        assertThat(tasks)
                .extracting(SchedulersTest::by)
                .containsExactly(
                        "built-in (mine: container instance zzz does not take it)",
                        "built-in (mine: container instance a does not take it)",
                        "built-in (mine: chose none)");
    }

    @Test
    void one_that_throws_is_quoted_within_a_tags_bounds() {
        var tasks = run(
                plugged(LONG, (wanted, nodes) -> {
                    throw new IllegalStateException("x".repeat(1_000));
                }),
                1);
        assertThat(by(tasks.getFirst()))
                .startsWith("built-in (mine: threw IllegalStateException: xxx")
                .endsWith("…)")
                .hasSizeLessThanOrEqualTo(256);
        assertThat(by(run(
                                plugged(LONG, (wanted, nodes) -> {
                                    throw new StackOverflowError();
                                }),
                                1)
                        .getFirst()))
                .isEqualTo("built-in (mine: threw StackOverflowError)");
    }

    @Test
    void one_that_is_late_is_interrupted_and_not_waited_for() {
        var interrupted = new CountDownLatch(1);
        var tasks = run(
                plugged(SHORT, (wanted, nodes) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return List.of(node("b"));
                }),
                1);
        assertThat(by(tasks.getFirst())).isEqualTo("built-in (mine: took longer than 50 ms)");
        assertThat(interrupted).satisfies(latch -> latch.await());
    }

    @Test
    void those_who_hang_for_ever_hold_their_seats_and_the_rest_falls_back_at_once() {
        var end = new AtomicBoolean();
        var hanging = plugged(SHORT, (wanted, nodes) -> {
            while (!end.get()) Thread.onSpinWait();
            return List.of(node("b"));
        });
        var brief = scene.ask(new BriefScheduler(scene.run("web", 1, Map.of("berth:scheduler", "mine"))))
                .orElseThrow();
        Advice last = Advice.none("mine", "");
        for (var i = 0; i <= Schedulers.MAX_IN_FLIGHT; i++) {
            last = hanging.advise(Scene.CLUSTER, scene.run("web", 1).copies(), brief);
        }
        end.set(true);
        assertThat(last.trouble()).isEqualTo("16 calls of schedulers are in flight");
    }

    @Test
    void answers_that_are_none_are_said() {
        assertThat(by(run(plugged(LONG, (wanted, nodes) -> null), 1).getFirst()))
                .isEqualTo("built-in (mine: answered null)");
        assertThat(by(run(plugged(LONG, (wanted, nodes) -> List.of(node("a"))), 2)
                        .getFirst()))
                .isEqualTo("built-in (mine: answered with 1 nodes for 2 copies)");
        var broken = new AbstractList<InstanceId>() {
            @Override
            public InstanceId get(int index) {
                throw new UnsupportedOperationException("ha");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        assertThat(by(run(plugged(LONG, (wanted, nodes) -> broken), 1).getFirst()))
                .isEqualTo("built-in (mine: threw UnsupportedOperationException: ha)");
    }

    @Test
    void a_scheduler_sees_what_is_wanted_and_what_every_node_has_left() {
        run(plugged(LONG, (wanted, nodes) -> List.of(node("b"))), 1);
        var tasks = run(
                plugged(LONG, (wanted, nodes) -> {
                    assertThat(wanted.copies()).hasSize(2);
                    assertThat(wanted.request().needs().cpu()).isEqualTo(400);
                    assertThat(nodes.all()).extracting(each -> each.id().id()).containsExactly("a", "b");
                    var b = nodes.all().get(1);
                    assertThat(b.freeCpu()).isEqualTo(600);
                    assertThat(b.tasksByGroup()).containsOnly(Map.entry("family:web", 1));
                    assertThat(b.takes(wanted.request())).isTrue();
                    var fuller = b.with(wanted.copies().getFirst(), wanted.request());
                    assertThat(fuller.freeCpu()).isEqualTo(200);
                    assertThat(fuller.shortages(wanted.request())).hasSize(1);
                    assertThat(b.freeCpu()).isEqualTo(600);
                    return List.of(node("b"), node("a"));
                }),
                2);
        assertThat(tasks).extracting(SchedulersTest::by).containsOnly("mine");
    }

    @Test
    void one_that_is_not_there_is_said_also_by_a_control_plane_without_any() {
        var named = scene.run("web", 1, Map.of("berth:scheduler", "theirs"));
        assertThat(by(run(plugged(LONG, (wanted, nodes) -> List.of(node("b"))), named)
                        .getFirst()))
                .isEqualTo("built-in (theirs: there is no scheduler of that name)");
        var alone = scene.ask(scene.run("web", 1, Map.of("berth:scheduler", "theirs")));
        assertThat(by(alone.tasks().getFirst().task()))
                .isEqualTo("built-in (theirs: there is no scheduler of that name)");
    }

    @Test
    void nobody_but_us_says_who_chose() {
        var claimed = scene.ask(scene.run("web", 1, Map.of("berth:scheduled-by", "me", "a", "b")));
        assertThat(claimed.tasks().getFirst().task().tags()).containsOnly(Map.entry("a", "b"));
    }

    @Test
    void nobody_is_briefed_for_the_built_in_scheduler() {
        assertThat(scene.ask(new BriefScheduler(scene.run("web", 1)))).isEmpty();
        assertThat(scene.ask(new BriefScheduler(scene.run("web", 1, Map.of("berth:scheduler", "built-in")))))
                .isEmpty();
        assertThat(by(scene.ask(scene.run("web", 1)).tasks().getFirst().task())).isEmpty();
    }
}
