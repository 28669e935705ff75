package berth.server.logs;

import java.nio.file.Path;
import java.util.List;

/// A segment as it stood at one moment: what came after is not seen.
///
/// @param firstSequence of its first event
/// @param length        in bytes
/// @param first         the earliest time in it
/// @param last          the latest
/// @param sorted        whether its events lie in order of time
/// @param marks         where to begin, the first at the file's begin; none if it is empty
record Extent(Path file, long firstSequence, long length, long first, long last, boolean sorted, List<Mark> marks) {
    /// A place in the file.
    ///
    /// @param sequence  of the event that begins there
    /// @param timestamp its time
    record Mark(long offset, long sequence, long timestamp) {}

    /// Where the piece that begins with that mark ends.
    long end(int mark) {
        return mark + 1 < marks.size() ? marks.get(mark + 1).offset() : length;
    }

    /// The last mark of which nothing before can be at that time or later; the first one otherwise.
    int markBefore(long timestamp) {
        var low = 0;
        var high = marks.size() - 1;
        while (low < high) {
            var middle = (low + high + 1) >>> 1;
            if (marks.get(middle).timestamp() < timestamp) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /// The last mark that begins at that time or earlier; the first one otherwise.
    int markAt(long timestamp) {
        return timestamp == Long.MAX_VALUE ? marks.size() - 1 : markBefore(timestamp + 1);
    }
}
