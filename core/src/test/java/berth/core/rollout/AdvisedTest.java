package berth.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Cluster;
import berth.core.Tags;
import berth.core.node.InstanceId;
import berth.core.operation.DeleteService;
import berth.core.operation.TagResource;
import berth.core.operation.UntagResource;
import berth.core.placement.Advice;
import berth.core.service.Scheduling;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Services whose tasks' nodes are chosen by a scheduler that was plugged in.
final class AdvisedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Yard yard = new Yard();
    private final Deque<Consultation> asked = new ArrayDeque<>();
    private final InstanceId first;
    private final InstanceId second;

    AdvisedTest() {
        first = yard.node("n1");
        second = yard.node("n2");
        yard.define("app");
        yard.asking.counsellor = new Counsellor() {
            @Override
            public @Nullable Duration patience(String scheduler) {
                return scheduler.equals("mine") ? PATIENCE : null;
            }

            @Override
            public void consult(Consultation consultation) {
                asked.add(consultation);
            }
        };
    }

    private void create(int desired, String scheduler) {
        yard.create("app:1", Scheduling.REPLICA, desired, Yard.rules(100, 200), Map.of(Tags.SCHEDULER, scheduler));
    }

    /// The scheduler says that all copies it was asked about are to go there.
    private void answer(InstanceId node) {
        var consultation = asked.remove();
        var nodes = Collections.nCopies(consultation.copies().size(), node);
        say(consultation, Advice.of("mine", nodes));
    }

    private void say(Consultation consultation, Advice advice) {
        yard.asking.ask(new Advised(consultation.service(), consultation.copies(), advice));
    }

    private List<String> nodes() {
        return yard.wanted().stream()
                .map(task -> Objects.requireNonNull(task.instance()).id())
                .toList();
    }

    private List<String> scheduledBy() {
        return yard.wanted().stream().map(AdvisedTest::by).distinct().toList();
    }

    private static String by(Task task) {
        return task.tags().getOrDefault(Tags.SCHEDULED_BY, "");
    }

    @Test
    void a_service_asks_its_scheduler_once_and_starts_nothing_before_it_has_answered() {
        create(3, "mine");
        yard.pass(Duration.ofSeconds(1));
        assertThat(yard.wanted()).isEmpty();
        assertThat(asked).hasSize(1);
        assertThat(asked.element().copies()).hasSize(3);
        assertThat(asked.element().nodes()).hasSize(2);
        answer(second);
        assertThat(nodes()).containsExactly("n2", "n2", "n2");
        assertThat(scheduledBy()).containsExactly("mine");
        assertThat(asked).isEmpty();
        yard.settle();
        assertThat(yard.said().getLast()).isEqualTo("(service web) has reached a steady state.");
    }

    @Test
    void each_task_that_is_to_take_anothers_place_is_asked_about_too() {
        create(2, "mine");
        answer(first);
        yard.settle();
        yard.crash(yard.wanted().getFirst().id());
        assertThat(yard.wanted()).hasSize(1);
        assertThat(asked.element().copies()).hasSize(1);
        answer(second);
        assertThat(nodes()).containsExactlyInAnyOrder("n1", "n2");
    }

    @Test
    void a_cluster_may_name_the_scheduler_of_its_services_and_one_of_them_another() {
        yard.asking.ask(new TagResource(Cluster.key("default"), Map.of(Tags.SCHEDULER, "mine")));
        create(1, Advice.BUILT_IN);
        assertThat(yard.wanted()).hasSize(1);
        assertThat(scheduledBy()).containsExactly("");
        assertThat(asked).isEmpty();
        yard.asking.ask(new UntagResource(yard.service().key(), List.of(Tags.SCHEDULER)));
        yard.update(null, 2);
        assertThat(yard.wanted()).hasSize(1);
        answer(second);
        assertThat(yard.wanted()).hasSize(2);
    }

    @Test
    void a_scheduler_that_is_not_there_is_not_waited_for_and_the_tasks_say_so() {
        create(2, "theirs");
        assertThat(yard.wanted()).hasSize(2);
        assertThat(scheduledBy()).containsExactly("built-in (theirs: there is no scheduler of that name)");
    }

    @Test
    void a_scheduler_in_trouble_leaves_the_choice_to_the_built_in_one() {
        create(2, "mine");
        say(asked.remove(), Advice.none("mine", "took longer than 100 ms"));
        assertThat(yard.wanted()).hasSize(2);
        assertThat(scheduledBy()).containsExactly("built-in (mine: took longer than 100 ms)");
    }

    @Test
    void a_word_that_never_comes_is_waited_for_no_longer_than_it_can_take() {
        create(2, "mine");
        yard.pass(PATIENCE.minusMillis(1));
        assertThat(yard.wanted()).isEmpty();
        assertThat(yard.asking.state.nextLook()).isEqualTo(yard.now().plusMillis(1));
        yard.pass(Duration.ofMillis(1));
        assertThat(yard.wanted()).hasSize(2);
        assertThat(scheduledBy()).containsExactly("built-in (mine: no answer came)");
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_word_on_what_is_not_wanted_any_more_is_not_heeded() {
        create(2, "mine");
        var late = asked.remove();
        yard.define("app");
        yard.update("app:2", null);
        assertThat(asked.element().definition().revision()).isEqualTo(2);
        say(late, Advice.of("mine", List.of(first, first)));
        assertThat(yard.wanted()).isEmpty();
        answer(second);
        assertThat(yard.of("app:2")).hasSize(2);
        assertThat(nodes()).containsExactly("n2", "n2");
    }

    @Test
    void a_service_that_grows_meanwhile_asks_about_the_rest_after_it_was_answered() {
        create(2, "mine");
        yard.update(null, 5);
        assertThat(asked).hasSize(1);
        answer(first);
        assertThat(nodes()).containsExactly("n1", "n1");
        assertThat(asked.element().copies()).hasSize(3);
        answer(second);
        assertThat(nodes()).containsExactlyInAnyOrder("n1", "n1", "n2", "n2", "n2");
    }

    @Test
    void more_tasks_than_one_look_starts_are_asked_about_look_by_look_and_nothing_turns_meanwhile() {
        create(100, "mine");
        assertThat(asked.element().copies()).hasSize(Look.MOST_STARTS);
        assertThat(yard.asking.state.nextLook()).isEqualTo(yard.now().plus(PATIENCE));
        answer(first);
        assertThat(asked.element().copies()).hasSize(100 - Look.MOST_STARTS);
        answer(second);
        assertThat(yard.wanted()).hasSize(100);
    }

    @Test
    void a_service_that_is_deleted_meanwhile_is_gone_whatever_is_said() {
        create(2, "mine");
        var late = asked.remove();
        yard.asking.ask(new DeleteService(Yard.WEB, true));
        yard.settle();
        say(late, Advice.of("mine", List.of(first, first)));
        assertThat(yard.wanted()).isEmpty();
    }

    @Test
    void a_node_that_does_not_take_its_task_is_replaced_by_one_that_does() {
        var small = yard.node("tiny", 32, 32);
        create(1, "mine");
        answer(small);
        assertThat(nodes()).doesNotContain("tiny").hasSize(1);
        assertThat(scheduledBy()).containsExactly("built-in (mine: container instance tiny does not take it)");
    }

    @Test
    void rolling_updates_keep_their_rules_while_each_step_is_asked_about() {
        yard.create("app:1", Scheduling.REPLICA, 4, Yard.rules(50, 150), Map.of(Tags.SCHEDULER, "mine"));
        answer(first);
        yard.settle();
        yard.define("app");
        yard.update("app:2", null);
        for (var step = 0; step < 100 && yard.service().deployments().size() > 1; step++) {
            if (!asked.isEmpty()) answer(second);
            assertThat(yard.wanted().size()).isLessThanOrEqualTo(6);
            assertThat(yard.running()).isGreaterThanOrEqualTo(2);
            yard.runAll();
            yard.stopAll();
            yard.pass(Duration.ofMillis(500));
        }
        assertThat(yard.of("app:2")).hasSize(4).allMatch(task -> task.desired() == TaskStatus.RUNNING);
        assertThat(scheduledBy()).containsExactly("mine");
    }
}
