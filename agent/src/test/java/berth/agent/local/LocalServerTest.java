package berth.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalServerTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean welcome = true;
    private final CountDownLatch free = new CountDownLatch(1);
    private final LocalServer server = opened();

    private LocalServer opened() {
        try {
            var made = new LocalServer(ANYWHERE, _ -> welcome, this::answer, executor, Duration.ofSeconds(30));
            executor.execute(made::run);
            return made;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Answer answer(Question question) {
        if (question.segment(0).equals("wait")) {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return Answer.text(
                200,
                question.method() + " " + question.path() + " " + question.query() + " "
                        + new String(question.body(), StandardCharsets.UTF_8));
    }

    @AfterEach
    void end() {
        free.countDown();
        server.close();
        executor.shutdownNow();
    }

    private Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static String rest(Socket socket) throws IOException {
        try {
            socket.setSoTimeout(30_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException cut) {
            return "";
        }
    }

    private String asked(String request) throws IOException {
        try (var socket = socket()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return rest(socket);
        }
    }

    @Test
    void a_request_is_read_and_answered_and_the_connection_ends() throws IOException {
        assertThat(asked("GET //v1/tasks/?taskarn=a%2Fb&x HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ")
                .endsWith("\r\n\r\n\"GET [v1, tasks] {taskarn=a/b} \"");
        assertThat(asked("PUT /a HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcd")).endsWith("\"PUT [a] {} abc\"");
        assertThat(asked("PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /\r\n\r\n",
                "GET http://x/ HTTP/1.1\r\n\r\n",
                "GET /?a=%zz HTTP/1.1\r\n\r\n",
                "PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "PUT / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
                "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void what_cannot_be_read_is_refused(String request) throws IOException {
        assertThat(asked(request)).startsWith("HTTP/1.1 400 Bad Request");
    }

    @Test
    void heads_and_bodies_have_a_bound() throws IOException {
        assertThat(asked("PUT / HTTP/1.1\r\nContent-Length: 8193\r\n\r\n")).startsWith("HTTP/1.1 413");
        assertThat(asked("GET /" + "a".repeat(LocalServer.MAX_HEAD))).startsWith("HTTP/1.1 413");
    }

    @Test
    void who_is_not_welcome_is_cut_off_without_a_word() throws IOException {
        welcome = false;
        try (var socket = socket()) {
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void one_address_has_no_more_than_its_share_and_gets_it_back() throws IOException {
        var held = new ArrayList<Socket>();
        try {
            for (var i = 0; i < LocalServer.CONNECTIONS_OF_ONE; i++) {
                var socket = socket();
                socket.getOutputStream().write("GET /wait HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                held.add(socket);
            }
            try (var more = socket()) {
                assertThat(rest(more)).isEmpty();
            }
            free.countDown();
            for (var socket : held) assertThat(rest(socket)).contains("/wait".substring(1));
        } finally {
            for (var socket : held) socket.close();
        }
        assertThat(asked("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_connection_that_lasts_too_long_is_ended() throws IOException {
        var strict = new LocalServer(ANYWHERE, _ -> true, this::answer, executor, Duration.ZERO);
        executor.execute(strict::run);
        try (strict;
                var socket = new Socket(InetAddress.getLoopbackAddress(), strict.port())) {
            socket.getOutputStream().write('G');
            var sweeper = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) strict.sweep();
            });
            assertThat(rest(socket)).isEmpty();
            sweeper.interrupt();
        }
    }

    @Test
    void two_cannot_have_one_door() {
        var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new LocalServer(taken, _ -> true, this::answer, executor, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class);
    }
}
