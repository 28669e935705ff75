package berth.core.operation;

import static berth.core.operation.Fleet.WEB;
import static berth.core.operation.Fleet.blueGreen;
import static berth.core.operation.Fleet.pause;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Arns;
import berth.core.Refusal.Code;
import berth.core.operation.ContinueServiceDeployment.Action;
import berth.core.operation.ListServiceDeployments.Place;
import berth.core.operation.ServiceView.Counts;
import berth.core.operation.StopServiceDeployment.How;
import berth.core.service.Hook;
import berth.core.service.Rules;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceDeployment.Status;
import berth.core.service.Stage;
import berth.core.service.Steering;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ServiceDeploymentsTest {
    private static final Set<Status> ALL = EnumSet.allOf(Status.class);

    private static Fleet deploying(Rules rules) {
        var fleet = new Fleet(Steering.ECS, rules, 2);
        settleThrough(fleet);
        fleet.deploy();
        return fleet;
    }

    /// Past whatever the service's own first deployment stops at.
    private static void settleThrough(Fleet fleet) {
        fleet.settle();
        while (fleet.deployment().paused() != null) {
            goOn(fleet, Action.CONTINUE);
            fleet.settle();
        }
        fleet.asking.pass(Duration.ofMinutes(10));
        fleet.asking.serve();
        fleet.settle();
        assertThat(fleet.deployment().status()).isEqualTo(Status.SUCCESSFUL);
    }

    private static ServiceDeployment goOn(Fleet fleet, Action action) {
        var hook = String.valueOf(fleet.deployment().paused());
        return fleet.asking.ask(new ContinueServiceDeployment(fleet.part(), hook, action));
    }

    @Test
    void a_hook_holds_the_deployment_until_somebody_lets_it_go_on() {
        var fleet = deploying(blueGreen(Duration.ofMinutes(5), pause("look", Stage.POST_SCALE_UP)));
        fleet.settle();
        assertThat(fleet.deployment().paused()).isEqualTo("look");
        assertThat(fleet.deployment().stage()).isEqualTo(Stage.POST_SCALE_UP);
        assertThat(fleet.wanted("app:1")).isEqualTo(2);
        assertThat(fleet.wanted("app:2")).isEqualTo(2);
        goOn(fleet, Action.CONTINUE);
        assertThat(fleet.deployment().paused()).isNull();
        assertThat(fleet.deployment().stage()).isEqualTo(Stage.BAKE_TIME);
        assertThat(fleet.wanted("app:1")).isEqualTo(2);
        fleet.asking.pass(Duration.ofMinutes(5));
        fleet.asking.serve();
        fleet.settle();
        assertThat(fleet.wanted("app:1")).isZero();
        assertThat(fleet.deployment().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void each_hook_before_a_stage_wants_a_word_of_its_own() {
        var fleet = deploying(
                blueGreen(Duration.ZERO, pause("one", Stage.POST_SCALE_UP), pause("two", Stage.POST_SCALE_UP)));
        fleet.settle();
        assertThat(fleet.deployment().paused()).isEqualTo("one");
        assertThat(goOn(fleet, Action.CONTINUE).paused()).isEqualTo("two");
        goOn(fleet, Action.CONTINUE);
        fleet.settle();
        assertThat(fleet.deployment().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void a_deployment_can_go_back_from_a_hook() {
        var fleet = deploying(blueGreen(Duration.ZERO, pause("look", Stage.POST_SCALE_UP)));
        fleet.settle();
        goOn(fleet, Action.ROLLBACK);
        fleet.settle();
        assertThat(fleet.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(fleet.wanted("app:1")).isEqualTo(2);
        assertThat(fleet.wanted("app:2")).isZero();
    }

    private static List<String> passed(Fleet fleet) {
        return fleet.deployment().passed().stream()
                .map(hook -> hook.hook() + " " + hook.stage() + " " + hook.outcome())
                .toList();
    }

    @Test
    void hooks_that_were_waited_at_are_remembered_with_what_came_of_them() {
        var fleet = deploying(blueGreen(
                Duration.ZERO,
                pause("one", Stage.PRE_SCALE_UP, Stage.POST_SCALE_UP),
                pause("two", Stage.POST_SCALE_UP)));
        fleet.settle();
        assertThat(passed(fleet)).isEmpty();
        var waiting = fleet.deployment();
        goOn(fleet, Action.CONTINUE);
        assertThat(fleet.deployment().passed().getFirst().expiresAt())
                .isEqualTo(waiting.stageSince().plus(Duration.ofHours(1)));
        fleet.settle();
        goOn(fleet, Action.CONTINUE);
        goOn(fleet, Action.ROLLBACK);
        fleet.settle();
        assertThat(passed(fleet))
                .containsExactly(
                        "one PRE_SCALE_UP SUCCEEDED", "one POST_SCALE_UP SUCCEEDED", "two POST_SCALE_UP FAILED");
    }

    @Test
    void a_hook_that_nobody_came_to_has_timed_out_whichever_way_it_went() {
        var goesOn = new Hook("on", List.of(Stage.PRE_SCALE_UP), Duration.ofMinutes(20), Hook.OnTimeout.CONTINUE);
        var fleet = deploying(blueGreen(Duration.ZERO, goesOn, pause("back", Stage.POST_SCALE_UP)));
        fleet.settle();
        fleet.asking.pass(Duration.ofMinutes(20));
        fleet.asking.serve();
        fleet.settle();
        assertThat(passed(fleet)).containsExactly("on PRE_SCALE_UP TIMED_OUT");
        fleet.asking.pass(Duration.ofHours(1));
        fleet.asking.serve();
        fleet.settle();
        assertThat(passed(fleet)).containsExactly("on PRE_SCALE_UP TIMED_OUT", "back POST_SCALE_UP TIMED_OUT");
        assertThat(fleet.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void a_hook_of_a_deployment_that_is_stopped_has_failed() {
        var fleet = deploying(blueGreen(Duration.ZERO, pause("look", Stage.POST_SCALE_UP)));
        fleet.settle();
        fleet.asking.ask(new StopServiceDeployment(fleet.part(), How.ROLLBACK));
        fleet.settle();
        assertThat(passed(fleet)).containsExactly("look POST_SCALE_UP FAILED");
    }

    @Test
    void going_on_is_refused_where_nobody_waits() {
        var fleet = deploying(blueGreen(Duration.ZERO, pause("look", Stage.POST_SCALE_UP)));
        var early = fleet.asking.refused(new ContinueServiceDeployment(fleet.part(), "look", Action.CONTINUE));
        assertThat(early.code()).isEqualTo(Code.INVALID_PARAMETER);
        assertThat(early)
                .hasMessage("The service deployment is not paused at lifecycle hook 'look': it waits at none.");
        fleet.settle();
        assertThat(fleet.asking.refused(new ContinueServiceDeployment(fleet.part(), "other", Action.CONTINUE)))
                .hasMessage("The service deployment is not paused at lifecycle hook 'other': it waits at 'look', before"
                        + " POST_SCALE_UP.");
        assertThat(fleet.asking
                        .refused(new ContinueServiceDeployment(new Arns.Part(WEB, "x"), "look", Action.CONTINUE))
                        .code())
                .isEqualTo(Code.SERVICE_DEPLOYMENT_NOT_FOUND);
    }

    @Test
    void a_rolling_deployment_that_is_stopped_goes_back_to_what_ran_before() {
        var fleet = deploying(Rules.REPLICA);
        var asked = fleet.asking.ask(new StopServiceDeployment(fleet.part(), How.ROLLBACK));
        assertThat(asked.status()).isEqualTo(Status.ROLLBACK_REQUESTED);
        assertThat(fleet.deployment().status()).isEqualTo(Status.ROLLBACK_IN_PROGRESS);
        assertThat(fleet.asking
                        .refused(new StopServiceDeployment(fleet.part(), How.ROLLBACK))
                        .code())
                .isEqualTo(Code.CONFLICT);
        fleet.settle();
        assertThat(fleet.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(fleet.wanted("app:1")).isEqualTo(2);
        assertThat(fleet.wanted("app:2")).isZero();
    }

    @Test
    void a_deployment_that_is_aborted_gets_no_further_and_that_is_all() {
        var fleet = deploying(Rules.REPLICA);
        fleet.asking.ask(new StopServiceDeployment(fleet.part(), How.ABORT));
        assertThat(fleet.deployment().status()).isEqualTo(Status.STOPPED);
        var over = fleet.asking.refused(new StopServiceDeployment(fleet.part(), How.ABORT));
        assertThat(over.code()).isEqualTo(Code.CONFLICT);
        assertThat(over).hasMessage("The service deployment cannot be stopped: it is over, with status STOPPED.");
    }

    @Test
    void a_service_that_is_deleted_leaves_no_deployment_in_progress() {
        var fleet = new Fleet(Steering.ECS, Rules.REPLICA, 1);
        fleet.asking.ask(new DeleteService(WEB, true));
        fleet.settle();
        assertThat(fleet.deployment().status()).isEqualTo(Status.STOPPED);
    }

    @Test
    void deployments_are_described_with_the_tasks_that_run_now() {
        var fleet = deploying(blueGreen(Duration.ZERO, pause("look", Stage.POST_SCALE_UP)));
        fleet.settle();
        var unknown = new Arns.Part(WEB, "x");
        var found = fleet.asking.ask(new DescribeServiceDeployments(List.of(fleet.part(), unknown)));
        assertThat(found.missing()).containsExactly(unknown);
        var view = found.found().getFirst();
        assertThat(view.counts(view.deployment().target())).isEqualTo(new Counts(2, 0));
        assertThat(view.deployment().sources()).hasSize(1);
        assertThat(view.counts(view.deployment().sources().getFirst().revision()))
                .isEqualTo(new Counts(2, 0));
    }

    @Test
    void revisions_are_described_with_their_definitions() {
        var fleet = new Fleet(Steering.ECS, Rules.REPLICA, 1);
        var known = new Arns.Part(WEB, fleet.deployment().target());
        var unknown = new Arns.Part(WEB, "x");
        var found = fleet.asking.ask(new DescribeServiceRevisions(List.of(unknown, known)));
        assertThat(found.missing()).containsExactly(unknown);
        assertThat(found.found()).singleElement().satisfies(view -> {
            assertThat(view.revision().definition().toString()).isEqualTo("app:1");
            assertThat(view.definition()).isNotNull();
        });
    }

    private static Page<ServiceDeployment> list(
            Fleet fleet, Set<Status> statuses, @Nullable Instant from, @Nullable Instant until, @Nullable Place after) {
        return fleet.asking.ask(new ListServiceDeployments(WEB, statuses, from, until, after, 2));
    }

    @Test
    void deployments_are_listed_page_by_page_the_newest_first() {
        var fleet = new Fleet(Steering.ECS, Rules.REPLICA, 1);
        for (var i = 0; i < 4; i++) {
            fleet.settle();
            fleet.deploy();
        }
        var first = list(fleet, ALL, null, null, null);
        assertThat(first.items()).extracting(ServiceDeployment::id).containsExactly("attempt5", "attempt4");
        var place = Place.parse(String.valueOf(first.next()));
        var second = list(fleet, ALL, null, null, place);
        assertThat(second.items()).extracting(ServiceDeployment::id).containsExactly("attempt3", "attempt2");
        var last = list(fleet, ALL, null, null, Place.parse(String.valueOf(second.next())));
        assertThat(last.items()).extracting(ServiceDeployment::id).containsExactly("attempt1");
        assertThat(last.next()).isNull();
        assertThat(Place.parse("no place")).isNull();
    }

    @Test
    void deployments_are_listed_by_status_and_by_the_time_they_began() {
        var fleet = new Fleet(Steering.ECS, Rules.REPLICA, 1);
        var begun = fleet.asking.now;
        fleet.settle();
        fleet.deploy();
        var later = fleet.asking.now;
        assertThat(list(fleet, EnumSet.of(Status.IN_PROGRESS), null, null, null).items())
                .extracting(ServiceDeployment::id)
                .containsExactly("attempt2");
        assertThat(list(fleet, EnumSet.noneOf(Status.class), null, null, null).items())
                .isEmpty();
        assertThat(list(fleet, ALL, later, null, null).items())
                .extracting(ServiceDeployment::id)
                .containsExactly("attempt2");
        assertThat(list(fleet, ALL, null, begun, null).items())
                .extracting(ServiceDeployment::id)
                .containsExactly("attempt1");
    }
}
