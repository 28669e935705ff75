package berth.server.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One segment's events in order, on from a position or back from it. Holds one piece of it in memory, about 64
/// KiB; a segment that is not in order of time is held as a whole, some 5 MiB at most.
///
/// A segment that was deleted meanwhile has no events left.
final class SegmentWalk {
    private final Extent extent;
    private final long stream;
    private final Position bound;
    private final boolean back;
    private final Deque<StoredEvent> ready = new ArrayDeque<>();
    private int piece;

    /// @param bound events after it are given, or those before it; never itself
    SegmentWalk(Extent extent, long stream, Position bound, boolean back) {
        this.extent = extent;
        this.stream = stream;
        this.bound = bound;
        this.back = back;
        if (extent.marks().isEmpty()) piece = back ? -1 : 0;
        else if (!extent.sorted()) piece = back ? extent.marks().size() - 1 : 0;
        else piece = back ? extent.markAt(bound.timestamp()) : extent.markBefore(bound.timestamp());
    }

    /// Null at the end.
    ///
    /// @throws UncheckedIOException when the disk fails
    @Nullable
    StoredEvent peek() {
        while (ready.isEmpty() && piece >= 0 && piece < extent.marks().size()) load();
        return ready.peekFirst();
    }

    @Nullable
    StoredEvent next() {
        peek();
        return ready.pollFirst();
    }

    private void load() {
        var events = extent.sorted()
                ? read(piece, piece + 1)
                : read(0, extent.marks().size());
        if (!extent.sorted()) events.sort(Comparator.comparing(StoredEvent::position));
        for (var event : back ? events.reversed() : events) {
            var order = event.position().compareTo(bound);
            if (back ? order < 0 : order > 0) ready.addLast(event);
        }
        if (!extent.sorted()) piece = back ? -1 : extent.marks().size();
        else piece += back ? -1 : 1;
    }

    private List<StoredEvent> read(int from, int to) {
        var events = new ArrayList<StoredEvent>();
        var begin = extent.marks().get(from);
        try (var channel = FileChannel.open(extent.file(), StandardOpenOption.READ)) {
            var bytes = Pieces.read(channel, begin.offset(), Math.toIntExact(extent.end(to - 1) - begin.offset()));
            while (bytes.hasRemaining()) {
                var event = Framing.next(bytes, stream, begin.sequence() + events.size());
                if (event == null) {
                    throw new IOException(
                            extent.file() + " is damaged near byte " + (begin.offset() + bytes.position()));
                }
                events.add(event);
            }
        } catch (NoSuchFileException deleted) {
            piece = back ? -1 : extent.marks().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }
}
