package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.InstanceId;
import berth.core.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Who comes first of those that wait, and how that is told.
class PlaceInQueueTest {
    private final Asking asking = new Asking();

    @Test
    void the_higher_priority_comes_first_then_whoever_asked_first_then_the_lower_id() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        var holder = asking.running("web");
        var low = asking.waits("web", -1);
        asking.pass(Duration.ofSeconds(1));
        var old = asking.waits("web", 5);
        asking.pass(Duration.ofSeconds(1));
        var young = asking.ask(asking.waiting("web", 2, 5)).tasks();
        var order = new ArrayList<TaskId>();
        while (asking.state.anybodyWaits()) {
            asking.ends(holder);
            holder = asking.state
                    .tasks()
                    .on(new InstanceId("default", "a"))
                    .live()
                    .first();
            order.add(holder);
        }
        assertThat(order)
                .containsExactly(
                        old, young.get(0).task().id(), young.get(1).task().id(), low);
    }

    @Test
    void a_plan_says_where_in_the_queue_a_task_would_be_and_what_it_would_keep() {
        asking.node("a", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 300, 10));
        asking.running("small");
        asking.waits("large", 5);
        asking.waits("large", -5);
        var plan = new PlanRunTask(asking.waiting("large", 2, 0));
        asking.changesNothing(plan);
        assertThat(asking.ask(plan).places())
                .extracting(place -> place.rank() + " of " + place.of() + " " + place.keeps())
                .containsExactly("2 of 4 null", "3 of 4 null");
        var first = asking.ask(new PlanRunTask(asking.waiting("large", 1, 9))).places();
        assertThat(first)
                .extracting(place -> place.rank() + " of " + place.of() + " " + place.keeps())
                .containsExactly("1 of 3 default/a");
        assertThat(asking.ask(new PlanRunTask(asking.run("large", 1))).places()).isEmpty();
    }

    @Test
    void a_task_that_waits_is_explained_by_what_every_node_lacks() {
        asking.node("a", 1000, 1000);
        asking.node("b", 100, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 300, 10));
        var small = asking.running("small");
        var large = asking.waits("large", 0);
        var reply = asking.ask(new ExplainTask(large, 1));
        assertThat(reply.nodes()).hasSize(1);
        assertThat(reply.nodes().getFirst().node().id().id()).isEqualTo("a");
        assertThat(Objects.requireNonNull(reply.place()).rank()).isEqualTo(1);
        assertThat(reply.place().keeps()).isEqualTo(new InstanceId("default", "a"));
        assertThat(asking.ask(new ExplainTask(small, 1)).place()).isNull();
        assertThat(asking.refused(new ExplainTask(new TaskId("default", "nobody"), 1)))
                .hasMessage("The referenced task was not found.");
    }
}
