package berth.server.http;

import berth.wire.aws.AwsFault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `name=value&…`, percent-encoded, as in queries and forms.
final class Form {
    private static final int MAX_FIELDS = 1_000;

    private Form() {}

    /// The fields in order; of a repeated one the last value.
    ///
    /// @throws AwsFault `MalformedQueryString` when it can't be decoded or has more than 1,000 fields
    static Map<String, String> of(@Nullable String encoded) {
        var fields = new LinkedHashMap<String, String>();
        if (encoded == null || encoded.isEmpty()) {
            return fields;
        }
        var parts = encoded.split("&", MAX_FIELDS + 1);
        if (parts.length > MAX_FIELDS) {
            throw malformed("it may have at most " + MAX_FIELDS + " fields");
        }
        for (var part : parts) {
            var equals = part.indexOf('=');
            var name = equals < 0 ? part : part.substring(0, equals);
            var value = equals < 0 ? "" : part.substring(equals + 1);
            if (!name.isEmpty()) {
                fields.put(decoded(name), decoded(value));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw malformed("'%' must be followed by two hexadecimal digits");
        }
    }

    private static AwsFault malformed(String why) {
        return new AwsFault("MalformedQueryString", "The query string can't be read: " + why + ".");
    }
}
