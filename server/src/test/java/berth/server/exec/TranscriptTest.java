package berth.server.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import berth.server.logs.NewEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private final List<List<NewEvent>> puts = new ArrayList<>();
    private final Transcript transcript =
            new Transcript(puts::add, InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));

    private List<String> lines() {
        return puts.stream()
                .flatMap(List::stream)
                .map(event -> new String(event.message(), UTF_8))
                .toList();
    }

    private void add(String text) {
        transcript.add(text.getBytes(UTF_8));
    }

    @Test
    void a_line_is_kept_once_it_is_whole_wherever_it_was_parted() {
        add("$ ec");
        assertThat(puts).isEmpty();
        add("ho ä\r\nä\r\n\r\n$ ");
        assertThat(lines()).containsExactly("$ echo ä", "ä");
        transcript.close();
        assertThat(lines()).containsExactly("$ echo ä", "ä", "$ ");
    }

    @Test
    void standard_error_does_not_run_into_a_line_of_standard_output() {
        add("one\nthr");
        transcript.addErrors("two\n".getBytes(UTF_8));
        add("ee");
        transcript.close();
        assertThat(lines()).containsExactly("one", "two", "three");
    }

    @Test
    void a_long_line_is_parted_and_many_short_ones_come_in_bounded_numbers() {
        add("x".repeat(Transcript.LONGEST_LINE + 3) + "\n" + "y\n".repeat(2_500));
        assertThat(lines()).hasSize(2_502).startsWith("x".repeat(Transcript.LONGEST_LINE), "xxx", "y");
        assertThat(puts).allMatch(events -> events.size() <= 1_000);
    }

    @Test
    void beyond_the_bound_a_last_line_says_so() {
        var block = ("z".repeat(1_023) + "\n").repeat(1_024);
        for (var i = 0; i < 18; i++) add(block);
        transcript.close();
        var all = lines();
        assertThat(all.getLast()).isEqualTo("[more than 16 MiB: not recorded from here]");
        assertThat(all.subList(0, all.size() - 1)).allMatch(line -> line.startsWith("z"));
        assertThat(all.stream().mapToLong(String::length).sum()).isBetween(16L << 20, (16L << 20) + 1_023);
    }

    @Test
    void what_is_no_text_can_be_read_all_the_same() {
        transcript.add(new byte[] {(byte) 0xff, 'a', '\n'});
        assertThat(lines()).containsExactly("\uFFFDa");
    }
}
