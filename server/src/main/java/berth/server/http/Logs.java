package berth.server.http;

import berth.wire.aws.AwsFault;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/// `GET /berth/logs` (a client reads) and `POST /berth/streams/<id>` (a node sends).
///
/// A followed log may be silent for days, so neither connection has an idle limit here: a dead peer is found by
/// TCP's keep-alive, and a client that left while nothing was said by looking at its connection once a second.
final class Logs {
    static final String STREAMS = "/berth/streams/";

    private final Signatures signatures;
    private final LogSource source;
    private final StreamRelay relay;
    private final Limits limits;

    Logs(Signatures signatures, LogSource source, StreamRelay relay, Limits limits) {
        this.signatures = signatures;
        this.source = source;
        this.relay = relay;
        this.limits = limits;
    }

    void read(Exchange exchange) throws IOException, InterruptedException {
        var caller = signatures.verify(exchange.request(), Signatures.NO_BODY);
        Permissions.requireOperator(caller, "berth:ReadLogs");
        var query = query(Form.of(exchange.request().getHttpURI().getQuery()));
        try (var sink = new OneStream(relay)) {
            source.open(caller, query, sink);
            var stream = sink.stream();
            var isWhole = false;
            try {
                requireNode(stream);
                send(exchange, stream);
                isWhole = true;
            } finally {
                stream.end(isWhole);
            }
        }
        exchange.response().write(true, ByteBuffer.allocate(0), exchange.callback());
    }

    private void requireNode(LogStream stream) throws InterruptedException {
        try {
            var error = stream.awaitNode(limits.waitForNode());
            if (error != null) {
                throw new AwsFault("ClientException", error);
            }
        } catch (TimeoutException _) {
            throw new AwsFault(
                    "ServerException",
                    504,
                    "The task's container instance has not sent the log within "
                            + limits.waitForNode().toSeconds() + " s.",
                    Map.of());
        }
    }

    private static void send(Exchange exchange, LogStream stream) throws IOException, InterruptedException {
        var endPoint = endPoint(exchange);
        endPoint.setIdleTimeout(0);
        exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        // What is looked at for the client's end is then not the begin of its next request.
        exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close");
        // Without it Jetty ends the answer with the connection, and half a log looks like a whole one.
        exchange.response().getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        // Not closed here: that would end the answer as if it were whole also when it is not.
        @SuppressWarnings("resource")
        var out = Content.Sink.asOutputStream(exchange.response());
        out.flush();
        stream.copyTo(out, () -> isGone(endPoint));
    }

    private static boolean isGone(EndPoint endPoint) {
        try {
            var ignored = ByteBuffer.allocate(64).limit(0);
            return !endPoint.isOpen() || endPoint.isInputShutdown() || endPoint.fill(ignored) < 0;
        } catch (IOException _) {
            return true;
        }
    }

    void feed(Exchange exchange) throws IOException, InterruptedException {
        var caller = signatures.verify(exchange.request(), Signatures.NO_BODY);
        var id = exchange.path().substring(STREAMS.length());
        var error = exchange.request().getHeaders().get("X-Berth-Error");
        var endPoint = endPoint(exchange);
        var idle = endPoint.getIdleTimeout();
        endPoint.setIdleTimeout(0);
        @SuppressWarnings("resource")
        var body = Content.Source.asInputStream(exchange.request());
        if (!relay.feed(caller, id, body, error, () -> endPoint.close(new EOFException("The reader is gone.")))) {
            throw new EOFException("The reader is gone.");
        }
        endPoint.setIdleTimeout(idle);
        exchange.answer(200, Exchange.AWS_JSON, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static EndPoint endPoint(Exchange exchange) {
        return exchange.request().getConnectionMetaData().getConnection().getEndPoint();
    }

    static LogQuery query(Map<String, String> form) {
        var task = form.getOrDefault("task", "");
        if (task.isBlank()) {
            throw new AwsFault("InvalidParameterException", "task must be given: a task's id or ARN.");
        }
        return new LogQuery(
                task,
                present(form.get("cluster")),
                present(form.get("container")),
                flag(form, "follow"),
                tail(form.getOrDefault("tail", "-1")),
                flag(form, "timestamps"),
                since(form.getOrDefault("since", "")));
    }

    private static @Nullable Instant since(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new AwsFault(
                    "InvalidParameterException",
                    "since must be a time such as 2026-01-31T12:00:00Z (got '" + text + "').");
        }
    }

    private static @Nullable String present(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static boolean flag(Map<String, String> form, String name) {
        return switch (form.getOrDefault(name, "false")) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default ->
                throw new AwsFault(
                        "InvalidParameterException", name + " must be true or false (got '" + form.get(name) + "').");
        };
    }

    private static int tail(String text) {
        try {
            var lines = text.equals("all") ? -1 : Integer.parseInt(text);
            if (lines >= -1) {
                return lines;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new AwsFault(
                "InvalidParameterException",
                "tail must be a number of lines from 0 to " + Integer.MAX_VALUE + ", or -1 for all (got '" + text
                        + "').");
    }
}
