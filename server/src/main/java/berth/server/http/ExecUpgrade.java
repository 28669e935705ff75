package berth.server.http;

import berth.wire.aws.AwsFault;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import tools.jackson.databind.json.JsonMapper;

/// From a request to the websocket of a session. Refusals have the form of the nodes' links: one key, the
/// error's name.
final class ExecUpgrade {
    /// What data channels begin with; the session's id follows.
    static final String DATA_CHANNEL = "/v1/data-channel/";

    private final Signatures signatures;
    private final ExecDoor door;
    private final OpenChannels open;
    private final ServerWebSocketContainer container;

    ExecUpgrade(Signatures signatures, ExecDoor door, OpenChannels open, ServerWebSocketContainer container) {
        this.signatures = signatures;
        this.door = door;
        this.open = open;
        this.container = container;
    }

    void client(Exchange exchange) {
        upgrade(exchange, asked -> {
            var caller = signatures.verify(asked.request(), Signatures.NO_BODY);
            Permissions.requireOperator(caller, "ecs:ExecuteCommand");
            return door.client(caller);
        });
    }

    void node(Exchange exchange) {
        upgrade(exchange, asked -> {
            var caller = signatures.verify(asked.request(), Signatures.NO_BODY);
            var query = Form.of(asked.request().getHttpURI().getQuery());
            return door.node(caller, query.getOrDefault("session", ""));
        });
    }

    void dataChannel(Exchange exchange) {
        upgrade(exchange, asked -> door.dataChannel(asked.path().substring(DATA_CHANNEL.length())));
    }

    private void upgrade(Exchange exchange, Function<Exchange, ExecDoor.Guest> entrance) {
        try {
            var guest = entrance.apply(exchange);
            var isUpgrade = container.upgrade(
                    (_, _, _) -> new JettyChannel(open, guest),
                    exchange.request(),
                    exchange.response(),
                    exchange.callback());
            if (!isUpgrade) {
                exchange.response().getHeaders().put(HttpHeader.UPGRADE, "websocket");
                refuse(exchange, new AwsFault("BadRequestException", 426, "Only websockets open here.", Map.of()));
            }
        } catch (RuntimeException e) {
            refuse(exchange, Faults.of(e, exchange.requestId()));
        }
    }

    private static void refuse(Exchange exchange, AwsFault fault) {
        var body = JsonMapper.shared().writeValueAsBytes(Map.of(fault.type(), fault.getMessage()));
        exchange.answer(fault.httpStatus(), "application/json", body);
    }
}
