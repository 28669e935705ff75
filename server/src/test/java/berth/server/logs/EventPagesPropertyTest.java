package berth.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// What is read is what was written, in order of time, on and back, of one stream and of many, in however small
/// pages, whatever came out of order and wherever the control plane was started again.
class EventPagesPropertyTest {
    private static final long BEGIN = 1_800_000_000_000L;
    private static final int STREAMS = 3;

    /// The event at its place among all that were written.
    private record Told(long timestamp, int stream, int number, String text) {}

    private static final Comparator<Told> ORDER = Comparator.comparingLong(Told::timestamp)
            .thenComparingInt(Told::stream)
            .thenComparingInt(Told::number);

    @Property(tries = 60)
    void what_is_read_is_what_was_written(@ForAll long seed) throws IOException {
        var chance = new Random(seed);
        var folder = Files.createTempDirectory("berth-logs-");
        try {
            run(chance, folder);
        } finally {
            try (var all = Files.walk(folder)) {
                for (var one : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(one);
            }
        }
    }

    private static void run(Random chance, Path folder) throws IOException {
        var store = LogStore.open(folder, 16L << 20);
        store.createGroup("g", Map.of(), BEGIN);
        for (var stream = 0; stream < STREAMS; stream++) store.createStream("g", "s" + stream, BEGIN);
        var told = new ArrayList<Told>();
        var numbers = new int[STREAMS];
        var disorder = chance.nextInt(3) == 0 ? 10_000 : 1;
        for (var call = 1 + chance.nextInt(40); call > 0; call--) {
            var stream = chance.nextInt(STREAMS);
            var time = BEGIN + told.size() * 3L - chance.nextInt(disorder);
            var events = new ArrayList<NewEvent>();
            for (var n = 1 + chance.nextInt(20); n > 0; n--) {
                time += chance.nextInt(3);
                var text =
                        "e" + told.size() + (chance.nextBoolean() ? " odd " : " ") + "y".repeat(chance.nextInt(9_000));
                events.add(NewEvent.of(time, text));
                told.add(new Told(time, stream, numbers[stream]++, text));
            }
            store.put("g", "s" + stream, events, BEGIN);
            if (chance.nextInt(20) == 0) {
                if (chance.nextBoolean()) store.close();
                store = LogStore.open(folder, 16L << 20);
            }
        }
        told.sort(ORDER);
        var pages = new EventPages(store);
        var group = store.group("g");
        var from = BEGIN - 10_000 + chance.nextInt(20_000);
        var most = 1 + chance.nextInt(50);
        for (var stream = 0; stream < STREAMS; stream++) {
            var number = stream;
            var wanted = told.stream()
                    .filter(one -> one.stream() == number && one.timestamp() >= from)
                    .map(Told::text)
                    .toList();
            var kept = Objects.requireNonNull(group.stream("s" + stream));
            assertThat(onward(pages, kept, from, most)).isEqualTo(wanted);
            assertThat(backward(pages, kept, from, most)).isEqualTo(wanted);
        }
        var odd = told.stream()
                .filter(one -> one.timestamp() >= from && one.text().contains("odd"))
                .map(Told::text)
                .toList();
        assertThat(filtered(pages, group, from, most)).isEqualTo(odd);
        store.close();
    }

    private static List<String> onward(EventPages pages, KeptStream stream, long from, int most) {
        var all = new ArrayList<String>();
        var at = Position.before(from);
        for (var page = pages.after(stream, at, Position.END, most);
                !page.isEmpty();
                page = pages.after(stream, at, Position.END, most)) {
            assertThat(page).hasSizeLessThanOrEqualTo(most);
            page.forEach(event -> all.add(event.message()));
            at = page.getLast().position();
        }
        return all;
    }

    private static List<String> backward(EventPages pages, KeptStream stream, long from, int most) {
        var all = new ArrayList<String>();
        var since = Position.before(from);
        for (var page = pages.before(stream, Position.END, since, most);
                !page.isEmpty();
                page = pages.before(stream, page.getFirst().position(), since, most)) {
            page.reversed().forEach(event -> all.add(event.message()));
        }
        return all.reversed();
    }

    private static List<String> filtered(EventPages pages, KeptGroup group, long from, int most) {
        var streams = new ArrayList<KeptStream>();
        group.streams().forEach(streams::add);
        var all = new ArrayList<String>();
        var at = Position.before(from);
        while (true) {
            var page = pages.filtered(streams, at, Position.END, FilterPattern.of("odd"), most);
            page.events().forEach(event -> all.add(event.message()));
            if (page.next() == null) return all;
            assertThat(at.isBefore(page.next())).isTrue();
            at = page.next();
        }
    }
}
