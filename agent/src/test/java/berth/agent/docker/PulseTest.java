package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PulseTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n";

    @TempDir
    Path folder;

    @Test
    void questions_go_over_one_connection() throws Exception {
        try (var scripted = new ScriptedEngine(folder, (line, client) -> ScriptedEngine.send(client, HEAD));
                var pulse = new Pulse(scripted.address())) {
            for (var i = 0; i < 5; i++) pulse.beat(LONG);
            assertThat(scripted.connections).hasValue(1);
            assertThat(scripted.requests).hasSize(5).containsOnly("HEAD /_ping HTTP/1.1");
        }
    }

    @Test
    void it_works_over_tcp_too() throws Exception {
        try (var scripted = ScriptedEngine.overTcp((line, client) -> ScriptedEngine.send(client, HEAD));
                var pulse = new Pulse(scripted.address())) {
            pulse.beat(LONG);
            pulse.beat(LONG);
            assertThat(scripted.connections).hasValue(1);
        }
    }

    @Test
    void an_answer_may_come_in_pieces() throws Exception {
        try (var scripted = new ScriptedEngine(folder, (line, client) -> {
                    for (var piece : HEAD.split("(?<=\r)", -1)) ScriptedEngine.send(client, piece);
                });
                var pulse = new Pulse(scripted.address())) {
            for (var i = 0; i < 20; i++) pulse.beat(LONG);
            assertThat(scripted.connections).hasValue(1);
        }
    }

    @Test
    void an_engine_that_came_back_is_reached_over_a_fresh_connection() throws Exception {
        var hungUp = new CompletableFuture<Void>();
        try (var scripted = new ScriptedEngine(folder, (line, client) -> {
                    ScriptedEngine.send(client, HEAD);
                    client.close();
                    hungUp.complete(null);
                });
                var pulse = new Pulse(scripted.address())) {
            pulse.beat(LONG);
            hungUp.get(30, TimeUnit.SECONDS);
            pulse.beat(LONG);
            assertThat(scripted.connections).hasValue(2);
        }
    }

    @Test
    void an_engine_that_hangs_is_given_up_and_hung_up_on_so_that_no_late_answer_counts() throws Exception {
        var gone = new CompletableFuture<Integer>();
        try (var scripted = new ScriptedEngine(
                        folder, (line, client) -> gone.complete(client.read(ByteBuffer.allocate(1))));
                var pulse = new Pulse(scripted.address())) {
            assertThatThrownBy(() -> pulse.beat(SHORT)).isInstanceOf(EngineTimeout.class);
            assertThat(gone.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void an_answer_to_no_question_is_a_sign_of_life() throws Exception {
        try (var scripted = new ScriptedEngine(folder, PulseTest::nonsense);
                var pulse = new Pulse(scripted.address())) {
            assertThatCode(() -> pulse.beat(SHORT)).doesNotThrowAnyException();
            assertThatCode(() -> pulse.beat(SHORT)).doesNotThrowAnyException();
            assertThat(scripted.connections).hasValue(2);
        }
    }

    private static void nonsense(String line, SocketChannel client) throws java.io.IOException {
        ScriptedEngine.send(client, "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nwhy");
    }

    @Test
    void an_engine_that_is_not_there_is_unreachable() {
        var nobody = EngineAddress.parse("unix://" + folder.resolve("nobody.sock"));
        try (var pulse = new Pulse(nobody)) {
            assertThatThrownBy(() -> pulse.beat(LONG))
                    .isInstanceOf(EngineUnreachable.class)
                    .hasMessageContaining("nobody.sock");
        }
    }

    @Test
    void an_engine_that_hangs_up_without_a_word_is_unreachable() throws Exception {
        try (var scripted = new ScriptedEngine(folder, (line, client) -> client.close());
                var pulse = new Pulse(scripted.address())) {
            assertThatThrownBy(() -> pulse.beat(LONG))
                    .isInstanceOf(EngineUnreachable.class)
                    .hasMessageContaining("connection ended");
        }
    }

    @Test
    void closing_and_interrupting_free_whoever_waits() throws Exception {
        var asked = new java.util.concurrent.Semaphore(0);
        try (var scripted = new ScriptedEngine(folder, (line, client) -> {
            asked.release();
            client.read(ByteBuffer.allocate(1));
        })) {
            var interrupted = new CompletableFuture<Throwable>();
            var pulse = new Pulse(scripted.address());
            var waiter = Thread.ofPlatform().start(() -> interrupted.complete(thrownBy(pulse)));
            asked.acquire();
            waiter.interrupt();
            assertThat(interrupted.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);

            var closed = new CompletableFuture<Throwable>();
            Thread.ofPlatform().start(() -> closed.complete(thrownBy(pulse)));
            asked.acquire();
            pulse.close();
            assertThat(closed.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(EngineUnreachable.class)
                    .hasMessageContaining("closed");
        }
    }

    private static Throwable thrownBy(Pulse pulse) {
        try {
            pulse.beat(LONG);
            return new AssertionError("it was answered");
        } catch (RuntimeException thrown) {
            return thrown;
        }
    }
}
