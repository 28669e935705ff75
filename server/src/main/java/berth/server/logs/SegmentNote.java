package berth.server.logs;

import berth.server.logs.Extent.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What is known of a segment's first `length` bytes, in a file beside it. It can be made anew from the segment
/// at any time.
record SegmentNote(
        long length, long count, long first, long last, long newest, long ingested, boolean sorted, List<Mark> marks) {
    private static final int MAGIC = 0x42_4c_4e_31;
    private static final int FIXED = 4 + 6 * Long.BYTES + 1 + 4;
    private static final int MARK = 3 * Long.BYTES;

    static Path beside(Path segment) {
        var name = segment.getFileName().toString();
        return segment.resolveSibling(name.substring(0, name.length() - Segment.SUFFIX.length()) + ".note");
    }

    void write(Path segment) throws IOException {
        var bytes = ByteBuffer.allocate(FIXED + marks.size() * MARK + Integer.BYTES);
        bytes.putInt(MAGIC)
                .putLong(length)
                .putLong(count)
                .putLong(first)
                .putLong(last)
                .putLong(newest);
        bytes.putLong(ingested).put((byte) (sorted ? 1 : 0)).putInt(marks.size());
        for (var mark : marks)
            bytes.putLong(mark.offset()).putLong(mark.sequence()).putLong(mark.timestamp());
        bytes.putInt(sum(bytes.duplicate().flip())).flip();
        Pieces.replace(beside(segment), bytes, false);
    }

    /// Null when there is none, or none that can be read.
    static @Nullable SegmentNote read(Path segment) throws IOException {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(beside(segment)));
        } catch (NoSuchFileException none) {
            return null;
        }
        var body = bytes.remaining() - Integer.BYTES;
        if (body < FIXED || sum(bytes.duplicate().limit(body)) != bytes.getInt(body) || bytes.getInt() != MAGIC) {
            return null;
        }
        var length = bytes.getLong();
        var count = bytes.getLong();
        var first = bytes.getLong();
        var last = bytes.getLong();
        var newest = bytes.getLong();
        var ingested = bytes.getLong();
        var sorted = bytes.get() == 1;
        var many = bytes.getInt();
        if (many < 0 || (long) many * MARK != body - FIXED) return null;
        var marks = new ArrayList<Mark>(many);
        for (var i = 0; i < many; i++) marks.add(new Mark(bytes.getLong(), bytes.getLong(), bytes.getLong()));
        return new SegmentNote(length, count, first, last, newest, ingested, sorted, marks);
    }

    private static int sum(ByteBuffer bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
