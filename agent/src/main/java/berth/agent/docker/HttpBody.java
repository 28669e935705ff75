package berth.agent.docker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of one answer: of a known length, in chunks, or until the connection ends. Reads what is there and
/// waits only when nothing is, so it also serves streams that never end. Closing it does not close the
/// connection.
final class HttpBody extends InputStream {
    private static final int UNTIL_CLOSE = -1;
    private static final int CHUNKED = -2;

    private final HttpInput in;
    private final boolean chunked;
    private final boolean untilClose;
    private final byte[] one = new byte[1];
    /// Of the body, or of the current chunk.
    private long left;

    private boolean firstChunk = true;
    private boolean complete;

    private HttpBody(HttpInput in, long length) {
        this.in = in;
        this.chunked = length == CHUNKED;
        this.untilClose = length == UNTIL_CLOSE;
        this.left = Math.max(0, length);
        this.complete = length == 0;
    }

    /// The body that follows `head`, by the rules of RFC 9112 §6.3.
    static HttpBody of(HttpHead head, HttpInput in) throws IOException {
        if (head.status() == 204 || head.status() == 304) return new HttpBody(in, 0);
        String encoding = head.header("transfer-encoding");
        if (encoding != null) {
            if (!encoding.toLowerCase(Locale.ROOT).equals("chunked"))
                throw new HttpViolation("transfer encoding " + encoding + " (only chunked is known here)");
            return new HttpBody(in, CHUNKED);
        }
        String length = head.header("content-length");
        return new HttpBody(in, length == null ? UNTIL_CLOSE : parse(length, 10, "content length"));
    }

    /// It was read to its end, and that end was no break of the connection.
    boolean complete() {
        return complete;
    }

    /// The connection's end is this body's end, so it cannot serve another exchange.
    boolean untilClose() {
        return untilClose;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) return 0;
        if (complete || (chunked && left == 0 && !nextChunk())) return -1;
        int count = in.read(into, offset, untilClose ? length : (int) Math.min(length, left));
        if (count < 0) {
            if (!untilClose) throw new EOFException("connection ended within an answer");
            complete = true;
            return -1;
        }
        if (!untilClose) {
            left -= count;
            if (left == 0 && !chunked) complete = true;
        }
        return count;
    }

    /// All of the rest.
    ///
    /// @throws HttpViolation it is longer than `bound`
    byte[] readAll(int bound) throws IOException {
        if (!chunked && !untilClose && left > bound) throw tooLong(bound);
        var all = new ByteArrayOutputStream(chunked || untilClose ? 4096 : (int) left);
        var piece = new byte[8 * 1024];
        for (int count; (count = read(piece, 0, piece.length)) >= 0; ) {
            if (all.size() + count > bound) throw tooLong(bound);
            all.write(piece, 0, count);
        }
        return all.toByteArray();
    }

    /// The next line without its end, or null at the body's end. A last line without an end counts.
    ///
    /// @throws HttpViolation it is longer than `bound`
    byte @Nullable [] readLine(int bound) throws IOException {
        var line = new ByteArrayOutputStream(256);
        while (true) {
            int next = read();
            if (next < 0) return line.size() == 0 ? null : line.toByteArray();
            if (next == '\n') return line.toByteArray();
            if (line.size() == bound) throw tooLong(bound);
            line.write(next);
        }
    }

    private boolean nextChunk() throws IOException {
        if (!firstChunk && !in.line().isEmpty()) throw new HttpViolation("a chunk longer than announced");
        firstChunk = false;
        String size = in.line();
        int extension = size.indexOf(';');
        left = parse((extension < 0 ? size : size.substring(0, extension)).strip(), 16, "chunk size");
        if (left > 0) return true;
        for (int trailers = 0; !in.line().isEmpty(); trailers++)
            if (trailers == HttpHead.MAX_HEADERS)
                throw new HttpViolation("more than " + HttpHead.MAX_HEADERS + " trailers");
        complete = true;
        return false;
    }

    private static long parse(String digits, int radix, String what) throws IOException {
        if (!digits.isEmpty() && digits.length() <= 15 && Character.digit(digits.charAt(0), radix) >= 0) {
            try {
                return Long.parseLong(digits, radix);
            } catch (NumberFormatException notANumber) {
                // told below
            }
        }
        throw new HttpViolation("a wrong " + what + ": " + digits.substring(0, Math.min(40, digits.length())));
    }

    private static HttpViolation tooLong(int bound) {
        return new HttpViolation("an answer of more than " + bound + " bytes");
    }
}
