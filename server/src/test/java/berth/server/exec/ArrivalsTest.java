package berth.server.exec;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.exec.ExecFrame;
import berth.wire.ssm.ChannelMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static ChannelMessage message(long sequence, int bytes) {
        return new ChannelMessage(ChannelMessage.INPUT, 1, sequence, 0, new UUID(0, sequence), 1, new byte[bytes]);
    }

    private static List<Long> drained(Arrivals arrivals) {
        var all = new ArrayList<Long>();
        for (var next = arrivals.next(); next != null; next = arrivals.next()) all.add(next.sequence());
        return all;
    }

    @Test
    void messages_come_out_in_order_and_once_whatever_the_order_they_came_in() {
        var arrivals = new Arrivals();
        assertThat(arrivals.offer(message(2, 1))).isTrue();
        assertThat(drained(arrivals)).isEmpty();
        assertThat(arrivals.offer(message(0, 1))).isTrue();
        assertThat(arrivals.offer(message(0, 1))).isTrue();
        assertThat(drained(arrivals)).containsExactly(0L);
        assertThat(arrivals.offer(message(1, 1))).isTrue();
        assertThat(drained(arrivals)).containsExactly(1L, 2L);
        assertThat(arrivals.offer(message(1, 1))).as("acknowledged again").isTrue();
        assertThat(drained(arrivals)).isEmpty();
    }

    /// A client that repeats what was not acknowledged gets everything through, and the room here has a bound.
    @Property(tries = 60)
    void a_client_that_repeats_gets_all_through_a_reader_that_is_slow(
            @ForAll Random chance, @ForAll @IntRange(min = 1, max = 200) int count) throws InterruptedException {
        var arrivals = new Arrivals();
        var unacknowledged = new ArrayList<Long>();
        for (var i = 0L; i < count; i++) unacknowledged.add(i);
        var order = new ArrayList<Long>();
        var given = 0;
        var taken = 0;
        while (taken < count) {
            if (!unacknowledged.isEmpty()) {
                var which = chance.nextInt(Math.min(40, unacknowledged.size()));
                if (arrivals.offer(message(unacknowledged.get(which), 1_000))) unacknowledged.remove(which);
                for (var next = arrivals.next(); next != null; next = arrivals.next()) {
                    order.add(next.sequence());
                    arrivals.input(new ExecFrame.Input(next.payload()));
                    given++;
                }
            }
            assertThat((given - taken) * 1_128).isLessThanOrEqualTo(2 * Arrivals.MOST_BYTES + 1_128);
            if (given > taken && (unacknowledged.isEmpty() || chance.nextInt(3) == 0)) {
                assertThat(arrivals.take()).isInstanceOf(ExecFrame.Input.class);
                taken++;
            }
        }
        assertThat(order).isSorted().hasSize(count);
    }

    @Test
    void a_full_room_acknowledges_nothing_until_something_is_taken() throws InterruptedException {
        var arrivals = new Arrivals();
        var sequence = 0L;
        while (arrivals.offer(message(sequence, 8_000))) {
            sequence++;
            arrivals.input(
                    new ExecFrame.Input(Objects.requireNonNull(arrivals.next()).payload()));
        }
        assertThat(sequence).isEqualTo(9);
        assertThat(arrivals.offer(message(sequence, 8_000))).isFalse();
        arrivals.take();
        arrivals.take();
        assertThat(arrivals.offer(message(sequence, 8_000))).isTrue();
    }

    @Test
    void after_the_end_nothing_is_taken_any_more() throws InterruptedException {
        var arrivals = new Arrivals();
        arrivals.input(new ExecFrame.Size(24, 80));
        assertThat(arrivals.size(java.time.Duration.ZERO)).isEqualTo(new ExecFrame.Size(24, 80));
        arrivals.end();
        assertThat(arrivals.take()).isNull();
    }
}
