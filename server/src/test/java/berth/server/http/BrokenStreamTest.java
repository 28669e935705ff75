package berth.server.http;

import static berth.server.http.OpenDoor.NODE;
import static berth.server.http.OpenDoor.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of one side of a log stream when the other breaks.
class BrokenStreamTest {
    private static final String LOGS = "/berth/logs?task=abc&follow=true";

    private final OpenDoor door = new OpenDoor();
    private final BlockingQueue<String> streamIds = new LinkedBlockingQueue<>();

    @BeforeEach
    void the_logs_are_at_the_node() {
        door.logs = (_, _, sink) -> streamIds.add(sink.openStream(NODE.accessKeyId()));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(10, TimeUnit.SECONDS), "nothing came within 10 s");
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        var said = new StringBuilder();
        while (!said.toString().endsWith(end)) {
            var c = socket.getInputStream().read();
            assertThat(c).as("the end of: " + said).isNotEqualTo(-1);
            said.append((char) c);
        }
        return said.toString();
    }

    @Test
    @SuppressWarnings("try") // the close in the middle is what is tried
    void a_reader_that_stops_reading_stops_the_node_and_nothing_is_piled_up() throws Exception {
        try (var reader = door.socket()) {
            ask(reader);
            try (var node = door.socket()) {
                begin(node, next(streamIds));
                node.setSoTimeout(0);
                var chunk = ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                var stuck = new CompletableFuture<Long>();
                Thread.startVirtualThread(() -> {
                    long sent = 0;
                    try {
                        for (; sent < 64L << 20; sent += 1 << 16) {
                            node.getOutputStream().write(chunk);
                        }
                        stuck.complete(sent);
                    } catch (IOException _) {
                        stuck.complete(-1L);
                    }
                });
                // 64 MiB don't fit into the sockets' buffers, so the node is stuck until the reader leaves.
                assertThat(reader.getInputStream().read()).isEqualTo('H');
                assertThat(stuck.isDone()).isFalse();
                reader.setSoLinger(true, 0);
                reader.close();
                assertThat(stuck.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
            }
        }
        metricsShowNoStream();
    }

    @Test
    void a_reader_that_leaves_a_silent_stream_ends_the_nodes_side() throws Exception {
        try (var node = door.socket()) {
            try (var reader = door.socket()) {
                ask(reader);
                begin(node, next(streamIds));
                assertThat(reader.getInputStream().read()).isEqualTo('H');
            }
            assertThat(ended(node)).isTrue();
        }
    }

    @Test
    void a_node_that_dies_in_the_middle_leaves_an_answer_that_is_not_whole() throws Exception {
        try (var reader = door.socket()) {
            ask(reader);
            try (var node = door.socket()) {
                begin(node, next(streamIds));
                node.getOutputStream().write("5\r\nhello\r\n".getBytes(StandardCharsets.ISO_8859_1));
                readUntil(reader, "hello");
                node.setSoLinger(true, 0);
            }
            var rest = new StringBuilder();
            try {
                for (var c = reader.getInputStream().read();
                        c >= 0;
                        c = reader.getInputStream().read()) {
                    rest.append((char) c);
                }
            } catch (IOException _) {
                // A reset says the same.
            }
            assertThat(rest.toString()).doesNotContain("0\r\n\r\n");
        }
    }

    private void ask(Socket reader) throws IOException {
        reader.getOutputStream().write(door.head(OPERATOR, "GET", LOGS, ""));
    }

    private void begin(Socket node, String id) throws IOException {
        node.getOutputStream().write(door.head(NODE, "POST", Logs.STREAMS + id, "Transfer-Encoding: chunked\r\n"));
    }

    /// Whether the other side closed, waiting as long as the socket's time-out.
    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException _) {
            return true;
        }
    }

    /// Both sides end at their own pace, so this is asked again until it is so; bounded.
    private void metricsShowNoStream() throws Exception {
        for (var i = 0; i < 1_000; i++) {
            var metrics =
                    door.send(HttpRequest.newBuilder(door.uri("/metrics"))).body();
            if (metrics.contains("berth_log_streams 0")) {
                return;
            }
        }
        throw new AssertionError("a stream stayed open");
    }
}
