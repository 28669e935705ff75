package berth.server.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Entity;
import berth.core.Refusal;
import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.ConnectAgent;
import berth.core.operation.CreateCluster;
import berth.core.operation.Question;
import berth.core.operation.RegisterContainerInstance;
import berth.core.operation.RegisterTaskDefinition;
import berth.core.operation.ReportTask;
import berth.core.operation.RunTask;
import berth.core.operation.TaskTemplate;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.Family;
import berth.core.taskdef.NetworkMode;
import berth.server.store.Store;
import berth.server.store.StoreFault;
import berth.server.store.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControllerTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    /// Writes down what happened, in order; breaks when it is told to.
    private static final class RecordingStore implements Store {
        final List<String> events = new CopyOnWriteArrayList<>();
        final List<Change> committed = new CopyOnWriteArrayList<>();
        final List<Long> revisions = new CopyOnWriteArrayList<>();
        volatile boolean broken;

        @Override
        public void load(Consumer<Entity> each) {
            each.accept(new Family("loaded", 1));
        }

        @Override
        public void commit(Turn turn) {
            if (broken) throw new StoreFault("no space left", null);
            committed.addAll(turn.changes());
            revisions.add(turn.revision());
            events.add("commit " + turn.changes().size());
        }

        @Override
        public Kept kept() {
            return new Kept(8, 41);
        }

        @Override
        public @Nullable Turn turn(long revision) {
            return null;
        }

        @Override
        public void forget(long revision) {}

        @Override
        public void close() {}
    }

    private final RecordingStore store = new RecordingStore();
    private final Controller controller = new Controller(
            store,
            CLOCK,
            List.of((turn, state) ->
                    store.events.add("watchers hear " + turn.changes().size())));

    @Test
    void what_the_store_has_is_loaded() {
        assertThat(controller.state().definitions().lastRevision("loaded")).isEqualTo(1);
    }

    @Test
    void nobody_hears_of_a_change_before_it_is_durable() {
        var write = controller.submit(next("a"));
        var read = controller.submit(Question.read(state -> state.definitions().lastRevision("a")));
        hearing(write);
        hearing(read);
        assertThat(controller.turn()).isEqualTo(2);
        assertThat(store.events).containsExactly("commit 1", "watchers hear 1", "answer 1", "answer 1");
    }

    @Test
    void a_turn_that_changes_nothing_writes_nothing() {
        hearing(controller.submit(Question.read(state -> state.definitions().lastRevision("a"))));
        assertThat(controller.turn()).isEqualTo(1);
        assertThat(controller.turn()).isZero();
        assertThat(store.events).containsExactly("answer 0");
    }

    @Test
    void a_turn_that_changes_something_has_the_revision_after_the_newest_that_was_kept() {
        hearing(controller.submit(next("a")));
        hearing(controller.submit(next("b")));
        controller.turn();
        hearing(controller.submit(Question.read(state -> 0)));
        controller.turn();
        hearing(controller.submit(next("a")));
        controller.turn();
        assertThat(store.revisions).containsExactly(42L, 43L);
    }

    @Test
    void a_reading_sees_all_of_its_turn_and_says_its_revision() {
        Reading<String> reading = (state, revision) -> state.definitions().lastRevision("a") + " at " + revision;
        var before = controller.submitReading(reading);
        controller.turn();
        var first = controller.submit(next("a"));
        var between = controller.submitReading(reading);
        controller.submit(next("a"));
        controller.turn();
        assertThat(before.answered().join()).isEqualTo("0 at 41");
        assertThat(first.answered().join()).isEqualTo(1);
        assertThat(between.answered().join()).isEqualTo("2 at 42");
    }

    @Test
    void a_reading_that_is_refused_or_fails_harms_only_its_asker() {
        var refused = controller.submitReading((state, revision) -> {
            throw Refusal.invalid("no");
        });
        var mistaken = controller.submitReading((state, revision) -> {
            throw new IndexOutOfBoundsException("ours");
        });
        var other = controller.submit(next("a"));
        controller.turn();
        assertThatThrownBy(refused.answered()::join).hasCauseInstanceOf(Refusal.class);
        assertThatThrownBy(mistaken.answered()::join).hasRootCauseMessage("ours");
        assertThat(other.answered().join()).isEqualTo(1);
    }

    @Test
    void a_refusal_changes_nothing_and_hurts_nobody_else() {
        var refused = controller.submit((state, now) -> {
            throw Refusal.invalid("no");
        });
        var other = controller.submit(next("a"));
        controller.turn();
        assertThatThrownBy(refused.answered()::join).hasCauseInstanceOf(Refusal.class);
        assertThat(other.answered().join()).isEqualTo(1);
        assertThat(store.committed).hasSize(1);
    }

    @Test
    void our_mistake_in_one_question_harms_only_its_asker() {
        var mistake = controller.submit((state, now) -> {
            throw new IndexOutOfBoundsException("ours");
        });
        var other = controller.submit(next("a"));
        controller.turn();
        assertThatThrownBy(mistake.answered()::join)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("ours");
        assertThat(other.answered().join()).isEqualTo(1);
    }

    @Test
    void room_that_a_question_leaves_goes_to_those_that_wait_before_the_next_question_can_take_it() {
        var node = new InstanceId("default", "n");
        for (var question : List.<Question<?>>of(
                new CreateCluster("default", "{}", Map.of()),
                new RegisterContainerInstance(
                        "default",
                        node,
                        null,
                        null,
                        null,
                        new Resources(100, 100, List.of(), List.of(), List.of(), List.of()),
                        List.of(),
                        AgentInfo.UNKNOWN,
                        Map.of()),
                new ConnectAgent(node, true, AgentInfo.UNKNOWN),
                new RegisterTaskDefinition(
                        "web",
                        List.of(new ContainerSpec("x", "busybox", 60, 10, null, true, List.of(), 0)),
                        null,
                        null,
                        NetworkMode.BRIDGE,
                        List.of("EC2"),
                        List.of(),
                        List.of(),
                        "{}",
                        Map.of(),
                        "me"),
                run("first", Urgency.NONE),
                run("waits", new Urgency(Duration.ofMinutes(1), null, false)))) {
            controller.submit(question);
        }
        controller.turn();
        store.committed.clear();
        var over = new TaskReport(TaskStatus.STOPPED, "", List.of(), null, null, null);
        controller.submit(new ReportTask(new TaskId("default", "first"), over));
        var late = controller.submit(run("late", Urgency.NONE));
        controller.turn();
        assertThat(late.answered().join().tasks()).isEmpty();
        assertThat(Objects.requireNonNull(controller.state().tasks().get(new TaskId("default", "waits")))
                        .instance())
                .isEqualTo(node);
        // The report, the task that has a node now, and that it waits no longer: all in one commit.
        assertThat(store.committed).hasSize(3);
    }

    private static RunTask run(String id, Urgency urgency) {
        var template = TaskTemplate.PLAIN;
        return new RunTask("default", "web", template, List.of(id), null, urgency);
    }

    @Test
    void one_turn_takes_no_more_than_its_share() {
        var all = IntStream.range(0, Controller.MAX_PER_TURN + 1)
                .mapToObj(i -> controller.submit(next("a")))
                .toList();
        assertThat(controller.turn()).isEqualTo(Controller.MAX_PER_TURN);
        assertThat(all.getLast().answered()).isNotDone();
        assertThat(controller.turn()).isEqualTo(1);
        assertThat(all.getLast().answered().join()).isEqualTo(all.size());
        assertThat(store.events).contains("commit 1024", "commit 1");
    }

    @Test
    void too_many_questions_are_turned_away_at_once() {
        for (var i = 0; i < Controller.MAX_WAITING; i++) controller.submit(next("a"));
        assertThatThrownBy(() -> controller.submit(next("a")))
                .isInstanceOf(Asker.Overloaded.class)
                .hasMessage("More than 65536 questions wait.");
        controller.turn();
        assertThat(controller.submit(next("a")).answered()).isNotDone();
    }

    @Test
    void a_store_that_fails_stops_everything() {
        store.broken = true;
        var asked = controller.submit(next("a"));
        var late = new ArrayList<Submission<Integer>>();
        for (var i = 0; i < Controller.MAX_PER_TURN; i++) late.add(controller.submit(next("a")));
        assertThatThrownBy(controller::turn).isInstanceOf(StoreFault.class);
        assertStopped(asked.answered());
        assertStopped(late.getLast().answered());
        store.broken = false;
        assertThatThrownBy(() -> controller.ask(next("a"))).isInstanceOf(Asker.Stopped.class);
        assertThat(controller.turn()).isZero();
        assertThat(store.committed).isEmpty();
        controller.stop();
    }

    @Test
    void a_watcher_or_an_error_that_breaks_a_turn_leaves_nobody_waiting() throws Exception {
        Watcher deaf = (turn, state) -> fail("a watcher's mistake");
        var broken = new Controller(store, CLOCK, List.of(deaf));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(running(broken));
            assertThatThrownBy(() -> broken.ask(next("a"))).isInstanceOf(Asker.Stopped.class);
            assertThatThrownBy(() -> writer.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("a watcher's mistake");
            assertThatThrownBy(() -> broken.ask(next("a"))).isInstanceOf(Asker.Stopped.class);
            broken.stop();
        }
    }

    @Test
    void a_writer_that_is_interrupted_leaves_nobody_waiting() throws Exception {
        var ended = new CompletableFuture<Throwable>();
        var writer = Thread.ofVirtual().start(() -> {
            try {
                controller.run();
            } catch (InterruptedException e) {
                ended.complete(e);
            }
        });
        assertThat(controller.ask(next("a"))).isEqualTo(1);
        writer.interrupt();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> controller.ask(next("a"))).isInstanceOf(Asker.Stopped.class);
        controller.stop();
    }

    @Test
    void stopping_answers_what_was_asked_before_and_turns_the_rest_away() throws Exception {
        var before = IntStream.range(0, 3_000)
                .mapToObj(i -> controller.submit(next("a")))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(running(controller));
            controller.stop();
            writer.get(10, TimeUnit.SECONDS);
        }
        assertThat(before)
                .allMatch(each -> each.answered().isDone() && !each.answered().isCompletedExceptionally());
        assertThatThrownBy(() -> controller.ask(next("a"))).isInstanceOf(Asker.Stopped.class);
        controller.stop();
    }

    @Test
    void stopping_with_all_seats_taken_answers_everyone_too() throws Exception {
        var all = new ArrayList<Submission<Integer>>();
        for (var i = 0; i < Controller.MAX_WAITING; i++) all.add(controller.submit(next("a")));
        controller.stop();
        assertStopped(all.getFirst().answered());
        assertStopped(all.getLast().answered());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(running(controller)).get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void many_who_ask_at_once_are_answered_one_by_one() throws Exception {
        var askers = 64;
        var each = 100;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(running(controller));
            var results = IntStream.range(0, askers)
                    .mapToObj(i -> threads.submit(() -> IntStream.range(0, each)
                            .mapToObj(n -> controller.ask(next("a")))
                            .toList()))
                    .toList();
            var all = new ArrayList<Integer>();
            for (var result : results) {
                var mine = result.get(20, TimeUnit.SECONDS);
                assertThat(mine).isSorted();
                all.addAll(mine);
            }
            controller.stop();
            writer.get(10, TimeUnit.SECONDS);
            assertThat(all).doesNotHaveDuplicates().hasSize(askers * each);
        }
        assertThat(store.committed.getLast()).isEqualTo(new Change.Put(new Family("a", askers * each)));
        assertThat(store.committed).hasSize(askers * each);
    }

    private void hearing(Submission<Integer> submission) {
        var ignored = submission.answered().thenAccept(answer -> store.events.add("answer " + answer));
        assertThat(ignored).isNotDone();
    }

    private static void assertStopped(CompletableFuture<Integer> answer) {
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Asker.Stopped.class);
    }

    private static Callable<Boolean> running(Controller controller) {
        return () -> {
            controller.run();
            return true;
        };
    }

    /// Counts a family up, and answers with where it stands.
    private static Question<Integer> next(String family) {
        return (ClusterState state, Instant now) -> {
            var next = state.definitions().lastRevision(family) + 1;
            return Decision.put(new Family(family, next), next);
        };
    }
}
