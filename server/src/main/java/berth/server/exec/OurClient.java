package berth.server.exec;

import berth.server.http.ByteSocket;
import berth.wire.exec.ExecFrame;
import berth.wire.frame.UnreadableFrame;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// `./berth exec`: speaks the frames themselves.
final class OurClient implements ExecClient {
    private final ByteSocket socket;

    OurClient(ByteSocket socket) {
        this.socket = socket;
    }

    /// What only nodes say is no client's to say.
    @Override
    public @Nullable ExecFrame read() throws InterruptedException {
        if (!(socket.read() instanceof ByteSocket.Message.Bytes(var bytes))) return null;
        try {
            return switch (ExecFrame.read(bytes)) {
                case ExecFrame.Input input -> input;
                case ExecFrame.InputEnd end -> end;
                case ExecFrame.Size size -> size;
                default -> null;
            };
        } catch (UnreadableFrame e) {
            return null;
        }
    }

    @Override
    public void write(ExecFrame frame) throws IOException, InterruptedException {
        socket.write(frame.write());
    }

    @Override
    public boolean open() {
        return socket.open();
    }

    @Override
    public void ping() {
        socket.ping();
    }

    @Override
    public void close(String reason) {
        socket.close(1000, reason);
    }
}
