package berth.server.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// How an event lies in a segment: the length of what follows the checksum (4 bytes), its CRC-32C (4), the
/// event's time (8), when it came in (8), and its text in UTF-8. All big-endian.
final class Framing {
    /// What each event takes besides its text.
    static final int OVERHEAD = 24;

    /// What AWS counts for each event besides its text.
    static final int COUNTED = 26;

    private static final int HEAD = 8;
    private static final int TIMES = 16;

    private Framing() {}

    static void put(ByteBuffer into, NewEvent event, long ingested) {
        var begin = into.position();
        into.position(begin + HEAD);
        into.putLong(event.timestamp()).putLong(ingested).put(event.message());
        var end = into.position();
        var sum = sum(into.duplicate().position(begin + HEAD).limit(end));
        into.putInt(begin, end - begin - HEAD).putInt(begin + 4, sum);
    }

    /// The next event of `from`, whose position is then behind it; null when what is left is no whole event.
    static @Nullable StoredEvent next(ByteBuffer from, long stream, long sequence) {
        var begin = from.position();
        if (from.remaining() < OVERHEAD) return null;
        var length = from.getInt(begin);
        if (length < TIMES || length > from.remaining() - HEAD) return null;
        var end = begin + HEAD + length;
        if (sum(from.duplicate().position(begin + HEAD).limit(end)) != from.getInt(begin + 4)) return null;
        var timestamp = from.getLong(begin + HEAD);
        var ingested = from.getLong(begin + HEAD + Long.BYTES);
        var text = new byte[length - TIMES];
        from.get(begin + HEAD + TIMES, text);
        from.position(end);
        return new StoredEvent(
                new Position(timestamp, stream, sequence),
                ingested,
                new String(text, StandardCharsets.UTF_8),
                text.length + COUNTED);
    }

    private static int sum(ByteBuffer bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
