import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The calls that the agent's client has no use for (Swarm's, and a whole inspect): one request, one connection.
final class EngineHttp {
    private final String socket;

    /// @param address `unix:///path`
    EngineHttp(String address) {
        this.socket = address.substring("unix://".length());
    }

    JsonNode get(String path) throws IOException {
        return call("GET", path, null);
    }

    JsonNode call(String method, String path, JsonNode body) throws IOException {
        byte[] content = body == null ? new byte[0] : JsonMapper.shared().writeValueAsBytes(body);
        var head =
                method + " " + path + " HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: "
                        + content.length + "\r\n\r\n";
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            byte[] text = head.getBytes(StandardCharsets.US_ASCII);
            var request = ByteBuffer.allocate(text.length + content.length)
                    .put(text)
                    .put(content)
                    .flip();
            while (request.hasRemaining()) channel.write(request);
            var answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            int status = Integer.parseInt(answer.substring(9, 12));
            var json = answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
            if (status >= 300) throw new IOException(method + " " + path + ": " + status + " " + json);
            return json.isEmpty()
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(json);
        }
    }
}
