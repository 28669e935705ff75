import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage.AckRequest;
import berth.wire.acs.AcsMessage.HeartbeatAckRequest;
import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A node without an engine: its control websocket, on which it hears which tasks it is to run and acknowledges them.
/// Frames are searched, not parsed: what an agent makes of them is not what is measured.
final class PretendNode implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final Pattern MESSAGE_ID = Pattern.compile("\"messageId\":\"([^\"]+)\"");
    private static final Pattern TASK = Pattern.compile("\"arn\":\"(arn:[^\"]+:task/[^\"]+)\"");

    private final String cluster;
    private final String arn;
    private final Consumer<List<String>> told;
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private volatile boolean closed;
    private volatile boolean lost;

    /// Connects, and listens on a thread of its own.
    ///
    /// @param acs  the endpoint that DiscoverPollEndpoint names
    /// @param told hears the ARNs of the tasks of each payload, once it is acknowledged
    PretendNode(URI acs, Credentials who, String cluster, String arn, Consumer<List<String>> told) throws IOException {
        this.cluster = cluster;
        this.arn = arn;
        this.told = told;
        var address = URI.create(acs + "/ws?agentVersion=1.2.3&clusterArn=" + encoded(cluster) + "&containerInstanceArn="
                + encoded(arn) + "&protocolVersion=2&sendCredentials=false&seqNum=1");
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 60_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 12));
        var head = new StringBuilder("GET " + address.getRawPath() + "?" + address.getRawQuery() + " HTTP/1.1\r\nHost: "
                + address.getAuthority() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YmVydGggYmVuY2htYXJrIQ==\r\n");
        SigV4Signer.sign(who, "us-east-1", "ecs", "GET", address, Map.of(), new byte[0], Instant.now())
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        var status = line();
        if (!status.startsWith("HTTP/1.1 101")) throw new IOException(arn + " may not connect: " + status);
        while (!line().isEmpty()) {}
        Thread.ofVirtual().start(this::listen);
    }

    private static String encoded(String text) {
        return text.replace(":", "%3A").replace("/", "%2F");
    }

    @SuppressWarnings("deprecation") // bytes are characters here
    private String line() throws IOException {
        var line = in.readLine();
        if (line == null) throw new EOFException();
        return line;
    }

    private void listen() {
        try {
            var message = new ByteArrayOutputStream();
            while (true) {
                int first = in.readUnsignedByte();
                int length = in.readUnsignedByte() & 0x7f;
                if (length == 126) length = in.readUnsignedShort();
                else if (length == 127) length = Math.toIntExact(in.readLong());
                var part = in.readNBytes(length);
                if (part.length < length) throw new EOFException();
                switch (first & 0xf) {
                    case PING -> send(PONG, part);
                    case PONG -> {}
                    case CLOSE -> throw new EOFException("closed by the control plane");
                    default -> {
                        message.write(part);
                        if ((first & 0x80) == 0) continue;
                        hear(message.toString(StandardCharsets.UTF_8));
                        message.reset();
                    }
                }
            }
        } catch (IOException e) {
            if (closed) return;
            lost = true;
            Out.say("node %s lost its line: %s", arn, e);
        }
    }

    /// Whether the control plane, or a fault, has ended the connection.
    boolean lost() {
        return lost;
    }

    private void hear(String frame) throws IOException {
        var messageId = MESSAGE_ID.matcher(frame);
        if (frame.startsWith("{\"type\":\"HeartbeatMessage\"")) {
            send(AcsFrames.write(new HeartbeatAckRequest(messageId.find() ? messageId.group(1) : null)));
        } else if (frame.startsWith("{\"type\":\"PayloadMessage\"")) {
            var tasks = new ArrayList<String>();
            for (var task = TASK.matcher(frame); task.find(); ) tasks.add(task.group(1));
            if (!messageId.find()) throw new IOException("a payload without an id");
            send(AcsFrames.write(new AckRequest(cluster, arn, messageId.group(1))));
            told.accept(tasks);
        }
    }

    private void send(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// With a mask of zeros, which leaves the bytes as they are.
    private synchronized void send(int opcode, byte[] bytes) throws IOException {
        var frame = new ByteArrayOutputStream(bytes.length + 8);
        frame.write(0x80 | opcode);
        if (bytes.length < 126) {
            frame.write(0x80 | bytes.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        }
        frame.write(new byte[4]);
        frame.write(bytes);
        socket.getOutputStream().write(frame.toByteArray());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
    }
}
