package berth.agent.docker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/// One connection to an engine: an exchange at a time, by one thread; any thread may close it.
final class EngineConnection implements AutoCloseable {
    private final EngineAddress address;
    private final SocketChannel channel;
    private final HttpInput in;
    private final Consumer<EngineConnection> onClose;

    /// Not connected yet: [#connect] blocks, and closing from outside ends that as well.
    EngineConnection(EngineAddress address, Consumer<EngineConnection> onClose) throws IOException {
        this.address = address;
        this.channel = address.newChannel();
        this.in = new HttpInput(channel);
        this.onClose = onClose;
    }

    void connect() throws IOException {
        channel.connect(address.resolved());
    }

    /// Sends the request and reads the answer's head.
    HttpHead exchange(EngineRequest request) throws IOException {
        var bytes = ByteBuffer.wrap(request.bytes(address.host()));
        while (bytes.hasRemaining()) channel.write(bytes);
        return HttpHead.read(in);
    }

    /// Sends bytes over a connection that was upgraded; waits until they are taken.
    void write(byte[] bytes) throws IOException {
        var left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) channel.write(left);
    }

    /// Nothing more will be sent; what the engine sends still comes.
    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    HttpBody body(HttpHead head) throws IOException {
        return HttpBody.of(head, in);
    }

    /// Bytes the engine sent so far over this connection.
    long taken() {
        return in.taken();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException nothingToSave) {
            // the descriptor is gone either way
        }
        onClose.accept(this);
    }
}
