package berth.server.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// A stream's events in order over all its segments. Opens a segment only when its turn has come, so that one
/// is open at a time unless their times overlap. Single-threaded.
final class StreamWalk {
    private record Head(StoredEvent event, SegmentWalk walk) {}

    private final long stream;
    private final Position bound;
    private final boolean back;
    private final List<Extent> left;
    private final PriorityQueue<Head> open;

    /// @param bound events after it are given, or those before it
    StreamWalk(List<Extent> extents, long stream, Position bound, boolean back) {
        this.stream = stream;
        this.bound = bound;
        this.back = back;
        var byPosition = Comparator.comparing((Head head) -> head.event().position());
        this.open = new PriorityQueue<>(back ? byPosition.reversed() : byPosition);
        this.left = new ArrayList<>();
        for (var extent : extents) {
            if (back ? extent.first() <= bound.timestamp() : extent.last() >= bound.timestamp()) left.add(extent);
        }
        // The next one stands last.
        left.sort(
                back
                        ? Comparator.comparingLong(Extent::last)
                        : Comparator.comparingLong(Extent::first).reversed());
    }

    /// Null at the end.
    @Nullable
    StoredEvent next() {
        while (!left.isEmpty()
                && (open.isEmpty() || reaches(left.getLast(), open.element().event()))) {
            add(new SegmentWalk(left.removeLast(), stream, bound, back));
        }
        var head = open.poll();
        if (head == null) return null;
        add(head.walk());
        return head.event();
    }

    /// Whether it may have something that comes before that event.
    private boolean reaches(Extent extent, StoredEvent event) {
        return back ? extent.last() >= event.timestamp() : extent.first() <= event.timestamp();
    }

    private void add(SegmentWalk walk) {
        var event = walk.next();
        if (event != null) open.add(new Head(event, walk));
    }
}
