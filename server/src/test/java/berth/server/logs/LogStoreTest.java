package berth.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY = 86_400_000;

    @TempDir
    Path folder;

    private LogStore open() {
        return LogStore.open(folder, 64L << 20);
    }

    private static List<String> texts(LogStore store, String stream) {
        var all = new ArrayList<String>();
        var pages = new EventPages(store);
        var kept = java.util.Objects.requireNonNull(store.group("web").stream(stream));
        for (var at = Position.before(0); ; ) {
            var page = pages.after(kept, at, Position.END, 1_000);
            if (page.isEmpty()) return all;
            page.forEach(event -> all.add(event.message()));
            at = page.getLast().position();
        }
    }

    private Path segment() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(Segment.SUFFIX))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void groups_streams_retention_and_tags_outlive_a_process_that_was_not_closed() {
        var store = open();
        store.createGroup("web", Map.of("team", "shop"), NOW);
        store.createGroup("gone", Map.of(), NOW);
        store.createStream("web", "a", NOW + 1);
        store.createStream("web", "b", NOW + 2);
        store.retain("web", 7);
        store.deleteStream("web", "b");
        store.deleteGroup("gone");
        store.put("web", "a", List.of(NewEvent.of(NOW, "one"), NewEvent.of(NOW, "zwei ü")), NOW + 5);

        var again = open();
        assertThat(again.groups()).extracting(KeptGroup::name).containsExactly("web");
        var group = again.group("web");
        assertThat(group.retentionDays()).isEqualTo(7);
        assertThat(group.tags()).isEqualTo(Map.of("team", "shop"));
        assertThat(group.streams()).extracting(KeptStream::name).containsExactly("a");
        assertThat(java.util.Objects.requireNonNull(group.stream("a")).facts())
                .isEqualTo(new KeptStream.Facts(NOW, NOW, NOW + 5, again.bytes()));
        assertThat(texts(again, "a")).containsExactly("one", "zwei ü");
        assertThat(again.bytes()).isEqualTo(store.bytes()).isPositive();
    }

    @Test
    void what_was_torn_off_at_the_end_is_cut_away_and_writing_goes_on() throws IOException {
        var store = open();
        store.createGroup("web", Map.of(), NOW);
        store.createStream("web", "a", NOW);
        store.put("web", "a", List.of(NewEvent.of(NOW, "one"), NewEvent.of(NOW + 1, "two")), NOW);
        Files.write(segment(), new byte[] {0, 0, 0, 40, 1, 2, 3, 4, 5}, StandardOpenOption.APPEND);

        var again = open();
        assertThat(texts(again, "a")).containsExactly("one", "two");
        again.put("web", "a", List.of(NewEvent.of(NOW + 2, "three")), NOW);
        assertThat(texts(again, "a")).containsExactly("one", "two", "three");
        again.close();
        assertThat(texts(open(), "a")).containsExactly("one", "two", "three");
    }

    @Test
    void a_byte_that_turned_in_the_last_event_costs_that_event_only() throws IOException {
        var store = open();
        store.createGroup("web", Map.of(), NOW);
        store.createStream("web", "a", NOW);
        store.put("web", "a", List.of(NewEvent.of(NOW, "one"), NewEvent.of(NOW + 1, "two")), NOW);
        var bytes = Files.readAllBytes(segment());
        bytes[bytes.length - 1] ^= 1;
        Files.write(segment(), bytes);
        assertThat(texts(open(), "a")).containsExactly("one");
    }

    @Test
    void a_note_that_is_broken_or_missing_is_made_anew() throws IOException {
        try (var store = open()) {
            store.createGroup("web", Map.of(), NOW);
            store.createStream("web", "a", NOW);
            store.put("web", "a", List.of(NewEvent.of(NOW, "one")), NOW);
        }
        var note = SegmentNote.beside(segment());
        assertThat(note).exists();
        Files.write(note, new byte[] {1, 2, 3});
        assertThat(texts(open(), "a")).containsExactly("one");
        Files.delete(note);
        assertThat(texts(open(), "a")).containsExactly("one");
    }

    @Test
    void what_is_older_than_the_retention_is_forgotten_and_silent_empty_streams_with_it() {
        var store = open();
        store.createGroup("web", Map.of(), NOW - 30 * DAY);
        store.createStream("web", "old", NOW - 20 * DAY);
        store.createStream("web", "new", NOW - 30 * DAY);
        store.createStream("web", "unused", NOW - 30 * DAY);
        store.put("web", "old", List.of(NewEvent.of(NOW - 20 * DAY, "old")), NOW - 20 * DAY);
        store.put("web", "new", List.of(NewEvent.of(NOW - DAY, "new")), NOW - DAY);
        store.forgetOld(NOW);
        assertThat(texts(store, "old")).containsExactly("old");
        store.retain("web", 7);
        store.forgetOld(NOW);
        assertThat(store.group("web").streams()).extracting(KeptStream::name).containsExactly("new", "unused");
        assertThat(texts(store, "new")).containsExactly("new");
        assertThat(open().bytes()).isEqualTo(store.bytes());
    }

    @Test
    void beyond_the_bound_the_oldest_segments_go_first_over_all_groups() {
        var most = 16L << 20;
        var store = LogStore.open(folder, most);
        for (var group : List.of("web", "other")) {
            store.createGroup(group, Map.of(), NOW);
            store.createStream(group, "a", NOW);
        }
        var text = "x".repeat(100_000);
        for (var n = 0; n < 400; n++) {
            store.put(n % 2 == 0 ? "web" : "other", "a", List.of(NewEvent.of(NOW + n, n + " " + text)), NOW);
            assertThat(store.bytes()).isLessThanOrEqualTo(most);
        }
        var kept = texts(store, "a");
        assertThat(kept.getLast()).startsWith("398 ");
        assertThat(kept).hasSizeBetween(60, 90);
        assertThat(store.forgottenBytes()).isEqualTo(400L * 100_000 + extra() - store.bytes());
        assertThat(LogStore.open(folder, most).bytes()).isEqualTo(store.bytes());
    }

    /// Each event's number, a blank and what it takes besides its text.
    private static long extra() {
        var digits = 0L;
        for (var n = 0; n < 400; n++) digits += String.valueOf(n).length() + 1 + Framing.OVERHEAD;
        return digits;
    }

    @Test
    void refusals_are_in_the_words_of_cloudwatch_logs() {
        var store = open();
        store.createGroup("web", Map.of(), NOW);
        store.createStream("web", "a", NOW);
        assertThatThrownBy(() -> store.createGroup("web", Map.of(), NOW))
                .hasMessage("The specified log group already exists");
        assertThatThrownBy(() -> store.createStream("web", "a", NOW))
                .hasMessage("The specified log stream already exists");
        assertThatThrownBy(() -> store.createStream("no", "a", NOW))
                .hasMessage("The specified log group does not exist.");
        assertThatThrownBy(() -> store.put("web", "b", List.of(NewEvent.of(NOW, "x")), NOW))
                .hasMessage("The specified log stream does not exist.");
    }
}
