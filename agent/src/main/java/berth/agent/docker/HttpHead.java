package berth.agent.docker;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Status line and headers of an HTTP/1.x answer.
///
/// @param minor   the version's second digit: 1 means keep-alive unless said otherwise
/// @param headers by lower-case name; of repeated ones the values joined by commas
record HttpHead(int minor, int status, Map<String, String> headers) {
    /// More are not taken.
    static final int MAX_HEADERS = 100;
    /// Interim answers (status 1xx) that may precede the real one.
    private static final int MAX_INTERIM = 10;

    /// Reads the next final answer's head; interim answers are skipped.
    static HttpHead read(HttpInput in) throws IOException {
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            var head = readOne(in);
            if (head.status >= 200 || head.status == 101) return head;
        }
        throw new HttpViolation("more than " + MAX_INTERIM + " interim answers");
    }

    private static HttpHead readOne(HttpInput in) throws IOException {
        String line = in.line();
        // "HTTP/1.1 200 OK"; the phrase may be missing, with or without its blank
        if (!line.startsWith("HTTP/1.")
                || line.length() < 12
                || !digits(line, 7, 8)
                || line.charAt(8) != ' '
                || !digits(line, 9, 12)
                || (line.length() > 12 && line.charAt(12) != ' '))
            throw new HttpViolation("no HTTP/1 status line: " + excerpt(line));
        int status = Integer.parseInt(line, 9, 12, 10);
        if (status < 100) throw new HttpViolation("status " + status);
        var headers = new HashMap<String, String>();
        for (int count = 0; ; count++) {
            String header = in.line();
            if (header.isEmpty()) return new HttpHead(line.charAt(7) - '0', status, Map.copyOf(headers));
            if (count == MAX_HEADERS) throw new HttpViolation("more than " + MAX_HEADERS + " headers");
            int colon = header.indexOf(':');
            if (colon <= 0) throw new HttpViolation("a header without a name: " + excerpt(header));
            headers.merge(
                    header.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (first, next) -> first + "," + next);
        }
    }

    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /// The connection may serve another exchange once this answer's body was read to its end.
    boolean keepsAlive() {
        String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        return minor >= 1 ? !connection.contains("close") : connection.contains("keep-alive");
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        return true;
    }

    private static String excerpt(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
