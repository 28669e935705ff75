package guestbook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Set;

/// The doors of the guest book: `/` for people, `/api/entries` for programs, `/health` for whoever watches.
final class Site implements HttpHandler {
    private static final Set<String> PATHS = Set.of("/", "/api/entries", "/health");
    private static final int ENTRIES_ON_PAGE = 50;
    private static final int MOST_ENTRIES = 200;
    private static final int LONGEST_BODY = 32 * 1024;

    private final Entries entries;
    private final Page page;
    private final String host;
    private final InstantSource clock;

    Site(Entries entries, String host, InstantSource clock) {
        this.entries = entries;
        this.page = new Page(host);
        this.host = host;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type());
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'");
            if (answer.status() == 303) headers.set("Location", "/");
            if (answer.status() == 503) headers.set("Retry-After", "1");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(answer.status(), -1);
            } else {
                exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private record Answer(int status, String type, String body) {
        static Answer html(int status, String body) {
            return new Answer(status, "text/html; charset=utf-8", body);
        }

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var api = path.startsWith("/api/") || path.equals("/health");
        try {
            return switch ((exchange.getRequestMethod() + " " + path).replaceFirst("^HEAD ", "GET ")) {
                case "GET /" -> Answer.html(200, page.book(entries.visit(ENTRIES_ON_PAGE), Form.EMPTY, ""));
                case "POST /" -> sign(form(exchange));
                case "GET /api/entries" ->
                    Answer.json(
                            200,
                            Json.of(entries.look(limit(exchange.getRequestURI().getQuery())), host));
                case "POST /api/entries" -> add(form(exchange));
                case "GET /health" -> {
                    entries.check();
                    yield Answer.json(200, "{\"status\":\"up\"}\n");
                }
                default ->
                    PATHS.contains(path)
                            ? trouble(api, 405, path + " does not take " + exchange.getRequestMethod() + ".")
                            : trouble(api, 404, "There is nothing at " + path + ".");
            };
        } catch (SQLException e) {
            if (entries.prepared())
                System.err.println("guestbook: " + exchange.getRequestMethod() + " " + path + ": " + e.getMessage());
            if (api) return trouble(true, 503, "The database does not answer.");
            return Answer.html(503, page.waiting());
        } catch (TooLong e) {
            return trouble(api, 413, "A request can have " + LONGEST_BODY + " bytes.");
        } catch (IllegalArgumentException e) {
            return trouble(api, 400, "The request cannot be read: " + e.getMessage());
        }
    }

    /// A browser that has posted is sent on to the page, so that reloading does not post again.
    private Answer sign(Form form) throws SQLException {
        var complaint = form.complaint();
        if (!complaint.isEmpty()) return Answer.html(400, page.book(entries.look(ENTRIES_ON_PAGE), form, complaint));
        entries.add(form.name(), form.message(), clock.instant());
        return Answer.html(303, "");
    }

    private Answer add(Form form) throws SQLException {
        var complaint = form.complaint();
        if (!complaint.isEmpty()) return trouble(true, 400, complaint);
        return Answer.json(201, Json.of(entries.add(form.name(), form.message(), clock.instant())) + "\n");
    }

    private Answer trouble(boolean api, int status, String what) {
        if (api) return Answer.json(status, "{\"error\":" + Json.quote(what) + "}\n");
        return Answer.html(status, page.trouble(what));
    }

    private static Form form(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) throw new TooLong();
        return Form.parse(new String(body, StandardCharsets.UTF_8));
    }

    private static int limit(String query) {
        if (query == null || !query.startsWith("limit=")) return ENTRIES_ON_PAGE;
        var limit = query.substring("limit=".length());
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > MOST_ENTRIES)
            throw new IllegalArgumentException("limit must be 1 to " + MOST_ENTRIES + " (got '" + limit + "')");
        return Integer.parseInt(limit);
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
