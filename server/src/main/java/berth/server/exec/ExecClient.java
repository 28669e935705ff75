package berth.server.exec;

import berth.wire.exec.ExecFrame;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Whoever asked for a command: reads what it writes, writes what it reads.
interface ExecClient {
    /// The next thing the client says, of [ExecFrame.Input], [ExecFrame.InputEnd] and [ExecFrame.Size]; waits
    /// for it.
    ///
    /// @return null once it is gone
    @Nullable
    ExecFrame read() throws InterruptedException;

    /// Tells the client; waits until it takes it.
    ///
    /// @param frame [ExecFrame.Output], [ExecFrame.ErrorOutput], and last [ExecFrame.Exited] or
    ///     [ExecFrame.Failed]
    /// @throws IOException when it is gone
    void write(ExecFrame frame) throws IOException, InterruptedException;

    void ping();

    /// False once it is gone, also while nobody reads.
    boolean open();

    /// Parts from it; `read` returns null after it. Later calls do nothing.
    void close(String reason);
}
