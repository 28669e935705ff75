package berth.cli.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @Test
    void a_command_line_is_split_as_a_shell_does() {
        assertThat(Words.split("  sh -c 'echo \"$A\"' \"a b\\\"c\" d\\ e '' "))
                .containsExactly("sh", "-c", "echo \"$A\"", "a b\"c", "d e", "");
        assertThat(Words.split("   ")).isEmpty();
        assertThatThrownBy(() -> Words.split("a \"b")).hasMessage("has a \" that is not closed");
    }

    @Property(tries = 300)
    void words_that_are_quoted_come_back(@ForAll List<String> words) {
        var line = words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .reduce((a, b) -> a + " " + b)
                .orElse("");
        assertThat(Words.split(line)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"memry,memory", "enviroment,environment", "portMapings,portMappings", "imgae,image"})
    void a_slip_finds_what_was_meant(String typed, String meant) {
        var known = List.of("name", "image", "memory", "environment", "portMappings", "links");
        assertThat(Words.near(typed, known)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"cpus,5", "something,5", "x,5"})
    void a_foreign_word_finds_nothing(String typed, int ignored) {
        assertThat(Words.near(typed, List.of("name", "image", "memory"))).isEmpty();
    }
}
