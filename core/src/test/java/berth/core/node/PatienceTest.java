package berth.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Samples;
import berth.core.Tags;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatienceTest {
    @ParameterizedTest
    @CsvSource({"1s,1", "2s,2", "90s,90", "5m,300", "24h,86400", "1440m,86400"})
    void a_time_is_a_number_and_its_unit(String text, long seconds) {
        assertThat(Patience.parse(text)).isEqualTo(new Patience(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "2", "2.5s", "25h", "86401s", "-1s", " 2s", "2S", "Never", "9999999s"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Patience.parse(text))
                .hasMessage("Tag berth:lost-after must be a time between 1s and 24h, such as 2s, 90s or 5m, or never"
                        + " (got '" + text + "').");
    }

    @Test
    void a_services_own_word_comes_before_its_clusters_and_that_before_the_default() {
        var cluster = Map.of(Tags.LOST_AFTER, "5m");
        assertThat(Patience.of(Map.of(Tags.LOST_AFTER, "never"), cluster)).isEqualTo(Patience.NEVER);
        assertThat(Patience.of(Map.of("other", "x"), cluster).text()).isEqualTo("5m");
        assertThat(Patience.of(Map.of(), Map.of())).isEqualTo(Patience.DEFAULT);
    }

    @Test
    void who_never_gives_up_loses_no_node() {
        var silent = Samples.instance("a", 1, 1).silent(Samples.NOW);
        assertThat(Patience.NEVER.lostAt(silent)).isNull();
        assertThat(Patience.DEFAULT.lostAt(silent)).isEqualTo(Samples.NOW.plusSeconds(2));
    }
}
