package berth.cli;

import berth.cli.json.Doc;
import berth.cli.json.Reading;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Answers each operation with what was laid down for it, the last answer again and again, and remembers what was
/// asked.
public final class CannedApi implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private record Answer(int status, String body) {}

    public CannedApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /// Laid down behind what is there for the operation.
    public CannedApi says(String operation, String body) {
        answers.computeIfAbsent(operation, _ -> new ArrayDeque<>()).add(new Answer(200, body));
        return this;
    }

    public CannedApi refuses(String operation, String type, String message) {
        var body = berth.cli.json.Writing.compact(Doc.with("__type", type, "message", message));
        answers.computeIfAbsent(operation, _ -> new ArrayDeque<>()).add(new Answer(400, body));
        return this;
    }

    /// `Operation {request}` of every call, in order; for GETs the path and query.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// The request of the last call of that operation.
    public Doc lastRequest(String operation) {
        return asked.reversed().stream()
                .filter(call -> call.startsWith(operation + " "))
                .findFirst()
                .map(call -> Doc.of(Reading.json(call.substring(operation.length() + 1))))
                .orElseThrow();
    }

    public Typed type(String... arguments) {
        return typeWith("", arguments);
    }

    public Typed typeWith(String stdin, String... arguments) {
        var variables = Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID", "AKID",
                "AWS_SECRET_ACCESS_KEY", "secret");
        return Typed.in(Path.of("/nonexistent"), variables, stdin, arguments);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var operation = target == null
                    ? exchange.getRequestMethod() + " "
                            + exchange.getRequestURI().getPath()
                    : target.substring(target.lastIndexOf('.') + 1);
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(target == null ? exchange.getRequestURI().toString() : operation + " " + body);
            var waiting = answers.getOrDefault(operation, new ArrayDeque<>(List.of(unknown(operation))));
            var answer = waiting.size() > 1 ? waiting.remove() : waiting.getFirst();
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            // Closing the exchange ends the connection: a client that kept it would call into nothing.
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Answer unknown(String operation) {
        return new Answer(400, "{\"__type\":\"UnknownOperationException\",\"message\":\"" + operation + "\"}");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
