package berth.agent.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Misbehaves on demand, as no real engine does when one waits for it: falls silent, hangs up, lies. Answers
/// `/version` like a sane engine of API 1.41 unless the script does.
final class ScriptedEngine implements AutoCloseable {
    /// What happens when a request has arrived. Returning keeps the connection, unless it was closed.
    interface Script {
        void serve(String requestLine, SocketChannel client) throws IOException;
    }

    static final String VERSION = "{\"Version\":\"20.10\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}";

    final AtomicInteger connections = new AtomicInteger();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final EngineAddress address;
    private final ServerSocketChannel server;
    private final Script script;

    ScriptedEngine(Path folder, Script script) throws IOException {
        this(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(folder.resolve("scripted.sock"))),
                script);
    }

    private ScriptedEngine(ServerSocketChannel server, Script script) throws IOException {
        this.server = server;
        this.script = script;
        this.address = EngineAddress.parse(
                server.getLocalAddress() instanceof InetSocketAddress inet
                        ? "tcp://127.0.0.1:" + inet.getPort()
                        : server.getLocalAddress().toString());
        Thread.ofVirtual().start(this::accept);
    }

    static ScriptedEngine overTcp(Script script) throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new ScriptedEngine(ServerSocketChannel.open().bind(loopback), script);
    }

    EngineAddress address() {
        return address;
    }

    /// A whole answer with a length.
    static void answer(SocketChannel client, int status, String body) throws IOException {
        send(client, "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static void send(SocketChannel client, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) client.write(bytes);
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            for (String line; (line = request(client)) != null; ) {
                requests.add(line);
                if (line.startsWith("GET /version ")) answer(client, 200, VERSION);
                else script.serve(line, client);
            }
        } catch (IOException gone) {
            // the client has hung up
        }
    }

    /// Reads a head, gives its first line. Bodies are not expected.
    private static @Nullable String request(SocketChannel client) throws IOException {
        var head = new ByteArrayOutputStream();
        var one = ByteBuffer.allocate(1);
        while (client.isOpen() && client.read(one.clear()) > 0) {
            head.write(one.get(0));
            var text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) return text.substring(0, text.indexOf('\r'));
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
