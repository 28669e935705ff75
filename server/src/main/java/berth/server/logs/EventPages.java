package berth.server.logs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads pages of events: at most so many, and at most 1 MiB unless one alone is longer.
///
/// A page of many streams is found by going through one after the other, keeping the earliest that fit, so that
/// memory does not grow with their number; how far in time one page looks is bounded by what it would have to
/// read, 64 MiB.
public final class EventPages {
    public static final int MOST_EVENTS = 10_000;

    private static final int MOST_BYTES = 1 << 20;
    private static final long MOST_READ_BYTES = 64L << 20;

    private final LogStore store;

    public EventPages(LogStore store) {
        this.store = store;
    }

    /// Some events of one stream, in order.
    public List<StoredEvent> after(KeptStream stream, Position after, Position until, int most) {
        return store.read(() -> {
            var walk = stream.walk(after, false);
            var page = new ArrayList<StoredEvent>();
            var bytes = 0L;
            for (var event = walk.next(); event != null && event.position().isBefore(until); event = walk.next()) {
                bytes += event.bytes();
                if (page.size() == most || (bytes > MOST_BYTES && !page.isEmpty())) break;
                page.add(event);
            }
            return page;
        });
    }

    /// The last events of one stream before a position, in order.
    public List<StoredEvent> before(KeptStream stream, Position before, Position since, int most) {
        return store.read(() -> {
            var walk = stream.walk(before, true);
            var page = new ArrayDeque<StoredEvent>();
            var bytes = 0L;
            for (var event = walk.next(); event != null && since.isBefore(event.position()); event = walk.next()) {
                bytes += event.bytes();
                if (page.size() == most || (bytes > MOST_BYTES && !page.isEmpty())) break;
                page.addFirst(event);
            }
            return List.copyOf(page);
        });
    }

    /// A page of several streams.
    ///
    /// @param next what the following page begins after; null when there is none
    public record Found(List<StoredEvent> events, @Nullable Position next) {}

    /// The events that are wanted, of all these streams, in order.
    public Found filtered(
            List<KeptStream> streams, Position after, Position until, Predicate<String> wanted, int most) {
        return store.read(() -> {
            var horizon = Position.earlier(until, horizon(streams, after));
            var cut = horizon;
            var kept = new TreeMap<Position, StoredEvent>();
            var bytes = 0L;
            for (var stream : streams) {
                var walk = stream.walk(after, false);
                for (var event = walk.next(); event != null && event.position().isBefore(cut); event = walk.next()) {
                    if (!wanted.test(event.message())) continue;
                    kept.put(event.position(), event);
                    bytes += event.bytes();
                    while (kept.size() > most || (bytes > MOST_BYTES && kept.size() > 1)) {
                        var last = Objects.requireNonNull(kept.pollLastEntry()).getValue();
                        bytes -= last.bytes();
                        cut = last.position();
                    }
                }
            }
            return new Found(List.copyOf(kept.values()), cut.equals(until) ? null : cut.previous());
        });
    }

    /// Up to where these streams can be read without reading more than the bound.
    private static Position horizon(List<KeptStream> streams, Position after) {
        var pieces = new TreeMap<Long, Long>();
        for (var stream : streams) {
            for (var extent : stream.extents()) {
                if (extent.last() < after.timestamp() || extent.marks().isEmpty()) continue;
                if (!extent.sorted()) {
                    pieces.merge(extent.first(), extent.length(), Long::sum);
                    continue;
                }
                for (var mark = extent.markBefore(after.timestamp());
                        mark < extent.marks().size();
                        mark++) {
                    var begin = extent.marks().get(mark);
                    pieces.merge(begin.timestamp(), extent.end(mark) - begin.offset(), Long::sum);
                }
            }
        }
        var read = 0L;
        for (var piece : pieces.entrySet()) {
            read += piece.getValue();
            var at = Position.before(piece.getKey());
            // At least one millisecond further than before, or nobody would ever get past a full one.
            if (read > MOST_READ_BYTES && piece.getKey() > after.timestamp() + 1) return at;
        }
        return Position.END;
    }
}
