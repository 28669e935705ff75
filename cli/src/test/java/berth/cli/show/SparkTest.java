package berth.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparkTest {
    @Test
    void values_become_bars_of_their_share() {
        assertThat(Spark.line(List.of(0.0, 50.0, 100.0, 900.0), 100)).isEqualTo("▁▅██");
    }

    @Test
    void where_there_is_no_scale_all_bars_are_the_lowest() {
        assertThat(Spark.line(List.of(0.0, 3.0), 0)).isEqualTo("▁▁");
    }
}
