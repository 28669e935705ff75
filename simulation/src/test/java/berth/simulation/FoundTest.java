package berth.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.ContainerState;
import berth.agent.reconcile.Action;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.Labels;
import berth.agent.reconcile.ReconcileSettings;
import berth.agent.reconcile.Reconciler;
import berth.agent.reconcile.TaskReport;
import berth.agent.reconcile.TaskStatus;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What seeds have found, each told as the shortest story that shows it. What they found in rollouts is told where it
/// needs neither nodes nor a network: in the tests of `berth.core.rollout`.
class FoundTest {
    private static final String TASK = "arn:aws:ecs:us-east-1:000000000000:task/default/1";
    private static final Input.FetchFailed TIMEOUT =
            new Input.FetchFailed("server:web", "CannotPullContainerError: TLS handshake timeout", true);

    private final ForgetfulLedger ledger = new ForgetfulLedger();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long number;
    private Reconciler agent = reborn();

    private Reconciler reborn() {
        return new Reconciler(
                ReconcileSettings.of("default", "berth", 4, Duration.ofHours(3)), ledger, new SplittableRandom(1));
    }

    private List<Action> turn(Input... inputs) {
        now = now.plusMillis(1);
        return agent.turn(List.of(inputs), now);
    }

    private Input told(String desired) {
        return told(AcsTask.of(TASK)
                .family("web")
                .version("1")
                .desiredStatus(desired)
                .containers(List.of(AcsContainer.of("web")
                        .image("server:web")
                        .essential(true)
                        .build()))
                .build());
    }

    private Input told(String id, String desired) {
        return told(
                AcsTask.of(TASK.replace("/1", "/" + id)).desiredStatus(desired).build());
    }

    private Input told(AcsTask task) {
        return new Input.Heard(
                new PayloadMessage("m", "default", "instance", ++number, now.toEpochMilli(), List.of(task)));
    }

    private void upWith(Vessel... vessels) {
        turn(new Input.EngineUp());
        turn(new Input.LookedAround(Arrays.stream(vessels).map(Vessel::summary).toList()));
    }

    private static Vessel vessel() {
        return new Vessel(
                "container-1",
                "ecs-web-1-web",
                "server:web",
                Map.of(Labels.CLUSTER, "default", Labels.TASK_ARN, TASK, Labels.CONTAINER, "web"),
                List.of(),
                "berth",
                Instant.EPOCH);
    }

    @Test
    void an_agent_without_an_engine_does_not_spin_over_a_pull_that_is_due_again() {
        upWith();
        turn(told("RUNNING"));
        turn(TIMEOUT);
        turn(new Input.EngineDown());
        now = now.plusSeconds(60);
        turn();
        assertThat(agent.wakeAt()).isNull();
    }

    @Test
    void an_agent_does_not_spin_over_a_pull_whose_tasks_have_all_stopped() {
        upWith();
        turn(told("RUNNING"));
        turn(TIMEOUT);
        turn(told("STOPPED"));
        now = now.plusSeconds(10);
        turn();
        assertThat(agent.wakeAt()).isAfter(now);
    }

    private static List<TaskReport> reports(List<Action> actions) {
        return actions.stream()
                .filter(Action.Submit.class::isInstance)
                .map(action -> ((Action.Submit) action).report())
                .toList();
    }

    @Test
    void a_task_that_is_over_is_not_forgotten_while_it_may_still_be_told_by_who_did_not_know() {
        agent = new Reconciler(
                ReconcileSettings.of("default", "berth", 4, Duration.ZERO), ledger, new SplittableRandom(1));
        upWith();
        var report = reports(turn(told("1", "STOPPED"))).getFirst();
        assertThat(turn(new Input.Submitted(report))).noneMatch(Action.CleanUp.class::isInstance);
        now = now.plusSeconds(121);
        assertThat(turn()).anyMatch(Action.CleanUp.class::isInstance);
    }

