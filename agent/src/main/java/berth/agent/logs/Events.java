package berth.agent.logs;

import berth.agent.docker.LogFrame.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes events of lines, and leaves out those that were sent before. With a pattern an event begins with each
/// line that it is found in; stdout and stderr are never mixed in one. Empty events are none. Not thread-safe.
final class Events {
    private final @Nullable Pattern begins;
    private final Place sent;
    private final Map<Source, Place.Mark> read = new EnumMap<>(Source.class);
    private final Map<Source, Open> open = new EnumMap<>(Source.class);

    private static final class Open {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final Instant begin;
        private Place.Mark mark;

        Open(Instant begin, Place.Mark mark) {
            this.begin = begin;
            this.mark = mark;
        }
    }

    /// @param sent what was sent before the log is read now
    Events(@Nullable Pattern begins, Place sent) {
        this.begins = begins;
        this.sent = sent;
    }

    /// @param into gets the events that are whole by this line
    void add(Line line, Consumer<Event> into) {
        var mark = Place.Mark.after(read.get(line.source()), line.time());
        read.put(line.source(), mark);
        if (sent.covers(line.source(), mark)) return;
        if (begins == null) {
            if (line.text().length > 0) into.accept(event(line.source(), line.time(), mark, line.text()));
            return;
        }
        var known = open.get(line.source());
        if (known != null
                && (begins.matcher(new String(line.text(), StandardCharsets.UTF_8))
                                .find()
                        || known.text.size() + 1 + line.text().length > Lines.LONGEST)) {
            end(line.source(), into);
            known = null;
        }
        if (known == null) {
            known = new Open(line.time(), mark);
            open.put(line.source(), known);
        } else {
            known.text.write('\n');
        }
        known.text.writeBytes(line.text());
        known.mark = mark;
    }

    /// The events that were begun: nothing came for a while, or nothing will.
    void flush(Consumer<Event> into) {
        for (var source : List.copyOf(open.keySet())) end(source, into);
    }

    boolean hasOpen() {
        return !open.isEmpty();
    }

    private void end(Source source, Consumer<Event> into) {
        var ended = Objects.requireNonNull(open.remove(source));
        if (ended.text.size() > 0) into.accept(event(source, ended.begin, ended.mark, ended.text.toByteArray()));
    }

    private static Event event(Source source, Instant time, Place.Mark mark, byte[] text) {
        return Event.of(source, mark, time.toEpochMilli(), text);
    }

    /// As many events as one call may carry.
    static final class Batch {
        static final int MOST = 10_000;
        static final int MOST_BYTES = 1 << 20;
        private static final int COUNTED = 26;
        private static final long LONGEST_SPAN = 23L * 3_600_000;

        private final List<Event> events = new ArrayList<>();
        private int bytes;

        boolean takes(Event event) {
            return events.isEmpty()
                    || (events.size() < MOST
                            && bytes + event.bytes() + COUNTED <= MOST_BYTES
                            && event.timestamp() - events.getFirst().timestamp() <= LONGEST_SPAN);
        }

        void add(Event event) {
            events.add(event);
            bytes += event.bytes() + COUNTED;
        }

        List<Event> events() {
            return events;
        }

        boolean isEmpty() {
            return events.isEmpty();
        }

        void clear() {
            events.clear();
            bytes = 0;
        }
    }
}
