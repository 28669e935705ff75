package berth.agent;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connection of a test's server: a request, then an answer or a websocket. Only what an agent needs.
final class HttpPeer implements AutoCloseable {
    @SuppressWarnings("ArrayRecordComponent")
    record Request(String method, String path, @Nullable String query, Map<String, String> headers, byte[] body) {
        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    HttpPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    @Nullable
    Request request() throws IOException {
        var line = line();
        if (line.isEmpty()) return null;
        var words = line.split(" ", 3);
        var target = words[1].split("\\?", 2);
        var headers = new LinkedHashMap<String, String>();
        for (line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body;
        if ("chunked".equals(headers.get("transfer-encoding"))) body = chunks();
        else body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(words[0], target[0], target.length > 1 ? target[1] : null, headers, body);
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (var size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var b = in.read(); b >= 0 && b != '\n'; b = in.read()) if (b != '\r') line.write(b);
        return line.toString(StandardCharsets.UTF_8);
    }

    void answer(int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = "HTTP/1.1 " + status + " X\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: "
                + bytes.length + "\r\nConnection: close\r\n\r\n";
        var out = new ByteArrayOutputStream();
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        write(out.toByteArray());
    }

    void upgrade(Request request) throws IOException {
        try {
            var key = request.header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            var accept = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8)));
            write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The next text frame; null when the other side closed.
    @Nullable
    String receive() throws IOException {
        try {
            while (true) {
                var opcode = in.readUnsignedByte() & 0x0f;
                var length = (long) (in.readUnsignedByte() & 0x7f);
                if (length == 126) length = in.readUnsignedShort();
                else if (length == 127) length = in.readLong();
                var mask = in.readNBytes(4);
                var payload = in.readNBytes(Math.toIntExact(length));
                for (var i = 0; i < payload.length; i++) payload[i] ^= mask[i % 4];
                if (opcode == 8) return null;
                if (opcode == 1) return new String(payload, StandardCharsets.UTF_8);
            }
        } catch (EOFException | java.net.SocketException e) {
            return null;
        }
    }

    void send(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendClose(int code) throws IOException {
        frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
    }

    private void frame(int first, byte[] payload) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) out.write(payload.length);
        else if (payload.length < 65_536) {
            out.write(126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(127);
            for (var shift = 56; shift >= 0; shift -= 8) out.write((int) ((long) payload.length >> shift));
        }
        out.write(payload);
        write(out.toByteArray());
    }

    private synchronized void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
