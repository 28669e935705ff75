package berth.agent.docker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A command's connection, once the engine has given it up to bytes: framed output as of logs one way, bare
/// input the other.
final class HijackedExec implements ExecStream {
    private final String operation;
    private final EngineCalls calls;
    private final EngineConnection connection;
    private final LogStream output;

    HijackedExec(String operation, EngineCalls calls, EngineCalls.Opened opened, boolean terminal) {
        this.operation = operation;
        this.calls = calls;
        this.connection = opened.connection();
        this.output = new LogStream(operation, calls, opened, terminal);
    }

    @Override
    public @Nullable LogFrame next() {
        return output.next();
    }

    @Override
    public void write(byte[] bytes) {
        try {
            connection.write(bytes);
        } catch (IOException e) {
            throw calls.trouble(operation, e, null);
        }
    }

    @Override
    public void endInput() {
        try {
            connection.endOutput();
        } catch (IOException e) {
            throw calls.trouble(operation, e, null);
        }
    }

    @Override
    public void close() {
        output.close();
    }
}
