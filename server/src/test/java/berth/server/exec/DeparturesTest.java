package berth.server.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final long MILLI = 1_000_000;

    private final Departures departures = new Departures();

    private void send(long now) throws IOException, InterruptedException {
        var sequence = departures.next();
        departures.sent(sequence, new byte[] {(byte) sequence}, now);
    }

    @Test
    void the_oldest_is_sent_again_once_it_is_late_and_no_more_when_acknowledged() throws Exception {
        send(0);
        send(0);
        assertThat(departures.late(100 * MILLI)).isNull();
        assertThat(departures.late(201 * MILLI)).containsExactly(0);
        assertThat(departures.late(202 * MILLI)).isNull();
        departures.acknowledged(0, 203 * MILLI);
        assertThat(departures.late(402 * MILLI)).containsExactly(1);
        departures.acknowledged(1, 403 * MILLI);
        assertThat(departures.late(9_000 * MILLI)).isNull();
        departures.acknowledged(77, 1);
        assertThat(departures.waiting()).isZero();
    }

    @Test
    void a_slow_way_is_learnt_so_that_not_all_is_sent_twice() throws Exception {
        var now = 0L;
        for (var i = 0; i < 50; i++) {
            send(now);
            now += 150 * MILLI;
            departures.acknowledged(i, now);
        }
        send(now);
        assertThat(departures.late(now + 190 * MILLI)).isNull();
        assertThat(departures.late(now + 1_001 * MILLI)).isNotNull();
    }

    @Test
    void a_client_that_never_acknowledges_is_given_up() throws Exception {
        send(0);
        assertThatThrownBy(() -> {
                    for (var i = 1L; i < 10_000; i++) departures.late(i * 2_000 * MILLI);
                })
                .isInstanceOf(Departures.GivenUp.class)
                .hasMessageContaining("1500 times");
    }

    @Test
    void a_full_window_holds_the_writer_until_something_is_acknowledged_and_the_end_lets_it_go() throws Exception {
        for (var i = 0; i < Departures.MOST; i++) send(0);
        var writer = Thread.ofVirtual().start(() -> {
            try {
                departures.next();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        awaitWaiting(writer);
        departures.acknowledged(5, 1);
        assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
        departures.pause(true);
        departures.end();
        assertThatThrownBy(departures::next).isInstanceOf(IOException.class);
    }

    @Test
    void a_client_that_pauses_is_sent_nothing() throws Exception {
        send(0);
        departures.pause(true);
        assertThat(departures.late(5_000 * MILLI)).isNull();
        departures.pause(false);
        assertThat(departures.late(5_000 * MILLI)).containsExactly(0);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) Thread.onSpinWait();
    }
}
