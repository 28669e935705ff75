package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeapsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private long steady = -5_000_000_000L;
    private final Leaps leaps = new Leaps(() -> steady);

    private void pass(Duration time) {
        steady += time.toNanos();
    }

    @Test
    void time_that_passes_is_no_leap() {
        assertThat(leaps.until(START)).isNull();
        pass(Duration.ofHours(5));
        assertThat(leaps.until(START.plus(Duration.ofHours(5)))).isNull();
        pass(Duration.ofSeconds(10));
        assertThat(leaps.until(START.plus(Duration.ofHours(5)).plusMillis(11_500)))
                .as("a clock that is being corrected")
                .isNull();
    }

    @Test
    void a_clock_that_is_set_has_leapt_once_forward_or_back() {
        leaps.until(START);
        pass(Duration.ofSeconds(2));
        assertThat(leaps.until(START.plusSeconds(3602))).isEqualTo(Duration.ofHours(1));
        pass(Duration.ofSeconds(2));
        assertThat(leaps.until(START.plusSeconds(3604))).isNull();
        pass(Duration.ofSeconds(2));
        assertThat(leaps.until(START.plusSeconds(6))).isEqualTo(Duration.ofHours(-1));
    }
}
