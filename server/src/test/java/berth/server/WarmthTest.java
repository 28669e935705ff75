package berth.server;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class WarmthTest {
    @Test
    void what_warms_the_classes_is_well_formed() {
        assertThatCode(Warmth::spread).doesNotThrowAnyException();
    }
}
