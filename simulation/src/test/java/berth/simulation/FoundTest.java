package berth.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.ContainerState;
import berth.agent.reconcile.Action;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.Labels;
import berth.agent.reconcile.ReconcileSettings;
import berth.agent.reconcile.Reconciler;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What seeds have found, each told as the shortest story that shows it.
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
        var task = AcsTask.of(TASK)
                .family("web")
                .version("1")
                .desiredStatus(desired)
                .containers(List.of(AcsContainer.of("web")
                        .image("server:web")
                        .essential(true)
                        .build()))
                .build();
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
        assertThat(seen).noneMatch(Action.Submit.class::isInstance).anyMatch(Action.Stop.class::isInstance);

        running.state = ContainerState.EXITED;
        running.exitCode = 143;
        assertThat(turn(new Input.Stopped(TASK, "web", running.look())))
                .filteredOn(Action.Submit.class::isInstance)
                .singleElement()
                .extracting(submit -> ((Action.Submit) submit)
                        .report()
                        .containers()
                        .getFirst()
                        .exitCode())
                .isEqualTo(143);
    }
}
