package berth.server.http;

import berth.wire.aws.AwsFault;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Takes every node in and remembers what it said. What arrives is `open`, a frame, or `closed <code> <reason>`.
final class RecordingNodes implements NodeDoor {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final BlockingQueue<NodeSocket> sockets = new LinkedBlockingQueue<>();
    volatile Map<String, String> query = Map.of();
    volatile @Nullable AwsFault refusal;
    volatile @Nullable String greeting;

    @Override
    public NodeSession acs(Caller caller, Map<String, String> query, NodeSocket socket) {
        this.query = query;
        if (refusal != null) {
            throw refusal;
        }
        if (greeting != null) {
            socket.send(greeting);
        }
        sockets.add(socket);
        return new NodeSession() {
            @Override
            public void text(String frame) {
                heard.add(frame);
            }

            @Override
            public void closed(int code, String reason) {
                heard.add("closed " + code + " " + reason);
            }
        };
    }

    @Override
    public NodeSession tcs(Caller caller, Map<String, String> query, NodeSocket socket) {
        return acs(caller, query, socket);
    }
}
