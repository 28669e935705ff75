package berth.server.http;

import static berth.server.http.OpenDoor.ECS;
import static berth.server.http.OpenDoor.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes over a socket from clients that don't, or don't want to, speak HTTP as they should.
class MalformedHttpTest {
    private final OpenDoor door = new OpenDoor();

    @AfterEach
    void close() {
        door.close();
    }

    private String said(String raw) throws IOException {
        try (var socket = door.socket()) {
            write(socket, raw);
            return rest(socket.getInputStream());
        }
    }

    private static void write(Socket socket, String raw) throws IOException {
        socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /// What comes until the server closes; a reset counts as that.
    private static String rest(InputStream in) {
        var said = new StringBuilder();
        try {
            for (var c = in.read(); c >= 0; c = in.read()) {
                said.append((char) c);
            }
        } catch (IOException e) {
            said.append("<").append(e.getMessage()).append(">");
        }
        return said.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two lengths | POST / HTTP/1.1~Host: x~Content-Length: 2~Content-Length: 3~~{}",
                "length and chunks | POST / HTTP/1.1~Host: x~Content-Length: 2~Transfer-Encoding: chunked~~0~~",
                "signed length | POST / HTTP/1.1~Host: x~Content-Length: +2~~{}",
                "unknown coding | POST / HTTP/1.1~Host: x~Transfer-Encoding: rot13~~{}",
                "folded header | POST / HTTP/1.1~Host: x~A: b~ c~Content-Length: 2~~{}",
                "no host | POST / HTTP/1.1~Content-Length: 2~~{}",
                "two hosts | POST / HTTP/1.1~Host: x~Host: y~Content-Length: 2~~{}",
                "no version | POST / HTTP/9.9~Host: x~~",
                "no HTTP | HELO there~~",
                "bad chunk | POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked~~zz~{}~0~~",
                "nul in a header | POST / HTTP/1.1~Host: x~A: b\u0000c~Content-Length: 2~~{}",
                "bad escape | GET /%zz HTTP/1.1~Host: x~~",
            })
    void nonsense_is_answered_with_a_4xx_and_the_end(String what, String raw) throws Exception {
        var answer = said(raw.replace("~", "\r\n"));
        assertThat(answer).as(what).matches("(?s)HTTP/1\\.1 (400|501|505) .*");
        assertThat(answer).as(what).containsIgnoringCase("x-amzn-requestid").contains("\"__type\"");
        assertThat(door.api.calls).isEmpty();
    }

    @Test
    void what_is_no_text_at_all_is_answered_with_the_end() throws Exception {
        assertThat(said("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n")).doesNotContain("200");
    }

    @Test
    void a_head_beyond_the_bound_is_refused() throws Exception {
        assertThat(said("GET /health HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void a_length_beyond_the_bound_is_refused_at_its_word() throws Exception {
        assertThat(said("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void chunks_beyond_the_bound_are_refused() throws Exception {
        try (var socket = door.socket()) {
            write(socket, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            var chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
            for (var i = 0; i < 17; i++) {
                write(socket, chunk);
            }
            write(socket, "0\r\n\r\n");
            assertThat(rest(socket.getInputStream()).substring(0, 12)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_that_drips_is_cut_off() throws Exception {
        try (var socket = door.socket()) {
            write(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
            var drip = Thread.startVirtualThread(() -> drip(socket));
            assertThat(rest(socket.getInputStream())).startsWith("HTTP/1.1 408").contains("RequestTimeoutException");
            drip.interrupt();
        }
    }

    @Test
    void a_head_that_drips_is_cut_off() throws Exception {
        try (var socket = door.socket()) {
            write(socket, "POST / HTTP/1.1\r\nHost: x\r\nA: ");
            var drip = Thread.startVirtualThread(() -> drip(socket));
            assertThat(rest(socket.getInputStream())).doesNotContain("200");
            drip.interrupt();
        }
    }

    private static void drip(Socket socket) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                write(socket, "x");
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException _) {
            // Cut off, as it should be.
        }
    }

    @Test
    void a_client_that_leaves_in_the_middle_hurts_nobody() throws Exception {
        for (var i = 0; i < 20; i++) {
            try (var socket = door.socket()) {
                write(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc");
                socket.setSoLinger(true, 0);
            }
        }
        assertThat(door.call(OPERATOR, ECS + "ListTasks", "{}").statusCode()).isEqualTo(200);
    }
}
