package berth.core.taskdef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {
    @ParameterizedTest
    @ValueSource(strings = {"3f2c1ab", "1.0", "v7", "7-rc.1", "release/2026-03", "a", "1.0+build@x=y_z"})
    void whatever_people_call_a_release_is_a_label(String label) {
        assertThat(Label.checked(label)).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "0", "0012345", "99999999999999999999"})
    void digits_alone_are_refused_with_a_way_out(String label) {
        assertThatThrownBy(() -> Label.checked(label))
                .isInstanceOf(Refusal.class)
                .hasMessage("Invalid version '" + label + "': digits alone would be mistaken for a revision number;"
                        + " add a letter or a dot, such as 'v" + label + "' or '" + label + ".0'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "-a", ".a", "a:b", "ä", "a\n"})
    void other_shapes_are_refused_with_the_rule(String label) {
        assertThatThrownBy(() -> Label.checked(label))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Invalid version '" + label + "': a version has 1 to 128 characters");
    }

    @Test
    void a_label_ends_at_128_characters() {
        assertThat(Label.checked("a".repeat(128))).hasSize(128);
        assertThatThrownBy(() -> Label.checked("a".repeat(129))).isInstanceOf(Refusal.class);
    }
}
