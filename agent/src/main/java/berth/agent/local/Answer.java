package berth.agent.local;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// What is answered: always JSON, as Amazon's agent does.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, byte[] body) {
    static Answer of(int status, JsonNode json) {
        return new Answer(status, JsonMapper.shared().writeValueAsBytes(json));
    }

    static Answer good(JsonNode json) {
        return of(200, json);
    }

    /// A text, which is JSON as well.
    static Answer text(int status, String text) {
        return of(status, StringNode.valueOf(text));
    }

    /// As it goes over the wire; the connection ends with it.
    byte[] bytes() {
        var head = ("HTTP/1.1 " + status + " " + reason() + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        var all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Refused" : "Internal Server Error";
        };
    }
}
