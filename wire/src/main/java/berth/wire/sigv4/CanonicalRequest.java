package berth.wire.sigv4;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one spelling of a request that both sides sign.
final class CanonicalRequest {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";

    private CanonicalRequest() {}

    /// @param signedHeaders lower-case names in the order they are signed
    /// @param headers       a header's values by its name
    /// @param payload       the body's hash in hex, or `UNSIGNED-PAYLOAD`
    static String of(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            List<String> signedHeaders,
            Function<String, List<String>> headers,
            String payload) {
        var text = new StringBuilder(512);
        text.append(method).append('\n');
        text.append(path(rawPath)).append('\n');
        text.append(query(rawQuery)).append('\n');
        for (var name : signedHeaders) {
            text.append(name).append(':');
            var values = headers.apply(name);
            for (var i = 0; i < values.size(); i++) {
                text.append(i == 0 ? "" : ",").append(collapsed(values.get(i)));
            }
            text.append('\n');
        }
        text.append('\n');
        text.append(String.join(";", signedHeaders)).append('\n');
        return text.append(payload).toString();
    }

    /// Without dot segments and empty ones, then percent-encoded as it stands: what was encoded once is
    /// encoded twice, as every AWS service but S3 wants it.
    static String path(String rawPath) {
        if (rawPath.isEmpty() || rawPath.equals("/")) {
            return "/";
        }
        var kept = new ArrayDeque<String>();
        for (var segment : rawPath.split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(encoded(segment.getBytes(StandardCharsets.UTF_8)));
            }
        }
        var folder = rawPath.endsWith("/") || rawPath.endsWith("/.") || rawPath.endsWith("/..");
        return kept.isEmpty() ? "/" : "/" + String.join("/", kept) + (folder ? "/" : "");
    }

    /// Decoded, encoded AWS's way, and sorted by name, then value.
    static String query(@Nullable String rawQuery) {
        if (rawQuery == null || rawQuery.isEmpty()) {
            return "";
        }
        record Parameter(String name, String value) {}
        var parameters = new ArrayList<Parameter>();
        for (var part : rawQuery.split("&", -1)) {
            if (!part.isEmpty()) {
                var equals = part.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(encoded(decoded(part)), "")
                                : new Parameter(
                                        encoded(decoded(part.substring(0, equals))),
                                        encoded(decoded(part.substring(equals + 1)))));
            }
        }
        parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
        var text = new StringBuilder(rawQuery.length());
        for (var parameter : parameters) {
            text.append(text.isEmpty() ? "" : "&");
            text.append(parameter.name()).append('=').append(parameter.value());
        }
        return text.toString();
    }

    /// Trimmed, and runs of spaces made one.
    private static String collapsed(String value) {
        var trimmed = value.strip();
        if (!trimmed.contains("  ")) {
            return trimmed;
        }
        var text = new StringBuilder(trimmed.length());
        for (var i = 0; i < trimmed.length(); i++) {
            var letter = trimmed.charAt(i);
            if (letter != ' ' || trimmed.charAt(i - 1) != ' ') {
                text.append(letter);
            }
        }
        return text.toString();
    }

    private static byte[] decoded(String text) {
        var raw = text.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(raw.length);
        for (var i = 0; i < raw.length; i++) {
            var high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            var low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toByteArray();
    }

    private static String encoded(byte[] bytes) {
        var text = new StringBuilder(bytes.length + 8);
        for (var each : bytes) {
            if (UNRESERVED.indexOf(each) >= 0) {
                text.append((char) each);
            } else {
                text.append('%').append(HEX[each >> 4 & 15]).append(HEX[each & 15]);
            }
        }
        return text.toString();
    }
}
