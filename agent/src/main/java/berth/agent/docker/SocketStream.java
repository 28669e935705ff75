package berth.agent.docker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What all streams from the engine have in common: a connection of their own, and how they end.
abstract class SocketStream<T> implements EngineStream<T> {
    private final String operation;
    private final EngineCalls calls;
    private final EngineConnection connection;
    private volatile boolean closed;
    private boolean ended;

    SocketStream(String operation, EngineCalls calls, EngineConnection connection) {
        this.operation = operation;
        this.calls = calls;
        this.connection = connection;
    }

    /// The next one off the socket, or null at its end.
    abstract @Nullable T read() throws IOException;

    @Override
    public final @Nullable T next() {
        if (ended || closed) return null;
        try {
            var next = read();
            if (next == null) end();
            return next;
        } catch (IOException e) {
            boolean ours = closed;
            end();
            if (ours) return null;
            throw calls.trouble(operation, e, null);
        } catch (EngineTrouble e) {
            end();
            throw e;
        }
    }

    private void end() {
        ended = true;
        connection.close();
    }

    @Override
    public final void close() {
        closed = true;
        connection.close();
    }
}
