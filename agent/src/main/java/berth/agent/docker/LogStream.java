package berth.agent.docker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A container's log off the socket. Without a terminal the engine sends frames: a byte that names the stream,
/// three zeros, the length in four bytes, big-endian. With one it sends bare bytes.
final class LogStream extends SocketStream<LogFrame> {
    private static final int HEADER = 8;
    /// Longer frames are handed on in pieces.
    static final int MAX_PIECE = 64 * 1024;

    private final String operation;
    private final HttpBody body;
    private final boolean tty;
    private final byte[] header = new byte[HEADER];
    private LogFrame.Source source = LogFrame.Source.STDOUT;
    private long left;

    LogStream(String operation, EngineCalls calls, EngineCalls.Opened opened, boolean tty) {
        super(operation, calls, opened.connection());
        this.operation = operation;
        this.body = opened.body();
        this.tty = tty;
    }

    @Override
    @Nullable
    LogFrame read() throws IOException {
        if (tty) return piece(8 * 1024, false);
        while (left == 0) {
            int count = body.readNBytes(header, 0, HEADER);
            if (count == 0) return null;
            if (count < HEADER) throw new EOFException("log ended within a frame's header");
            left = (header[4] & 0xffL) << 24 | (header[5] & 0xff) << 16 | (header[6] & 0xff) << 8 | (header[7] & 0xff);
            source = switch (header[0]) {
                case 0, 1 -> LogFrame.Source.STDOUT;
                case 2 -> LogFrame.Source.STDERR;
                case 3 -> throw new DockerException(200, trouble(), operation);
                default -> throw new HttpViolation("a log frame of unknown kind " + header[0]);
            };
        }
        int length = (int) Math.min(left, MAX_PIECE);
        left -= length;
        return piece(length, true);
    }

    /// The engine itself speaks: it could not read on.
    private String trouble() throws IOException {
        return new String(body.readNBytes((int) Math.min(left, MAX_PIECE)), StandardCharsets.UTF_8).strip();
    }

    private @Nullable LogFrame piece(int length, boolean whole) throws IOException {
        var bytes = new byte[length];
        int count = whole ? body.readNBytes(bytes, 0, length) : body.read(bytes, 0, length);
        if (whole && count < length) throw new EOFException("log ended within a frame");
        if (count < 0) return null;
        return new LogFrame(source, count == length ? bytes : Arrays.copyOf(bytes, count));
    }
}
