package berth.wire.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.frame.UnreadableFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExecFrameTest {
    @Property(tries = 200)
    void what_is_written_is_read_again(
            @ForAll @Size(max = 300) byte[] bytes,
            @ForAll int code,
            @ForAll @IntRange(max = 0xffff) int rows,
            @ForAll @IntRange(max = 0xffff) int columns) {
        assertThat(ExecFrame.read(new ExecFrame.Input(bytes).write()))
                .isInstanceOfSatisfying(
                        ExecFrame.Input.class, read -> assertThat(read.bytes()).isEqualTo(bytes));
        assertThat(ExecFrame.read(new ExecFrame.Output(bytes).write()))
                .isInstanceOfSatisfying(
                        ExecFrame.Output.class, read -> assertThat(read.bytes()).isEqualTo(bytes));
        assertThat(ExecFrame.read(new ExecFrame.ErrorOutput(bytes).write()))
                .isInstanceOfSatisfying(
                        ExecFrame.ErrorOutput.class,
                        read -> assertThat(read.bytes()).isEqualTo(bytes));
        for (var frame : List.of(
                new ExecFrame.Size(rows, columns),
                new ExecFrame.InputEnd(),
                new ExecFrame.Exited(code),
                new ExecFrame.Failed(code, "näh ☃"))) {
            assertThat(ExecFrame.read(frame.write())).isEqualTo(frame);
        }
    }

    @Property(tries = 500)
    void whatever_comes_is_read_or_refused_as_unreadable(@ForAll @Size(max = 40) byte[] bytes) {
        try {
            assertThat(ExecFrame.read(bytes).write()[0]).isEqualTo(bytes[0]);
        } catch (UnreadableFrame expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    @Test
    void a_request_keeps_its_words_as_they_are() {
        var request = new ExecRequest("c", "t", null, List.of("sh", "-c", "", "a 'b'\n"), true, false, 24, 80);
        assertThat(ExecFrame.read(new ExecFrame.Begin(request).write())).isEqualTo(new ExecFrame.Begin(request));
    }

    @Test
    void a_long_reason_is_cut_and_too_many_bytes_are_refused() {
        var failed = (ExecFrame.Failed) ExecFrame.read(new ExecFrame.Failed(125, "x".repeat(100_000)).write());
        assertThat(failed.reason().getBytes(StandardCharsets.UTF_8)).hasSize(ExecFrame.MOST_REASON_BYTES);
        assertThat(new ExecFrame.Input(new byte[ExecFrame.MOST_BYTES]).write()).hasSize(ExecFrame.MOST_BYTES + 1);
        assertThatThrownBy(() -> new ExecFrame.Input(new byte[ExecFrame.MOST_BYTES + 1]).write())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }
}
