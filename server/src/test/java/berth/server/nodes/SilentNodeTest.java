package berth.server.nodes;

import static berth.server.nodes.World.HEARTBEAT;
import static berth.server.nodes.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.ContainerInstance;
import berth.core.operation.Question;
import berth.core.operation.StopTask;
import berth.server.http.NodeSession;
import berth.server.nodes.World.RecordingSocket;
import berth.wire.acs.AcsMessage.PayloadMessage;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Nodes whose connection is open and from which nothing comes.
class SilentNodeTest {
    private static final Duration STEP = HEARTBEAT.dividedBy(NodeLinks.SHARES);

    private final World world = new World();
    private final RecordingSocket socket = new RecordingSocket();
    private final NodeSession session = world.connect(socket);

    @Test
    void a_node_is_pinged_once_a_heartbeat_as_long_as_it_answers() {
        listen(HEARTBEAT);
        assertThat(socket.pings).isEqualTo(1);
        listen(HEARTBEAT);
        assertThat(socket.pings).as("the first is not answered yet").isEqualTo(1);
        session.pong();
        listen(HEARTBEAT);
        assertThat(socket.pings).isEqualTo(2);
    }

    @Test
    void an_answer_may_be_there_before_the_ping_is_done() {
        var pulse = new Pulse(new Attention(STEP), () -> world.now);
        pulse.ask(() -> {
            pulse.answered();
            return true;
        });
        var asked = new AtomicInteger();
        pulse.ask(() -> asked.incrementAndGet() > 0);
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_node_that_answers_pings_and_says_nothing_else_is_there() {
        for (var i = 0; i < 100; i++) {
            listen(HEARTBEAT);
            session.pong();
        }
        assertThat(world.connected()).isTrue();
    }

    @Test
    void a_node_of_which_nothing_comes_for_two_heartbeats_is_silent_since_the_last_frame() {
        listen(HEARTBEAT);
        session.text("{}");
        var heard = world.now;
        listen(HEARTBEAT.multipliedBy(2));
        assertThat(world.connected()).isTrue();
        listen(STEP.multipliedBy(2));
        assertThat(world.connected()).isFalse();
        assertThat(node().silentSince()).isEqualTo(heard);
        assertThat(socket.closed).isNull();
        listen(Duration.ofSeconds(30));
        assertThat(node().silentSince()).isEqualTo(heard);
    }

    @Test
    void whatever_comes_from_a_silent_node_brings_it_back() {
        listen(HEARTBEAT.multipliedBy(3));
        assertThat(world.connected()).isFalse();
        session.pong();
        assertThat(world.connected()).isTrue();
        assertThat(node().silentSince()).isNull();
        listen(HEARTBEAT.multipliedBy(3));
        assertThat(world.connected()).isFalse();
        session.text("{}");
        assertThat(world.connected()).isTrue();
    }

    @Test
    void what_a_silent_node_missed_waits_in_its_connection() {
        var run = world.run();
        socket.news();
        listen(HEARTBEAT.multipliedBy(3));
        world.ask(new StopTask(run, ""));
        assertThat(socket.only(PayloadMessage.class).tasks()).hasSize(1);
    }

    @Test
    void a_connection_that_ends_counts_from_its_last_frame() {
        listen(HEARTBEAT);
        session.pong();
        var heard = world.now;
        listen(STEP.multipliedBy(3));
        session.closed(1006, "broken");
        assertThat(node().silentSince()).isEqualTo(heard);
    }

    @Test
    void a_new_connection_is_heard_at_once_and_the_old_one_no_more() {
        listen(HEARTBEAT.multipliedBy(3));
        var fresh = new RecordingSocket();
        world.connect(fresh);
        assertThat(world.connected()).isTrue();
        assertThat(socket.closed).isEqualTo("1000 Another connection of this container instance took over");
        session.pong();
        session.closed(1006, "broken");
        listen(STEP);
        assertThat(world.connected()).isTrue();
    }

    /// A process that was stopped, or a clock that was set: nobody listened, so nobody was silent.
    @Test
    void time_in_which_nobody_listened_does_not_count() {
        listen(HEARTBEAT);
        session.pong();
        world.pass(Duration.ofMinutes(10));
        listen(STEP.multipliedBy(3));
        assertThat(world.connected()).isTrue();
        session.closed(1006, "broken");
        var since = Objects.requireNonNull(node().silentSince());
        assertThat(since).isAfter(world.now.minus(HEARTBEAT));
        assertThat(since).isBeforeOrEqualTo(world.now);
    }

    @Test
    void a_writer_that_is_away_hears_of_silent_and_returning_nodes_once_it_is_back() {
        world.down = true;
        listen(HEARTBEAT.multipliedBy(3));
        world.down = false;
        assertThat(world.connected()).isTrue();
        listen(STEP);
        assertThat(world.connected()).isFalse();
        world.down = true;
        session.pong();
        world.down = false;
        assertThat(world.connected()).isFalse();
        session.pong();
        assertThat(world.connected()).isTrue();
    }

    /// The single writer hears of changes, not of beats.
    @Test
    void nothing_is_asked_while_all_is_as_it_was() {
        var asked = world.asked;
        for (var i = 0; i < 50; i++) {
            listen(HEARTBEAT);
            session.pong();
        }
        assertThat(world.asked).isEqualTo(asked);
        listen(HEARTBEAT.multipliedBy(50));
        assertThat(world.asked).isEqualTo(asked + 1);
    }

    private void listen(Duration length) {
        for (var end = world.now.plus(length); world.now.isBefore(end); ) {
            world.pass(STEP);
            world.links.listen();
        }
    }

    private ContainerInstance node() {
        return world.ask(Question.read(
                        state -> Optional.ofNullable(state.instances().get(NODE))))
                .orElseThrow();
    }
}
