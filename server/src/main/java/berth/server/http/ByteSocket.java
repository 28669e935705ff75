package berth.server.http;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A websocket for threads that may wait: one reads, any may write. Nothing is read from the network before
/// somebody waits for it, so a slow reader slows the other side down and nothing piles up here.
public interface ByteSocket {
    /// What came in.
    sealed interface Message {
        /// @param bytes the receiver's own
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Bytes(byte[] bytes) implements Message {}

        record Text(String text) implements Message {}
    }

    /// The next message; waits for it as long as it takes.
    ///
    /// @return null once the socket is closed, by whichever side
    @Nullable
    Message read() throws InterruptedException;

    /// The next message, if it comes within that time.
    ///
    /// @return null also when it does not; read no more then
    @Nullable
    Message read(Duration wait) throws InterruptedException;

    /// Returns when the network has taken it, which may be as long as the other side does not read.
    ///
    /// @throws IOException when the socket is closed or breaks
    void write(byte[] message) throws IOException, InterruptedException;

    /// Sends a ping, and returns at once: of a peer that is gone without a word one hears only by sending.
    void ping();

    /// False once either side began to close, or the connection broke.
    boolean open();

    /// Closes behind what is being written; a peer that does not take it is cut off after 5 s. Later calls do
    /// nothing.
    ///
    /// @param code   a websocket close code
    /// @param reason at most 123 bytes of UTF-8; the rest is cut off
    void close(int code, String reason);
}
