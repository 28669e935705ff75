package berth.agent.local;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A request as it was read.
///
/// @param path  its segments, as they were sent; a trailing slash adds none
/// @param query decoded; of a repeated name the last value
/// @param body  empty when there is none
/// @param from  who sent it; for a container its own address, since nothing on the way rewrites it
@SuppressWarnings("ArrayRecordComponent") // never compared
record Question(String method, List<String> path, Map<String, String> query, byte[] body, InetAddress from) {

    /// @param target as in the request line, such as `/v1/tasks?taskarn=…`
    /// @throws IllegalArgumentException the target is no path, or cannot be decoded
    static Question of(String method, String target, byte[] body, InetAddress from) {
        if (!target.startsWith("/")) throw new IllegalArgumentException("a path begins with / (got " + target + ")");
        var mark = target.indexOf('?');
        var path = mark < 0 ? target : target.substring(0, mark);
        var segments = Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        var query = new TreeMap<String, String>();
        for (var pair : mark < 0 ? new String[0] : target.substring(mark + 1).split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
        return new Question(method, segments, query, body, from);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// The segment of that number, or an empty text.
    String segment(int number) {
        return number < path.size() ? path.get(number) : "";
    }

    /// The segments from that number on, joined by slashes.
    String from(int number) {
        return number < path.size() ? String.join("/", path.subList(number, path.size())) : "";
    }
}
