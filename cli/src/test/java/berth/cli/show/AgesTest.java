package berth.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"0,0s", "-5,0s", "119,119s", "120,2m", "7199,119m", "7200,2h", "172799,47h", "172800,2d", "8640000,100d"
    })
    void an_age_is_short(long seconds, String age) {
        assertThat(Ages.of(NOW.minusSeconds(seconds), NOW)).isEqualTo(age);
    }

    @ParameterizedTest
    @CsvSource({"arn:aws:ecs:r:a:task/default/0123456789abcdef,01234567", "short,short"})
    void an_id_is_short(String arn, String brief) {
        assertThat(Ids.brief(arn)).isEqualTo(brief);
    }
}
