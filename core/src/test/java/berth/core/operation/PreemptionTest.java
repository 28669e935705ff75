package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.InstanceId;
import berth.core.task.StopCode;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Tasks that have others stopped for their sake.
class PreemptionTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final InstanceId A = new InstanceId("default", "a");
    private static final InstanceId B = new InstanceId("default", "b");

    private final Asking asking = new Asking();

    /// One that runs with a priority.
    private TaskId ranked(String definition, int priority) {
        asking.pass(Duration.ofSeconds(1));
        return asking.running(definition, new Urgency(null, priority, false));
    }

    private TaskId preempting(String definition, int priority) {
        return asking.ask(asking.urgent(definition, 1, new Urgency(LONG, priority, true)))
                .tasks()
                .getFirst()
                .task()
                .id();
    }

    private boolean stopping(TaskId task) {
        return asking.task(task).desired() == TaskStatus.STOPPED;
    }

    @Test
    void a_task_of_lower_priority_is_asked_to_stop_and_its_room_is_kept() {
        asking.node(A, 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        asking.define("small", spec("x", 100, 10));
        var victim = ranked("web", 0);
        var urgent = preempting("web", 5);
        assertThat(stopping(victim)).isTrue();
        var stop = Objects.requireNonNull(asking.task(victim).stop());
        assertThat(stop.code()).isEqualTo(StopCode.USER_INITIATED);
        assertThat(stop.reason()).isEqualTo("Preempted by task " + urgent.id() + " of priority 5");
        assertThat(asking.task(urgent).waits()).isTrue();
        assertThat(asking.kept(urgent)).isEqualTo(A);
        assertThat(asking.ask(asking.run("small", 1)).tasks()).isEmpty();
        asking.report(victim, TaskStatus.STOPPED);
        assertThat(asking.task(urgent).instance()).isEqualTo(A);
        assertThat(asking.ask(asking.run("small", 1)).tasks()).hasSize(1);
    }

    @Test
    void nobody_is_stopped_who_spoke_of_no_priority_or_has_the_same() {
        asking.node(A, 1000, 1000);
        asking.define("web", spec("x", 500, 10));
        var plain = asking.running("web");
        var equal = ranked("web", 5);
        var urgent = preempting("web", 5);
        assertThat(stopping(plain)).isFalse();
        assertThat(stopping(equal)).isFalse();
        assertThat(asking.task(urgent).waits()).isTrue();
        // It waits like any other.
        assertThat(asking.kept(urgent)).isEqualTo(A);
    }

    @Test
    void one_that_waited_itself_may_be_stopped_and_is_not_started_again() {
        asking.node(A, 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        var first = asking.running("web");
        var waited = asking.waits("web", 0);
        asking.report(first, TaskStatus.STOPPED);
        assertThat(asking.task(waited).instance()).isEqualTo(A);
        var urgent = preempting("web", 1);
        assertThat(stopping(waited)).isTrue();
        asking.report(waited, TaskStatus.STOPPED);
        assertThat(asking.task(urgent).instance()).isEqualTo(A);
        assertThat(asking.task(waited).stopped()).isTrue();
        assertThat(asking.state.anybodyWaits()).isFalse();
    }

    @Test
    void whoever_does_not_say_so_stops_nobody() {
        asking.node(A, 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        var low = ranked("web", 0);
        asking.waits("web", 5);
        assertThat(stopping(low)).isFalse();
    }

    @Test
    void the_lowest_priority_goes_first_then_the_youngest_and_no_more_than_it_takes() {
        asking.node(A, 1000, 1000);
        asking.define("web", spec("x", 200, 10));
        asking.define("two", spec("x", 400, 10));
        var old = ranked("web", 0);
        var young = ranked("web", 0);
        var low = ranked("web", -5);
        var high = ranked("web", 3);
        var higher = ranked("web", 4);
        preempting("two", 5);
        assertThat(List.of(old, young, low, high, higher).stream().map(this::stopping))
                .containsExactly(false, true, true, false, false);
    }

    @Test
    void a_large_victim_spares_the_small_ones_before_it() {
        asking.node(A, 1000, 1000);
        asking.define("small", spec("x", 100, 10));
        asking.define("large", spec("x", 900, 10));
        var large = ranked("large", 0);
        var small = ranked("small", -5);
        preempting("large", 5);
        // Without the large one there is room, whatever the small one does.
        assertThat(stopping(large)).isTrue();
        assertThat(stopping(small)).isFalse();
    }

    @Test
    void the_node_is_the_one_where_it_costs_least() {
        asking.node(A, 1000, 1000);
        asking.node(B, 1000, 1000);
        asking.define("web", spec("x", 900, 10));
        var first = ranked("web", 2);
        var second = ranked("web", 1);
        assertThat(asking.task(first).instance()).isEqualTo(A);
        var urgent = preempting("web", 5);
        assertThat(stopping(first)).isFalse();
        assertThat(stopping(second)).isTrue();
        assertThat(asking.kept(urgent)).isEqualTo(B);
    }

    @Test
    void a_task_that_is_stopping_anyway_is_waited_for() {
        asking.node(A, 1000, 1000);
        asking.node(B, 1000, 1000);
        asking.define("web", spec("x", 900, 10));
        var first = ranked("web", -9);
        var plain = asking.running("web");
        assertThat(asking.task(plain).instance()).isEqualTo(B);
        asking.ask(new StopTask(plain, "enough"));
        var urgent = preempting("web", 5);
        assertThat(stopping(first)).isFalse();
        assertThat(asking.kept(urgent)).isEqualTo(B);
    }

    @Test
    void never_more_than_ten_are_stopped_for_one() {
        asking.node(A, 1000, 1000);
        asking.define("small", spec("x", 90, 10));
        asking.define("large", spec("x", 1000, 10));
        asking.define("almost", spec("x", 900, 10));
        for (var i = 0; i < 11; i++) ranked("small", 0);
        var large = preempting("large", 5);
        assertThat(asking.state.tasks().on(A).live().stream().filter(this::stopping))
                .isEmpty();
        asking.ask(new StopTask(large, "too much"));
        preempting("almost", 5);
        assertThat(asking.state.tasks().on(A).live().stream().filter(this::stopping))
                .hasSize(10);
    }

    @Test
    void two_have_a_node_each() {
        asking.node(A, 1000, 1000);
        asking.node(B, 1000, 1000);
        asking.define("web", spec("x", 900, 10));
        ranked("web", 0);
        ranked("web", 0);
        var urgent = asking.ask(asking.urgent("web", 3, new Urgency(LONG, 5, true))).tasks().stream()
                .map(view -> view.task().id())
                .toList();
        assertThat(urgent.stream().map(asking::kept)).containsExactly(A, B, null);
        for (var task : List.copyOf(asking.state.tasks().on(B).live())) asking.report(task, TaskStatus.STOPPED);
        // Whoever comes first takes what is free first, wherever it was kept.
        assertThat(asking.task(urgent.get(0)).instance()).isEqualTo(B);
        assertThat(asking.kept(urgent.get(1))).isEqualTo(A);
        for (var task : List.copyOf(asking.state.tasks().on(A).live())) asking.report(task, TaskStatus.STOPPED);
        assertThat(asking.task(urgent.get(1)).instance()).isEqualTo(A);
        assertThat(asking.state.queue("default").size()).isEqualTo(1);
    }

    @Test
    void a_plan_names_whom_it_would_stop() {
        asking.node(A, 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        var victim = ranked("web", 0);
        var plan = new PlanRunTask(asking.urgent("web", 1, new Urgency(LONG, 5, true)));
        asking.changesNothing(plan);
        var place = asking.ask(plan).places().getFirst();
        assertThat(place.keeps()).isEqualTo(A);
        assertThat(place.stops()).containsExactly(victim);
        assertThat(stopping(victim)).isFalse();
    }

    @Test
    void giving_up_keeps_nothing_any_longer() {
        asking.node(A, 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        ranked("web", 0);
        var urgent = preempting("web", 5);
        asking.pass(LONG);
        asking.serve();
        assertThat(asking.task(urgent)).extracting(Task::stopped).isEqualTo(true);
        assertThat(asking.state.tasks().on(A).keptFor()).isNull();
    }
}
