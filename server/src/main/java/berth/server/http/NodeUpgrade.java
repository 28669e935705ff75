package berth.server.http;

import berth.wire.aws.AwsFault;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import tools.jackson.databind.json.JsonMapper;

/// `GET /acs/ws` and `GET /tcs/ws`: from a signed request to a node's websocket.
final class NodeUpgrade implements Exchange.Route {
    /// One of the two methods of [NodeDoor].
    @FunctionalInterface
    interface Entrance {
        NodeSession enter(Caller caller, Map<String, String> query, NodeSocket socket);
    }

    private final Signatures signatures;
    private final Entrance entrance;
    private final OpenSockets sockets;
    private final ServerWebSocketContainer container;
    private final Limits limits;

    NodeUpgrade(
            Signatures signatures,
            Entrance entrance,
            OpenSockets sockets,
            ServerWebSocketContainer container,
            Limits limits) {
        this.signatures = signatures;
        this.entrance = entrance;
        this.sockets = sockets;
        this.container = container;
        this.limits = limits;
    }

    @Override
    public void answer(Exchange exchange) {
        var socket = new JettySocket(sockets, limits);
        try {
            var caller = signatures.verify(exchange.request(), Signatures.NO_BODY);
            Permissions.requireAgent(caller);
            var query = Form.of(exchange.request().getHttpURI().getQuery());
            var isUpgrade = container.upgrade(
                    (_, _, _) -> admit(exchange, socket, caller, query),
                    exchange.request(),
                    exchange.response(),
                    exchange.callback());
            if (!isUpgrade) {
                exchange.response().getHeaders().put(HttpHeader.UPGRADE, "websocket");
                refuse(exchange, new AwsFault("BadRequestException", 426, "Only websockets open here.", Map.of()));
            }
        } catch (RuntimeException e) {
            socket.abandoned("the upgrade failed");
            refuse(exchange, Faults.of(e, exchange.requestId()));
        }
    }

    /// The websocket's endpoint; null when the refusal is written already.
    @SuppressWarnings("NullAway") // Jetty's way to say that no socket comes of it
    private Object admit(Exchange exchange, JettySocket socket, Caller caller, Map<String, String> query) {
        try {
            socket.hear(entrance.enter(caller, query, socket));
            sockets.add(socket);
            Request.addCompletionListener(exchange.request(), failure -> {
                if (failure != null) {
                    socket.abandoned("the upgrade failed");
                }
            });
            return socket;
        } catch (RuntimeException e) {
            refuse(exchange, Faults.of(e, exchange.requestId()));
            return null;
        }
    }

    /// In the form that agents take for an error of the link: one key, the error's name.
    private static void refuse(Exchange exchange, AwsFault fault) {
        var body = JsonMapper.shared().writeValueAsBytes(Map.of(fault.type(), fault.getMessage()));
        exchange.answer(fault.httpStatus(), "application/json", body);
    }
}
