package berth.agent.docker;

import static berth.agent.docker.PrivateEngine.busybox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.docker.LogFrame.Source;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PrivateEngine.class)
@Timeout(120)
class LogStreamTest {
    @Test
    void a_followed_log_tells_stdout_from_stderr_and_ends_with_the_container(Engine engine) {
        var id = DockerEngineTest.run(
                engine, "test-log", "sh", "-c", "echo one; sleep 0.1; echo two >&2; sleep 0.1; echo three");
        var frames = all(engine, id, new LogRequest(true, -1, false));
        assertThat(frames).extracting(LogFrame::text).containsExactly("one\n", "two\n", "three\n");
        assertThat(frames).extracting(LogFrame::source).containsExactly(Source.STDOUT, Source.STDERR, Source.STDOUT);
    }

    @Test
    void a_silent_container_can_be_followed_from_its_start(Engine engine) {
        var id = DockerEngineTest.run(engine, "test-silent", "sh", "-c", "exec sleep 600");
        try (var log = engine.logs(id, new LogRequest(true, -1, false))) {
            engine.killContainer(id, "SIGKILL");
            assertThat(rest(log)).extracting(LogFrame::text).isEmpty();
        }
    }

    @Test
    void the_tail_with_times_is_what_was_asked_for(Engine engine) {
        var id = DockerEngineTest.run(engine, "test-tail", "sh", "-c", "for i in 1 2 3 4 5; do echo line $i; done");
        engine.awaitEnd(id);
        var frames = all(engine, id, new LogRequest(false, 2, true));
        assertThat(frames)
                .extracting(LogFrame::text)
                .hasSize(2)
                .allMatch(text -> text.matches("\\d{4}-.*Z line [45]\n"));
        assertThat(all(engine, id, LogRequest.ALL)).hasSize(5);
    }

    @Test
    void a_terminals_log_is_passed_on_raw(Engine engine) {
        var id = engine.createContainer("test-tty", busybox("echo", "hello").put("Tty", true))
                .id();
        engine.startContainer(id);
        engine.awaitEnd(id);
        var bytes = new ByteArrayOutputStream();
        all(engine, id, LogRequest.ALL).forEach(frame -> bytes.writeBytes(frame.bytes()));
        assertThat(bytes).hasToString("hello\r\n");
    }

    @Test
    void every_byte_of_a_long_log_arrives_in_order(Engine engine) {
        var id = DockerEngineTest.run(engine, "test-long", "seq", "1", "50000");
        var text = new StringBuilder();
        try (var log = engine.logs(id, new LogRequest(true, -1, false))) {
            rest(log).forEach(frame -> text.append(frame.text()));
        }
        var expected = new StringBuilder();
        for (int i = 1; i <= 50000; i++) expected.append(i).append('\n');
        assertThat(text.toString().equals(expected.toString())).isTrue();
    }

    @Test
    void the_log_of_a_container_that_is_not_there_is_a_404(Engine engine) {
        assertThatThrownBy(() -> engine.logs("test-nobody", LogRequest.ALL))
                .isInstanceOfSatisfying(DockerException.class, e -> {
                    assertThat(e.status()).isEqualTo(404);
                    assertThat(e.reason()).isEqualTo("No such container: test-nobody");
                });
    }

    private static List<LogFrame> all(Engine engine, String id, LogRequest request) {
        try (var log = engine.logs(id, request)) {
            return rest(log);
        }
    }

    private static List<LogFrame> rest(EngineStream<LogFrame> log) {
        var frames = new ArrayList<LogFrame>();
        for (@Nullable LogFrame frame; (frame = log.next()) != null; ) frames.add(Objects.requireNonNull(frame));
        return frames;
    }
}
