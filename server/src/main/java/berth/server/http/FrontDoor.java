package berth.server.http;

import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every request comes in: gives it an id, finds its route, and answers for whatever the route throws.
final class FrontDoor extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final Supplier<String> ids;
    private final SlowHeads heads;
    private final Map<String, Exchange.Route> routes;
    private final Exchange.Route streams;
    private final Exchange.Route channels;
    private volatile boolean closing;

    /// @param routes  by method and path, as in `GET /health`
    /// @param streams  `POST` to anything below [Logs#STREAMS]
    /// @param channels `GET` of anything below [ExecUpgrade#DATA_CHANNEL]
    FrontDoor(
            Supplier<String> ids,
            SlowHeads heads,
            Map<String, Exchange.Route> routes,
            Exchange.Route streams,
            Exchange.Route channels) {
        this.ids = ids;
        this.heads = heads;
        this.routes = routes;
        this.streams = streams;
        this.channels = channels;
    }

    /// Refuses whatever comes from now on.
    void close() {
        closing = true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        heads.arrived(request);
        var exchange = new Exchange(request, response, callback, ids.get());
        response.getHeaders().put(ErrorPage.REQUEST_ID, exchange.requestId());
        try {
            route(exchange).answer(exchange);
        } catch (Throwable t) {
            failed(exchange, t);
        }
        return true;
    }

    private Exchange.Route route(Exchange exchange) {
        if (closing) {
            return e -> e.fault(Faults.ofStatus(503, "The control plane is stopping. Please try again later."));
        }
        var path = exchange.path();
        var method = exchange.request().getMethod();
        if (method.equals("POST") && path.startsWith(Logs.STREAMS)) {
            return streams;
        }
        if (method.equals("GET") && path.startsWith(ExecUpgrade.DATA_CHANNEL)) {
            return channels;
        }
        var route = routes.get(method + " " + path);
        return route != null ? route : FrontDoor::nothingHere;
    }

    private static void nothingHere(Exchange exchange) {
        exchange.fault(Faults.ofStatus(
                404,
                "Here answers Berth, which speaks the ECS API: POST / with a signed call, or GET /health. There is no "
                        + exchange.request().getMethod() + " " + exchange.path()));
    }

    private static void failed(Exchange exchange, Throwable thrown) {
        if (exchange.response().isCommitted() || Faults.isGone(thrown)) {
            LOG.debug("Request {} broke off", exchange.requestId(), thrown);
            // Jetty says nothing of this kind, and ends the connection.
            exchange.callback().failed(new EofException(thrown));
            return;
        }
        exchange.fault(Faults.of(thrown, exchange.requestId()));
    }
}
