package berth.core.operation;

import static berth.core.operation.Fleet.EC2;
import static berth.core.operation.Fleet.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal.Code;
import berth.core.Samples;
import berth.core.operation.ServiceView.Counts;
import berth.core.service.Rules;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import berth.core.service.TaskSet;
import berth.core.service.TaskSet.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TaskSetsTest {
    private final Fleet fleet = new Fleet(Steering.EXTERNAL, Rules.REPLICA, 3);

    private CreateTaskSet creation(String definition, int scale, Service.@Nullable Token token) {
        return new CreateTaskSet(WEB, definition, EC2, scale, "mine", token, Map.of("k", "v"), fleet.ids());
    }

    private TaskSet create(String definition, int scale) {
        return fleet.asking.ask(creation(definition, scale, null)).set();
    }

    private TaskSet set(String id) {
        return Objects.requireNonNull(fleet.service().taskSet(id));
    }

    @Test
    void a_set_gets_its_share_of_the_desired_count_rounded_up() {
        var view = fleet.asking.ask(creation("app", 5_000, null));
        var set = view.set();
        assertThat(set.status()).isEqualTo(Status.ACTIVE);
        assertThat(set.steady()).isFalse();
        assertThat(set.tags()).containsExactly(Map.entry("k", "v"));
        assertThat(view.service().revisions()).containsKey(set.revision());
        assertThat(view.service().counts(set.id())).isEqualTo(Counts.NONE);
        fleet.settle();
        assertThat(fleet.counts(set.id())).isEqualTo(new Counts(2, 0));
        assertThat(set(set.id()).steady()).isTrue();
        assertThat(fleet.tasks())
                .allMatch(task -> set.id().equals(task.wish().startedBy()))
                .allMatch(task -> "service:web".equals(task.wish().group()));
    }

    @Test
    void a_set_that_nobody_has_scaled_has_no_tasks_and_is_steady() {
        var set = create("app", 0);
        fleet.settle();
        assertThat(fleet.tasks()).isEmpty();
        assertThat(set(set.id()).steady()).isTrue();
    }

    @Test
    void scaling_a_set_up_and_down_starts_and_stops_its_tasks_only() {
        fleet.asking.define("app", Samples.spec("app", 64, 64));
        var blue = create("app:1", 10_000);
        var green = create("app:2", 0);
        fleet.settle();
        var scaled =
                fleet.asking.ask(new UpdateTaskSet(WEB, green.id(), 10_000)).set();
        assertThat(scaled.steady()).isFalse();
        fleet.settle();
        assertThat(fleet.counts(blue.id())).isEqualTo(new Counts(3, 0));
        assertThat(fleet.counts(green.id())).isEqualTo(new Counts(3, 0));
        fleet.asking.ask(new UpdateTaskSet(WEB, blue.id(), 1));
        fleet.settle();
        assertThat(fleet.wanted("app:1")).isEqualTo(1);
        assertThat(fleet.wanted("app:2")).isEqualTo(3);
    }

    @Test
    void the_same_scale_again_changes_nothing() {
        var set = create("app", 5_000);
        fleet.settle();
        fleet.asking.changesNothing(new UpdateTaskSet(WEB, set.id(), 5_000));
    }

    @Test
    void sets_follow_the_services_desired_count() {
        var set = create("app", 10_000);
        fleet.settle();
        fleet.asking.ask(UpdateService.scaled(WEB, 5));
        fleet.settle();
        assertThat(fleet.counts(set.id())).isEqualTo(new Counts(5, 0));
    }

    @Test
    void one_set_is_the_primary_one_at_a_time() {
        var blue = create("app", 0);
        var green = create("app", 0);
        assertThat(fleet.asking
                        .ask(new UpdateServicePrimaryTaskSet(WEB, blue.id()))
                        .set()
                        .status())
                .isEqualTo(Status.PRIMARY);
        fleet.asking.ask(new UpdateServicePrimaryTaskSet(WEB, green.id()));
        assertThat(set(green.id()).status()).isEqualTo(Status.PRIMARY);
        assertThat(set(blue.id()).status()).isEqualTo(Status.ACTIVE);
        fleet.asking.changesNothing(new UpdateServicePrimaryTaskSet(WEB, green.id()));
    }

    @Test
    void a_set_is_deleted_once_it_is_scaled_to_nothing_or_by_force() {
        var set = create("app", 10_000);
        fleet.settle();
        var refusal = fleet.asking.refused(new DeleteTaskSet(WEB, set.id(), false));
        assertThat(refusal.code()).isEqualTo(Code.INVALID_PARAMETER);
        assertThat(refusal).hasMessageStartingWith("The task set cannot be deleted while it is scaled above 0.");
        var leaving = fleet.asking.ask(new DeleteTaskSet(WEB, set.id(), true)).set();
        assertThat(leaving.status()).isEqualTo(Status.DRAINING);
        assertThat(leaving.computedDesiredCount(3)).isZero();
        fleet.settle();
        assertThat(fleet.tasks()).isEmpty();
        assertThat(fleet.service().taskSets()).isEmpty();
        assertThat(fleet.asking.state.services().revisions(WEB)).isEmpty();
    }

    @Test
    void a_set_that_is_draining_can_be_deleted_again_and_nothing_else() {
        var set = create("app", 10_000);
        fleet.settle();
        fleet.asking.ask(new DeleteTaskSet(WEB, set.id(), true));
        fleet.asking.changesNothing(new DeleteTaskSet(WEB, set.id(), false));
        assertThat(fleet.asking.refused(new UpdateTaskSet(WEB, set.id(), 0)))
                .hasMessage("The task set cannot be scaled: it is DRAINING.");
        assertThat(fleet.asking.refused(new UpdateServicePrimaryTaskSet(WEB, set.id())))
                .hasMessage("The task set cannot be made the primary one: it is DRAINING.");
    }

    @Test
    void a_service_has_at_most_five_sets() {
        for (var i = 0; i < CreateTaskSet.MAX; i++) create("app", 0);
        var refusal = fleet.asking.refused(creation("app", 0, null));
        assertThat(refusal.code()).isEqualTo(Code.LIMIT_EXCEEDED);
        assertThat(refusal).hasMessage("A service can have at most 5 task sets (it has 5).");
    }

    @Test
    void a_repeated_call_answers_with_the_set_there_is() {
        var token = new Service.Token("once", "digest");
        var first = fleet.asking.ask(creation("app", 0, token)).set();
        var again = fleet.asking.ask(creation("app", 0, token)).set();
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(fleet.service().taskSets()).hasSize(1);
        var other = fleet.asking.refused(creation("app", 100, new Service.Token("once", "another")));
        assertThat(other.code()).isEqualTo(Code.INVALID_PARAMETER);
        assertThat(other).hasMessageContaining("'once' was used before");
    }

    @Test
    void sets_are_for_services_that_others_steer() {
        var ours = new Fleet(Steering.ECS, Rules.REPLICA, 1);
        var refusal = ours.asking.refused(new CreateTaskSet(WEB, "app", EC2, 0, null, null, Map.of(), ours.ids()));
        assertThat(refusal.code()).isEqualTo(Code.INVALID_PARAMETER);
        assertThat(refusal).hasMessageContaining("service 'web' has the ECS one");
    }

    @Test
    void an_unknown_set_service_or_definition_is_refused_as_such() {
        assertThat(fleet.asking.refused(new UpdateTaskSet(WEB, "ecs-svc/1", 0)).code())
                .isEqualTo(Code.TASK_SET_NOT_FOUND);
        assertThat(fleet.asking
                        .refused(new DescribeTaskSets(new ServiceId("default", "nobody"), List.of()))
                        .code())
                .isEqualTo(Code.SERVICE_NOT_FOUND);
        assertThat(fleet.asking.refused(creation("nothing", 0, null)).code()).isEqualTo(Code.CLIENT);
        fleet.asking.ask(new DeleteService(WEB, true));
        assertThat(fleet.asking.refused(creation("app", 0, null)).code()).isEqualTo(Code.SERVICE_NOT_ACTIVE);
    }

    @Test
    void sets_are_described_in_the_order_asked_for_or_all() {
        var one = create("app", 0);
        var two = create("app", 0);
        var all = fleet.asking.ask(new DescribeTaskSets(WEB, List.of()));
        assertThat(all.found()).extracting(view -> view.set().id()).containsExactly(one.id(), two.id());
        var some = fleet.asking.ask(new DescribeTaskSets(WEB, List.of(two.id(), "ecs-svc/1", one.id())));
        assertThat(some.found()).extracting(view -> view.set().id()).containsExactly(two.id(), one.id());
        assertThat(some.missing()).containsExactly("ecs-svc/1");
    }

    @Test
    void a_protected_task_is_spared_while_its_set_is_scaled_down_and_not_when_the_set_goes() {
        var set = create("app", 10_000);
        fleet.settle();
        var spared = fleet.tasks().getFirst().id();
        fleet.asking.ask(new UpdateTaskProtection("default", List.of(spared), Duration.ofHours(1)));
        fleet.asking.ask(new UpdateTaskSet(WEB, set.id(), 0));
        fleet.settle();
        assertThat(fleet.tasks()).extracting(task -> task.id()).containsExactly(spared);
        fleet.asking.ask(new DeleteTaskSet(WEB, set.id(), false));
        fleet.settle();
        assertThat(fleet.tasks()).isEmpty();
    }
}
