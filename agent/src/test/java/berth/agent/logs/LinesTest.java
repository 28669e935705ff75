package berth.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.LogFrame;
import berth.agent.docker.LogFrame.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final String TIME = "2026-11-26T11:10:41.123456789Z";

    private static LogFrame frame(Source source, String text) {
        return new LogFrame(source, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream()
                .map(line -> line.source() + ":" + new String(line.text(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void a_frame_is_mostly_a_line_with_its_time() {
        var lines = new Lines().of(frame(Source.STDOUT, TIME + " hello world\n"));
        assertThat(texts(lines)).containsExactly("STDOUT:hello world");
        assertThat(lines.getFirst().time()).isEqualTo(Instant.parse(TIME));
    }

    @Test
    void pieces_of_a_long_line_become_one_and_sources_are_not_mixed() {
        var lines = new Lines();
        var piece = "a".repeat(16 * 1024);
        var all = new ArrayList<Line>();
        all.addAll(lines.of(frame(Source.STDOUT, TIME + " " + piece)));
        all.addAll(lines.of(frame(Source.STDERR, TIME + " between\n")));
        all.addAll(lines.of(frame(Source.STDOUT, TIME + " " + piece)));
        all.addAll(lines.of(frame(Source.STDOUT, TIME + " end\n")));
        assertThat(texts(all)).containsExactly("STDERR:between", "STDOUT:" + piece + piece + "end");
    }

    @Test
    void bytes_of_a_terminal_are_cut_anywhere() {
        var lines = new Lines();
        var piece = "b".repeat(16 * 1024);
        var stream = TIME + " one\r\n" + TIME + " " + piece + TIME + " rest\n" + TIME + " \n";
        var all = new ArrayList<Line>();
        for (var at = 0; at < stream.length(); at += 777) {
            all.addAll(lines.of(frame(Source.STDOUT, stream.substring(at, Math.min(stream.length(), at + 777)))));
        }
        assertThat(texts(all)).containsExactly("STDOUT:one", "STDOUT:" + piece + "rest", "STDOUT:");
        assertThat(all).allSatisfy(line -> assertThat(line.time()).isEqualTo(Instant.parse(TIME)));
    }

    @Test
    void what_has_no_end_yet_is_given_when_nothing_more_comes() {
        var lines = new Lines();
        assertThat(lines.of(frame(Source.STDERR, TIME + " half"))).isEmpty();
        assertThat(texts(lines.rest())).containsExactly("STDERR:half");
        assertThat(lines.rest()).isEmpty();
    }

    @Test
    void a_line_without_end_is_cut_at_a_bound() {
        var lines = new Lines();
        var piece = TIME + " " + "c".repeat(16 * 1024);
        var all = new ArrayList<Line>();
        for (var n = 0; n < 40; n++) all.addAll(lines.of(frame(Source.STDOUT, piece)));
        all.addAll(lines.rest());
        assertThat(all.stream().mapToInt(line -> line.text().length).sum()).isEqualTo(40 * 16 * 1024);
        assertThat(all)
                .allSatisfy(line -> assertThat(line.text().length).isLessThanOrEqualTo(Lines.LONGEST + 16 * 1024));
    }
}
