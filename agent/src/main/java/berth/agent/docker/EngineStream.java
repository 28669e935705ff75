package berth.agent.docker;

import org.jspecify.annotations.Nullable;

/// Something the engine tells bit by bit, over a connection of its own. Taking is what reads the socket, so a
/// slow taker slows the engine down and nothing piles up here.
///
/// One thread takes; any thread may close. Whoever wants it to go on after an end asks the engine for a new one.
public interface EngineStream<T> extends AutoCloseable {
    /// The next one; waits for it as long as it takes.
    ///
    /// @return null once the engine ended the stream in order, or it was closed here
    /// @throws EngineUnreachable when the connection broke
    /// @throws DockerException   when the engine reports an error inside the stream
    @Nullable
    T next();

    /// Ends it: the socket is closed, and a `next` that waits returns null. Closing twice is fine.
    @Override
    void close();
}
