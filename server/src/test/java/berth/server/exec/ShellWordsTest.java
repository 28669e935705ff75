package berth.server.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Refusal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void words_part_as_in_a_shell_and_nothing_is_expanded() {
        assertThat(ShellWords.of(" /bin/sh  -c 'echo \"$HOME\" | wc; ls *'\n"))
                .containsExactly("/bin/sh", "-c", "echo \"$HOME\" | wc; ls *");
        assertThat(ShellWords.of("a\\ b \"c \\\" d\"'e'f '' #rest\ng h#i"))
                .containsExactly("a b", "c \" def", "", "g", "h#i");
        assertThat(ShellWords.of("ls ; rm -rf /")).containsExactly("ls", ";", "rm", "-rf", "/");
    }

    @Test
    void what_is_no_command_is_refused_with_what_is_wrong() {
        assertThatThrownBy(() -> ShellWords.of("sh -c 'echo"))
                .isInstanceOf(Refusal.class)
                .hasMessage("The command has a ' that is not closed: sh -c 'echo");
        assertThatThrownBy(() -> ShellWords.of("\"a")).hasMessageContaining("a \" that is not closed");
        assertThatThrownBy(() -> ShellWords.of("a\\")).hasMessageContaining("ends with a backslash");
        assertThatThrownBy(() -> ShellWords.of(" # nothing")).hasMessageContaining("has no word");
    }

    @Property(tries = 300)
    void quoted_words_come_out_as_they_went_in(@ForAll @NotEmpty List<String> words) {
        var line = new StringBuilder();
        for (var word : words) {
            line.append('\'').append(word.replace("'", "'\\''")).append("' ");
        }
        assertThat(ShellWords.of(line.toString())).isEqualTo(words);
    }
}
