package berth.agent.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One call as it goes over the wire.
///
/// @param operation what is asked, for messages
/// @param path      with the query, escaped
/// @param body      JSON unless a header says otherwise; null: none
@SuppressWarnings("ArrayRecordComponent") // never compared
record EngineRequest(
        String operation, String method, String path, Map<String, String> headers, byte @Nullable [] body) {
    EngineRequest(String operation, String method, String path) {
        this(operation, method, path, Map.of(), null);
    }

    /// Asking twice does no harm.
    boolean idempotent() {
        return method.equals("GET");
    }

    byte[] bytes(String host) {
        var head = new StringBuilder(256);
        head.append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host);
        head.append("\r\nUser-Agent: berth\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] content = Objects.requireNonNullElse(body, new byte[0]);
        if (body != null && !headers.containsKey("Content-Type")) head.append("Content-Type: application/json\r\n");
        if (!method.equals("GET"))
            head.append("Content-Length: ").append(content.length).append("\r\n");
        var all = new ByteArrayOutputStream(head.length() + content.length + 2);
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(content);
        return all.toByteArray();
    }
}
