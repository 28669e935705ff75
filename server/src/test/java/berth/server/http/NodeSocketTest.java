package berth.server.http;

import static berth.server.http.OpenDoor.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.aws.AwsFault;
import berth.wire.sigv4.Credentials;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeSocketTest {
    private static final String ACS = "/acs/ws?agentVersion=1.0&clusterArn=my%20pool&seqNum=1";

    private final OpenDoor door = new OpenDoor();
    private final BlockingQueue<String> agentHeard = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        door.close();
    }

    /// An agent that writes down what it hears, whole messages, and how it ended.
    private final class Agent implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                agentHeard.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            agentHeard.add("closed " + code + " " + reason);
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            agentHeard.add("broken");
        }
    }

    private WebSocket connect(Credentials who, String pathAndQuery) throws Exception {
        var builder = door.client.newWebSocketBuilder();
        door.signature(who, "GET", pathAndQuery).forEach(builder::header);
        var uri = java.net.URI.create("ws" + door.uri(pathAndQuery).toString().substring(4));
        return builder.buildAsync(uri, new Agent()).get(10, TimeUnit.SECONDS);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(10, TimeUnit.SECONDS), "nothing came within 10 s");
    }

    @Test
    void frames_go_both_ways_in_order() throws Exception {
        var agent = connect(NODE, ACS);
        assertThat(door.nodes.query).containsEntry("clusterArn", "my pool").containsEntry("seqNum", "1");
        var socket = next(door.nodes.sockets);
        for (var i = 0; i < 500; i++) {
            socket.send("{\"n\":" + i + "}");
        }
        for (var i = 0; i < 500; i++) {
            assertThat(next(agentHeard)).isEqualTo("{\"n\":" + i + "}");
        }
        for (var i = 0; i < 50; i++) {
            agent.sendText("{\"m\":" + i + "}", true).get(10, TimeUnit.SECONDS);
        }
        for (var i = 0; i < 50; i++) {
            assertThat(next(door.nodes.heard)).isEqualTo("{\"m\":" + i + "}");
        }
    }

    @Test
    void a_frame_sent_before_the_upgrade_is_answered_still_arrives() throws Exception {
        door.nodes.greeting = "hello";
        connect(NODE, ACS);
        assertThat(next(agentHeard)).isEqualTo("hello");
    }

    @Test
    void fragments_come_as_one_frame() throws Exception {
        var agent = connect(NODE, "/tcs/ws?cluster=c");
        for (var i = 0; i < 10; i++) {
            agent.sendText("abc", i == 9).get(10, TimeUnit.SECONDS);
        }
        assertThat(next(door.nodes.heard)).isEqualTo("abc".repeat(10));
    }

    @Test
    void a_frame_beyond_the_bound_closes_with_1009() throws Exception {
        var agent = connect(NODE, ACS);
        var part = "x".repeat(1 << 16);
        // The sends after the close fail, as they may.
        for (var i = 0; i < 20; i++) {
            try {
                agent.sendText(part, i == 19).get(10, TimeUnit.SECONDS);
            } catch (ExecutionException _) {
                break;
            }
        }
        assertThat(next(door.nodes.heard)).startsWith("closed 1009");
    }

    @Test
    void either_side_may_close_and_the_session_hears_it_once() throws Exception {
        var agent = connect(NODE, ACS);
        agent.sendClose(1000, "ConnectionExpired: Reconnect to continue").get(10, TimeUnit.SECONDS);
        assertThat(next(door.nodes.heard)).isEqualTo("closed 1000 ConnectionExpired: Reconnect to continue");
        assertThat(next(agentHeard)).startsWith("closed 1000");
        next(door.nodes.sockets);

        connect(NODE, ACS);
        var socket = next(door.nodes.sockets);
        socket.close(1000, "ü".repeat(100));
        socket.close(1011, "later");
        assertThat(socket.open()).isFalse();
        assertThat(next(agentHeard)).isEqualTo("closed 1000 " + "ü".repeat(61));
        assertThat(next(door.nodes.heard)).startsWith("closed 1000");
        assertThat(door.nodes.heard).isEmpty();
    }

    @Test
    void a_connection_that_breaks_is_1006() throws Exception {
        var agent = connect(NODE, ACS);
        next(door.nodes.sockets);
        agent.abort();
        assertThat(next(door.nodes.heard)).startsWith("closed 1006");
    }

    @Test
    void a_node_that_does_not_read_is_dropped_and_not_waited_for() throws Exception {
        try (var socket = door.socket()) {
            upgrade(socket, ACS, NODE);
            var link = next(door.nodes.sockets);
            var frame = "x".repeat(1 << 18);
            for (var i = 0; i < 100 && link.open(); i++) {
                link.send(frame);
            }
            assertThat(link.open()).isFalse();
            assertThat(next(door.nodes.heard)).startsWith("closed 10");
        }
    }

    @Test
    void a_wrong_secret_opens_no_link() throws Exception {
        for (var path : new String[] {ACS, "/tcs/ws?cluster=c"}) {
            try (var socket = door.socket()) {
                var answer = upgrade(socket, path, new Credentials("BERTHNODE", "guess"));
                assertThat(answer).startsWith("HTTP/1.1 400").contains("{\"InvalidSignatureException\":\"");
            }
        }
        assertThat(door.nodes.sockets).isEmpty();
        assertThatThrownBy(() -> connect(new Credentials("BERTHNODE", "guess"), ACS))
                .hasCauseInstanceOf(java.net.http.WebSocketHandshakeException.class);
    }

    @Test
    void an_inactive_instance_is_told_so_in_the_form_agents_know() throws Exception {
        door.nodes.refusal = new AwsFault("InactiveInstanceException", "It was deregistered.");
        try (var socket = door.socket()) {
            assertThat(upgrade(socket, ACS, NODE))
                    .startsWith("HTTP/1.1 400")
                    .endsWith("\r\n\r\n{\"InactiveInstanceException\":\"It was deregistered.\"}");
        }
    }

    @Test
    void a_plain_get_is_told_that_only_websockets_open_here() throws Exception {
        var answer = door.send(door.get(NODE, ACS));
        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(door.nodes.sockets).isEmpty();
    }

    /// Asks for a websocket by hand and reads what is there within the first answer.
    private String upgrade(java.net.Socket socket, String path, Credentials who) throws Exception {
        var more = String.join(
                "\r\n",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "");
        socket.getOutputStream().write(door.head(who, "GET", path, more));
        var said = new byte[4_096];
        var n = 0;
        while (!isWhole(new String(said, 0, n, StandardCharsets.UTF_8))) {
            var got = socket.getInputStream().read(said, n, said.length - n);
            if (got < 0) {
                break;
            }
            n += got;
        }
        return new String(said, 0, n, StandardCharsets.UTF_8);
    }

    private static boolean isWhole(String said) {
        return said.startsWith("HTTP/1.1 101") ? said.contains("\r\n\r\n") : said.endsWith("}");
    }
}
