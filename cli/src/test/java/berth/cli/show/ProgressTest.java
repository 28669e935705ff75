package berth.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void in_a_file_each_change_is_a_line_and_what_stays_is_not_repeated() {
        try (var progress = new Progress(err, false, 0)) {
            progress.show("a", "PENDING");
            progress.show("a", "PENDING");
            progress.show("a", "RUNNING");
        }
        assertThat(text()).isEqualTo("  a  PENDING\n  a  RUNNING\n");
    }

    @Test
    void on_a_terminal_the_block_is_drawn_over_itself_and_cut_to_the_width() {
        try (var progress = new Progress(err, true, 20)) {
            progress.show("a", "PENDING");
            progress.show("a", "pulling a very long image name");
        }
        assertThat(text()).isEqualTo("  a  PENDING\n\u001b[1A\u001b[2K  a  pulling a ver…\n");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
