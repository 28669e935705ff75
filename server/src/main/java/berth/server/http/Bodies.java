package berth.server.http;

import berth.wire.aws.AwsFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Reads whole bodies within bounds: their size, their speed, and what all of them together take of memory.
///
/// The speed is checked here and not by Jetty's handler for it, which breaks websocket upgrades.
final class Bodies {
    private static final int PIECE_BYTES = 16 << 10;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration WAIT_FOR_MEMORY = Duration.ofSeconds(5);

    private final Limits limits;
    private final InstantSource clock;
    private final Semaphore freeBytes;

    Bodies(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.freeBytes = new Semaphore(limits.maxBufferedBytes());
    }

    /// A body in memory. Closing gives its share back.
    final class Held implements AutoCloseable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        byte[] bytes() {
            return bytes.toByteArray();
        }

        private void add(byte[] piece, int length) {
            reserve(length);
            bytes.write(piece, 0, length);
        }

        @Override
        public void close() {
            freeBytes.release(bytes.size());
        }
    }

    /// @throws AwsFault    413, 408 or 503 when a bound is met
    /// @throws IOException when the client breaks off or sends nonsense
    Held read(Request request) throws IOException {
        if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > limits.maxBodyBytes()) {
            throw tooLarge(request);
        }
        var held = new Held();
        var whole = false;
        try {
            fill(held, request);
            whole = true;
            return held;
        } finally {
            if (!whole) {
                held.close();
            }
        }
    }

    private void fill(Held held, Request request) throws IOException {
        var in = Content.Source.asInputStream(request);
        var begin = clock.instant();
        var piece = new byte[PIECE_BYTES];
        var total = 0;
        for (var n = in.read(piece); n >= 0; n = in.read(piece)) {
            total += n;
            if (total > limits.maxBodyBytes()) {
                throw tooLarge(request);
            }
            requireSpeed(total, Duration.between(begin, clock.instant()));
            held.add(piece, n);
        }
    }

    private void requireSpeed(long bytes, Duration taken) {
        if (taken.compareTo(GRACE) > 0 && bytes < taken.toMillis() * limits.minBodyBytesASecond() / 1000) {
            throw new AwsFault(
                    "RequestTimeoutException",
                    408,
                    "The body came slower than " + limits.minBodyBytesASecond() + " bytes a second (" + bytes
                            + " bytes in " + taken.toSeconds() + " s).",
                    Map.of());
        }
    }

    private void reserve(int bytes) {
        try {
            if (freeBytes.tryAcquire(bytes, WAIT_FOR_MEMORY.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new AwsFault(
                "ServiceUnavailableException",
                503,
                "The bodies of requests in progress take all of " + limits.maxBufferedBytes()
                        + " bytes. Please try again later.",
                Map.of());
    }

    /// Reads on a while and forgets: a client that is still sending would see a reset instead of the answer.
    private AwsFault tooLarge(Request request) throws IOException {
        if (request.getHeaders().get(HttpHeader.EXPECT) == null) {
            var in = Content.Source.asInputStream(request);
            var piece = new byte[PIECE_BYTES];
            var begin = clock.instant();
            var left = 2L * limits.maxBodyBytes();
            for (var n = in.read(piece); n >= 0 && left > 0; n = in.read(piece)) {
                left -= n;
                if (Duration.between(begin, clock.instant()).compareTo(GRACE) > 0) {
                    break;
                }
            }
        }
        return new AwsFault(
                "RequestEntityTooLargeException",
                413,
                "The body may have at most " + limits.maxBodyBytes() + " bytes.",
                Map.of());
    }
}
