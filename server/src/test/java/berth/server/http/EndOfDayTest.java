package berth.server.http;

import static berth.server.http.OpenDoor.ECS;
import static berth.server.http.OpenDoor.NODE;
import static berth.server.http.OpenDoor.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Many clients at once, and what becomes of them when the door closes.
class EndOfDayTest {
    /// Not the quick one: on a busy machine a thousand connections are not opened, and have not all asked, in the
    /// second that it waits for a first request.
    private final OpenDoor door = new OpenDoor(Limits.standard());

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void a_thousand_clients_keep_their_connections_and_get_their_answers() throws Exception {
        var request = signedCall();
        var sockets = new ArrayList<Socket>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 1_000; i++) {
                sockets.add(door.socket());
            }
            for (var round = 0; round < 3; round++) {
                var asked = sockets.stream()
                        .map(socket -> (Callable<Boolean>) () -> isAnswered(socket, request))
                        .toList();
                for (var answer : threads.invokeAll(asked, 60, TimeUnit.SECONDS)) {
                    assertThat(answer.state()).isEqualTo(Future.State.SUCCESS);
                    assertThat(answer.resultNow()).isTrue();
                }
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        assertThat(door.api.calls).hasSize(3_000);
    }

    private byte[] signedCall() {
        var headers = Map.of("X-Amz-Target", ECS + "ListTasks");
        var body = "{}".getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("POST / HTTP/1.1\r\nHost: 127.0.0.1:" + door.server.port()
                + "\r\nContent-Length: 2\r\nX-Amz-Target: " + ECS + "ListTasks\r\n");
        SigV4Signer.sign(OPERATOR, "us-east-1", "ecs", "POST", door.uri("/"), headers, body, Instant.now())
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return (head + "\r\n{}").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isAnswered(Socket socket, byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        var said = new StringBuilder();
        while (!said.toString().endsWith("\r\n\r\n{}")) {
            var c = socket.getInputStream().read();
            if (c < 0) {
                return false;
            }
            said.append((char) c);
        }
        return said.toString().startsWith("HTTP/1.1 200");
    }

    @Test
    void a_call_in_flight_is_answered_and_nobody_comes_in_any_more() throws Exception {
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        door.api.instead = (_, _, _, _) -> {
            begun.countDown();
            try {
                assertThat(finish.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "{\"done\":true}".getBytes(StandardCharsets.UTF_8);
        };
        var port = door.server.port();
        var answer = new CompletableFuture<HttpResponse<String>>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(door.call(OPERATOR, ECS + "RunTask", "{}"));
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        var closing = Thread.startVirtualThread(door.server::close);
        finish.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("{\"done\":true}");
        assertThat(closing.join(java.time.Duration.ofSeconds(20))).isTrue();
        assertThatThrownBy(() -> new Socket(java.net.InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void an_address_that_is_taken_is_named() {
        assertThatThrownBy(() -> new OpenDoor(OpenDoor.QUICK, door.server.port()).close())
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + door.server.port());
    }

    @Test
    void nodes_hear_1001_and_readers_of_logs_are_let_go() throws Exception {
        var heard = new CompletableFuture<String>();
        var builder = door.client.newWebSocketBuilder();
        door.signature(NODE, "GET", "/acs/ws?x=1").forEach(builder::header);
        var uri = URI.create("ws" + door.uri("/acs/ws?x=1").toString().substring(4));
        builder.buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                        heard.complete(code + " " + reason);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(10, TimeUnit.SECONDS);
        assertThat(door.nodes.sockets.poll(10, TimeUnit.SECONDS)).isNotNull();
        var asked = new CountDownLatch(1);
        door.logs = (_, _, sink) -> {
            sink.openStream(NODE.accessKeyId());
            asked.countDown();
        };
        var reading = door.client.sendAsync(
                door.get(OPERATOR, "/berth/logs?task=a").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        door.server.close();
        assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("1001 the control plane is stopping");
        assertThat(reading.get(10, TimeUnit.SECONDS).statusCode()).isIn(503, 504);
        assertThat(List.copyOf(door.nodes.heard)).anyMatch(said -> said.startsWith("closed 1001"));
    }
}
