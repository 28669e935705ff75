package berth.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import berth.core.operation.Protections.Failure;
import berth.core.operation.Protections.Reason;
import berth.core.service.Rules;
import berth.core.service.Steering;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TaskProtectionTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Fleet fleet = new Fleet(Steering.ECS, Rules.REPLICA, 2);

    TaskProtectionTest() {
        fleet.settle();
    }

    private List<TaskId> ids() {
        return fleet.tasks().stream().map(Task::id).toList();
    }

    private Protections protect(List<TaskId> tasks, @Nullable Duration length) {
        return fleet.asking.ask(new UpdateTaskProtection("default", tasks, length));
    }

    private Protections get(List<TaskId> tasks) {
        return fleet.asking.ask(new GetTaskProtection("default", tasks));
    }

    @Test
    void a_protected_task_survives_scaling_in_until_its_time_is_over() {
        var spared = ids().getLast();
        var reply = protect(List.of(spared), HOUR);
        assertThat(reply.failures()).isEmpty();
        assertThat(reply.tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.protectedUntil()).isEqualTo(fleet.asking.now.plus(HOUR)));
        fleet.asking.ask(UpdateService.scaled(Fleet.WEB, 0));
        fleet.settle();
        assertThat(ids()).containsExactly(spared);
        fleet.asking.pass(HOUR);
        fleet.asking.serve();
        fleet.settle();
        assertThat(ids()).isEmpty();
    }

    @Test
    void protection_can_be_taken_back_and_runs_out_by_itself() {
        var task = ids().subList(0, 1);
        protect(task, HOUR);
        assertThat(get(task).tasks().getFirst().protectedUntil()).isNotNull();
        protect(task, null);
        assertThat(get(task).tasks().getFirst().protectedUntil()).isNull();
        protect(task, HOUR);
        fleet.asking.pass(HOUR);
        assertThat(get(task).tasks().getFirst().protectedUntil()).isNull();
        fleet.asking.changesNothing(new GetTaskProtection("default", task));
    }

    @Test
    void a_task_of_no_service_or_one_that_ends_is_not_valid_and_an_unknown_one_missing() {
        var alone = fleet.asking.running("app");
        var ending = ids().getFirst();
        fleet.asking.ask(new StopTask(ending, "enough"));
        var unknown = new TaskId("default", "unknown");
        var elsewhere = new TaskId("other", ids().getLast().id());
        var reply = protect(List.of(alone, ending, unknown, elsewhere, ids().getLast()), HOUR);
        assertThat(reply.failures())
                .extracting(Failure::task, Failure::reason)
                .containsExactly(
                        tuple(alone, Reason.TASK_NOT_VALID),
                        tuple(ending, Reason.TASK_NOT_VALID),
                        tuple(unknown, Reason.MISSING),
                        tuple(elsewhere, Reason.MISSING));
        assertThat(reply.tasks()).hasSize(1);
        assertThat(get(List.of(alone)).failures()).extracting(Failure::reason).containsExactly(Reason.TASK_NOT_VALID);
    }

    @Test
    void no_more_tasks_can_be_protected_than_the_service_wants() {
        fleet.deploy();
        var reply = protect(ids(), HOUR);
        assertThat(ids()).hasSize(4);
        assertThat(reply.tasks()).hasSize(2);
        assertThat(reply.failures()).extracting(Failure::reason).containsOnly(Reason.DEPLOYMENT_BLOCKED);
        assertThat(reply.failures().getFirst().detail())
                .isEqualTo("Service 'web' wants 2 tasks, and 2 are protected: no more can be.");
        var longer = protect(reply.tasks().stream().map(Task::id).toList(), HOUR.multipliedBy(2));
        assertThat(longer.failures()).isEmpty();
        assertThat(fleet.tasks())
                .filteredOn(task -> task.desired() == TaskStatus.RUNNING)
                .hasSize(4);
    }
}
