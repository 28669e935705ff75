package berth.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Otherwise the worlds might be so roomy that what must hold of waiting tasks was never tried.
class WaitingWorldTest {
    @Test
    void in_its_worlds_tasks_wait_get_room_give_up_and_are_stopped_for_others() {
        var gotRoom = 0;
        var gaveUp = 0;
        var preempted = 0;
        var kept = 0;
        for (var seed = 1; seed <= 20; seed++) {
            var world = new World(seed, 3, Faults.drawn(seed));
            world.begin();
            world.clients().come();
            for (var minute = 0; minute < 6; minute++) {
                world.run(Duration.ofMinutes(1));
                var state = world.server().state();
                if (state == null) continue;
                for (var place : state.queue(SimulatedAgent.CLUSTER).places()) {
                    if (place.waiting().keeps() != null) kept++;
                }
            }
            world.clients().leave();
            world.heal();
            world.settle(Duration.ofMinutes(20));
            var state = Objects.requireNonNull(world.server().state());
            for (var task : state.tasks().of(SimulatedAgent.CLUSTER).values()) {
                var reason = task.stop() == null ? "" : task.stop().reason();
                if (reason.startsWith("No room was found")) gaveUp++;
                if (reason.startsWith(Safety.PREEMPTED)) preempted++;
                var connected = task.times().connectivityAt();
                if (connected != null && connected.isAfter(task.times().createdAt())) gotRoom++;
            }
        }
        assertThat(gotRoom).as("got room").isGreaterThan(20);
        assertThat(gaveUp).as("gave up").isGreaterThan(20);
        assertThat(preempted).as("stopped for others").isGreaterThan(5);
        assertThat(kept).as("keep a node").isGreaterThan(10);
    }
}