    @Test
    void an_agent_does_not_spin_while_a_report_that_is_due_again_has_to_wait_for_others() {
        agent = new Reconciler(
                new ReconcileSettings("default", "berth", 4, Duration.ofSeconds(30), Duration.ofHours(3), 500, 1, 5),
                ledger,
                new SplittableRandom(1));
        upWith();
        var actions = new ArrayList<Action>(turn(told("1", "STOPPED")));
        actions.addAll(turn(told("2", "STOPPED")));
        var first = reports(actions).getFirst();
        var second = reports(turn(new Input.SubmitFailed(first, "no answer", true)));
        assertThat(second).extracting(TaskReport::taskArn).hasSize(1).doesNotContain(first.taskArn());
        now = now.plusSeconds(10);
        turn();
        assertThat(agent.wakeAt()).isAfter(now);

        var third = reports(turn(new Input.Submitted(second.getFirst())));
        assertThat(third).extracting(TaskReport::taskArn).containsExactly(first.taskArn());
    }

    @Test
    void a_container_that_was_started_but_not_written_down_is_not_called_over_before_it_was_looked_at() {
        upWith();
        turn(told("RUNNING"));
        turn(new Input.Fetched("server:web", null));
        ledger.sync();
        turn(new Input.Created(TASK, "web", "container-1"));
        ledger.crash(new Chance(0) {
            @Override
            int between(int least, int most) {
                return least;
            }
        });
        agent = reborn();

        assertThat(turn(told("STOPPED"))).noneMatch(Action.Submit.class::isInstance);

        var running = vessel();
        running.state = ContainerState.RUNNING;
        var seen = new ArrayList<Action>(turn(new Input.EngineUp()));
        seen.addAll(turn(new Input.LookedAround(List.of(running.summary()))));
        seen.addAll(turn(new Input.Looked(TASK, "web", "container-1", running.look())));
        assertThat(reports(seen)).extracting(TaskReport::status).containsExactly(TaskStatus.RUNNING);
        assertThat(seen).anyMatch(Action.Stop.class::isInstance);

        running.state = ContainerState.EXITED;
        running.exitCode = 143;
        var ended = turn(new Input.Submitted(reports(seen).getFirst()), new Input.Stopped(TASK, "web", running.look()));
        assertThat(reports(ended))
                .singleElement()
                .satisfies(report ->
                        assertThat(report.containers().getFirst().exitCode()).isEqualTo(143));
    }

    @Test
    void a_start_that_failed_unheard_is_looked_into_before_a_task_that_stops_calls_it_over() {
        upWith();
        turn(told("RUNNING"));
        turn(new Input.Fetched("server:web", null));
        var start = turn(new Input.Created(TASK, "web", "container-1")).stream()
                .filter(Action.Start.class::isInstance)
                .map(Action.Start.class::cast)
                .findFirst()
                .orElseThrow();
        turn(new Input.Unanswered(start));
        turn(told("STOPPED"));
        now = now.plusSeconds(60);
        assertThat(turn()).hasAtLeastOneElementOfType(Action.LookAround.class);

        var failed = vessel();
        failed.exitCode = 127;
        failed.error = "exec: not found";
        var look = turn(new Input.LookedAround(List.of(failed.summary())));
        assertThat(look).contains(new Action.Look(TASK, "web", "container-1"));
        assertThat(reports(look)).isEmpty();
        var reports = reports(turn(new Input.Looked(TASK, "web", "container-1", failed.look())));
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().containers().getFirst().exitCode()).isEqualTo(127);
    }

    @Test
    void a_node_that_answers_pings_and_has_nothing_else_to_say_is_not_silent() {
        var world = new World(1, 3, Faults.NONE);
        world.begin();
        world.run(Duration.ofSeconds(30));
        for (var second = 0; second < 100; second++) {
            world.run(Duration.ofSeconds(1));
            var state = Objects.requireNonNull(world.server().state());
            for (var node : world.nodes()) {
                var instance = state.instances().get(Objects.requireNonNull(node.id()));
                assertThat(Objects.requireNonNull(instance).agentConnected()).isTrue();
            }
        }
    }
}
