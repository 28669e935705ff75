import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// Signed calls on one connection that is kept, as SDKs keep theirs. So plain that it takes little of the cores that it
/// shares with what is measured. One call at a time.
final class KeptConnection implements AutoCloseable {
    private static final int READ_WITHIN_MS = 60_000;
    private static final String ECS = "AmazonEC2ContainerServiceV20141113.";

    private final URI endpoint;
    private final Credentials who;
    private final Socket socket;
    private final InputStream in;

    KeptConnection(URI endpoint, Credentials who) throws IOException {
        this.endpoint = endpoint.resolve("/");
        this.who = who;
        this.socket = new Socket();
        socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), READ_WITHIN_MS);
        socket.setSoTimeout(READ_WITHIN_MS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 15);
    }

    /// @return the body of the answer
    /// @throws IllegalStateException for any status but 200
    byte[] call(String operation, byte[] body) throws IOException {
        var headers = Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", ECS + operation);
        var head = new StringBuilder(600).append("POST / HTTP/1.1\r\nHost: ").append(endpoint.getAuthority());
        headers.forEach((name, value) -> line(head, name, value));
        SigV4Signer.sign(who, "us-east-1", "ecs", "POST", endpoint, headers, body, Instant.now())
                .forEach((name, value) -> line(head, name, value));
        line(head, "Content-Length", Integer.toString(body.length));
        var first = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        var whole = new byte[first.length + body.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(body, 0, whole, first.length, body.length);
        socket.getOutputStream().write(whole);
        var status = line();
        int length = -1;
        for (var line = line(); !line.isEmpty(); line = line()) {
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) length = Integer.parseInt(lower.substring(15).strip());
        }
        if (length < 0) throw new IOException(operation + ": an answer without a length: " + status);
        var answer = in.readNBytes(length);
        if (answer.length < length) throw new EOFException();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IllegalStateException(
                    operation + ": " + status + " " + new String(answer, StandardCharsets.UTF_8));
        }
        return answer;
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append("\r\n").append(name).append(": ").append(value);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c; (c = in.read()) != '\n'; ) {
            if (c < 0) throw new EOFException("the control plane closed the connection");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
