package berth.agent.docker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/// The bytes of one connection, buffered (8 KiB), as lines and as runs. Reads from the channel only when asked
/// for more than it has, so whoever reads slowly slows the sender. For one thread at a time.
final class HttpInput {
    /// Longest line (status line, header, chunk size) taken.
    static final int MAX_LINE = 16 * 1024;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(8 * 1024).flip();
    private long taken;

    HttpInput(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /// How many bytes were taken so far; 0 tells that the peer has said nothing at all.
    long taken() {
        return taken;
    }

    /// A line without its end, CR LF or a bare LF.
    ///
    /// @throws EOFException  the connection ended first
    /// @throws HttpViolation the line is longer than [#MAX_LINE]
    String line() throws IOException {
        var line = new StringBuilder(64);
        while (true) {
            if (!buffer.hasRemaining() && !fill())
                throw new EOFException(line.isEmpty() ? "connection ended" : "connection ended within a line");
            int from = buffer.position();
            int end = from;
            while (end < buffer.limit() && buffer.get(end) != '\n') end++;
            line.append(new String(buffer.array(), from, end - from, StandardCharsets.ISO_8859_1));
            if (line.length() > MAX_LINE) throw new HttpViolation("a line of more than " + MAX_LINE + " bytes");
            boolean complete = end < buffer.limit();
            buffer.position(complete ? end + 1 : end);
            taken += buffer.position() - from;
            if (complete) {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') line.setLength(length - 1);
                return line.toString();
            }
        }
    }

    /// Between 1 and `length` bytes, as many as are there; waits only if there are none.
    ///
    /// @return how many, or -1 at the connection's end
    int read(byte[] into, int offset, int length) throws IOException {
        if (!buffer.hasRemaining() && !fill()) return -1;
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        taken += count;
        return count;
    }

    private boolean fill() throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        if (count == 0) throw new IOException("a blocking channel is expected");
        return count > 0;
    }
}
