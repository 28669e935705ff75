package berth.server.http;

import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.util.Map;

/// Says back whatever it hears, one message at a time.
final class EchoingExec implements ExecDoor {
    @Override
    public Guest client(Caller operator) {
        return this::echo;
    }

    @Override
    public Guest node(Caller caller, String session) {
        if (!session.equals(caller.accessKeyId())) {
            throw new AwsFault("NotFoundException", 404, "No such session waits here.", Map.of());
        }
        return this::echo;
    }

    @Override
    public Guest dataChannel(String session) {
        if (!session.equals("good")) {
            throw new AwsFault("NotFoundException", 404, "No such session waits here.", Map.of());
        }
        return this::echo;
    }

    private void echo(ByteSocket socket) throws InterruptedException {
        try {
            while (socket.read() instanceof ByteSocket.Message.Bytes(var bytes)) {
                socket.write(bytes);
            }
        } catch (IOException gone) {
            socket.close(1011, "it is gone");
        }
    }
}
