package berth.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.LogFrame.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private static Line line(Source source, int nanos, String text) {
        return new Line(source, NOON.plusNanos(nanos), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Line line(int nanos, String text) {
        return line(Source.STDOUT, nanos, text);
    }

    private static List<String> texts(Events events, Line... lines) {
        var all = new ArrayList<Event>();
        for (var one : lines) events.add(one, all::add);
        events.flush(all::add);
        return all.stream().map(Event::text).toList();
    }

    @Test
    void every_line_is_an_event_but_empty_ones() {
        assertThat(texts(new Events(null, Place.BEGIN), line(1, "a"), line(2, ""), line(3, "b")))
                .containsExactly("a", "b");
    }

    @Test
    void with_a_pattern_an_event_begins_where_it_is_found() {
        var events = new Events(Pattern.compile("^\\[\\w+]"), Place.BEGIN);
        assertThat(texts(
                        events,
                        line(1, "[ERROR] it broke"),
                        line(2, "  at here"),
                        line(Source.STDERR, 3, "[NOTE] elsewhere"),
                        line(4, "  at there"),
                        line(5, "[INFO] on")))
                .containsExactly("[ERROR] it broke\n  at here\n  at there", "[INFO] on", "[NOTE] elsewhere");
    }

    @Test
    void a_format_of_times_is_such_a_pattern() {
        var begins = DateFormat.pattern("[%b %d, %Y %H:%M:%S]");
        assertThat(begins.matcher("[Nov 26, 2026 11:10:41] one").find()).isTrue();
        assertThat(begins.matcher("Nov 26, 2026 11:10:41 two").find()).isFalse();
        assertThat(DateFormat.pattern("%Y-%m-%dT%H:%M:%S.%L%z")
                        .matcher("2026-11-26T11:10:41.123+0100")
                        .find())
                .isTrue();
    }

    /// Stdout and stderr are each stamped in order, but lie in the file by chance; equal times are common.
    @Property(tries = 300)
    void whoever_goes_on_from_what_was_sent_loses_nothing_and_repeats_nothing(@ForAll long seed) {
        var chance = new Random(seed);
        var file = new ArrayList<Line>();
        var times = new int[2];
        for (var n = 0; n < 60; n++) {
            var source = chance.nextInt(2);
            times[source] = Math.max(times[source], n / 3 - chance.nextInt(4)) + chance.nextInt(2);
            file.add(line(source == 0 ? Source.STDOUT : Source.STDERR, times[source], "line " + n));
        }
        var sent = new ArrayList<Event>();
        var place = Place.BEGIN;
        while (true) {
            var before = sent.size();
            var events = new Events(null, place);
            var stop = 1 + chance.nextInt(20);
            for (var line : file) {
                if (sent.size() - before == stop) break;
                events.add(line, sent::add);
            }
            if (sent.size() == before) break;
            for (var event : sent.subList(before, sent.size())) place = place.with(event.source(), event.mark());
        }
        assertThat(sent)
                .extracting(Event::text)
                .containsExactlyElementsOf(file.stream()
                        .map(line -> new String(line.text(), StandardCharsets.UTF_8))
                        .toList());
    }

    @Test
    void a_batch_is_bounded_by_number_bytes_and_span() {
        var mark = new Place.Mark(0, 0, 1);
        var batch = new Events.Batch();
        batch.add(new Event(Source.STDOUT, mark, 0, "", 1_000_000));
        assertThat(batch.takes(new Event(Source.STDOUT, mark, 0, "", 48_524))).isTrue();
        assertThat(batch.takes(new Event(Source.STDOUT, mark, 0, "", 48_525))).isFalse();
        assertThat(batch.takes(new Event(Source.STDOUT, mark, 24L * 3_600_000, "", 1)))
                .isFalse();
        batch.clear();
        for (var n = 0; n < Events.Batch.MOST; n++) batch.add(new Event(Source.STDOUT, mark, 0, "x", 1));
        assertThat(batch.takes(new Event(Source.STDOUT, mark, 0, "x", 1))).isFalse();
    }
}
