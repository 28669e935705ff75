package berth.server.http;

import static berth.server.http.OpenDoor.NODE;
import static berth.server.http.OpenDoor.OPERATOR;
import static berth.server.http.OpenDoor.OTHER_NODE;
import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamRelayTest {
    private static final String LOGS = "/berth/logs?task=abc&follow=true&tail=10";

    private final OpenDoor door = new OpenDoor();
    private final BlockingQueue<String> streamIds = new LinkedBlockingQueue<>();
    private final BlockingQueue<LogQuery> queries = new LinkedBlockingQueue<>();

    @BeforeEach
    void the_logs_are_at_the_node() {
        door.logs = (_, query, sink) -> {
            queries.add(query);
            streamIds.add(sink.openStream(NODE.accessKeyId()));
        };
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(10, TimeUnit.SECONDS), "nothing came within 10 s");
    }

    private CompletableFuture<HttpResponse<String>> read() {
        return door.client.sendAsync(door.get(OPERATOR, LOGS).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(Credentials who, String id) {
        var path = Logs.STREAMS + id;
        var request = HttpRequest.newBuilder(door.uri(path)).timeout(Duration.ofSeconds(20));
        door.signature(who, "POST", path).forEach(request::header);
        return request.POST(HttpRequest.BodyPublishers.noBody());
    }

    private HttpRequest.Builder feed(String id, String text) {
        var body = text.getBytes(StandardCharsets.UTF_8);
        // Of unknown length, so that it goes in chunks.
        return post(NODE, id)
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @Test
    void what_the_node_sends_is_what_the_client_reads() throws Exception {
        var reading = read();
        var text = "a line\n".repeat(100_000);
        var fed = door.send(feed(next(streamIds), text));
        assertThat(fed.statusCode()).isEqualTo(200);
        var answer = reading.get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.body()).isEqualTo(text);
        assertThat(next(queries)).isEqualTo(new LogQuery("abc", null, null, true, 10, false, null));
        metricsShowNoStream();
    }

    @Test
    void each_line_arrives_when_it_is_said() throws Exception {
        try (var reader = door.socket();
                var node = door.socket()) {
            ask(reader);
            begin(node, next(streamIds));
            for (var i = 0; i < 5; i++) {
                node.getOutputStream()
                        .write("7\r\nline \n\r\n".replace(" ", " " + i).getBytes(StandardCharsets.US_ASCII));
                readUntil(reader, "line " + i + "\n");
            }
            node.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            readUntil(reader, "0\r\n\r\n");
            assertThat(readUntil(node, "{}")).startsWith("HTTP/1.1 200");
        }
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
    void the_nodes_error_is_the_clients_answer() throws Exception {
        var reading = read();
        var fed = door.send(post(NODE, next(streamIds)).header("X-Berth-Error", "There is no container web."));
        assertThat(fed.statusCode()).isEqualTo(200);
        var answer = reading.get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("ClientException").contains("There is no container web.");
    }

    @Test
    void a_node_that_never_comes_is_waited_for_a_while_only() throws Exception {
        var answer = read().get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("has not sent the log");
        assertThat(door.send(feed(next(streamIds), "late")).statusCode()).isEqualTo(404);
        metricsShowNoStream();
    }

    @Test
    void only_the_node_that_was_asked_may_feed_and_only_once() throws Exception {
        var reading = read();
        var id = next(streamIds);
        assertThat(door.send(post(OTHER_NODE, id)).statusCode()).isEqualTo(404);
        assertThat(door.send(post(OPERATOR, id)).statusCode()).isEqualTo(404);
        assertThat(door.send(post(NODE, "guess")).statusCode()).isEqualTo(404);
        assertThat(door.send(post(new Credentials("BERTHNODE", "guess"), id)).body())
                .contains("InvalidSignatureException");
        assertThat(door.send(feed(id, "mine")).statusCode()).isEqualTo(200);
        assertThat(reading.get(10, TimeUnit.SECONDS).body()).isEqualTo("mine");
        assertThat(door.send(feed(id, "again")).statusCode()).isIn(404, 409);
    }

    @Test
    void a_node_may_not_read() throws Exception {
        var answer = door.send(door.get(NODE, LOGS));
        assertThat(answer.body()).contains("AccessDeniedException").contains("berth:ReadLogs");
    }

    @Test
    void more_streams_than_allowed_are_refused() throws Exception {
        var reading = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (var i = 0; i < 4; i++) {
            reading.add(read());
            next(streamIds);
        }
        assertThat(door.send(door.get(OPERATOR, LOGS)).body()).contains("LimitExceededException");
        for (var answer : reading) {
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
        }
    }

    @Test
    void a_body_that_is_signed_as_unsigned_is_streamed_too() throws Exception {
        var reading = read();
        var path = Logs.STREAMS + next(streamIds);
        var headers = Map.of("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
        var request = HttpRequest.newBuilder(door.uri(path)).POST(HttpRequest.BodyPublishers.ofString("a line\n"));
        headers.forEach(request::header);
        SigV4Signer.sign(NODE, "us-east-1", "ecs", "POST", door.uri(path), headers, new byte[0], Instant.now())
                .forEach(request::header);
        assertThat(door.send(request).statusCode()).isEqualTo(200);
        assertThat(reading.get(10, TimeUnit.SECONDS).body()).isEqualTo("a line\n");
    }

    private void ask(Socket reader) throws IOException {
        reader.getOutputStream().write(door.head(OPERATOR, "GET", LOGS, ""));
    }

    private void begin(Socket node, String id) throws IOException {
        node.getOutputStream().write(door.head(NODE, "POST", Logs.STREAMS + id, "Transfer-Encoding: chunked\r\n"));
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
