package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineCallsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final CallLimits SHORT = new CallLimits(Duration.ofMillis(100), LONG, LONG, LONG, LONG);

    @TempDir
    Path folder;

    @Test
    void a_look_over_a_connection_that_died_idle_is_asked_again() throws Exception {
        var hungUp = new CompletableFuture<Void>();
        try (var scripted = new ScriptedEngine(folder, (line, client) -> {
                    ScriptedEngine.answer(client, 200, "{}");
                    client.close();
                    hungUp.complete(null);
                });
                var calls = new EngineCalls(scripted.address())) {
            assertThat(calls.call(new EngineRequest("look", "GET", "/a"), LONG).status())
                    .isEqualTo(200);
            hungUp.get(30, TimeUnit.SECONDS);
            assertThat(calls.call(new EngineRequest("look", "GET", "/b"), LONG).status())
                    .isEqualTo(200);
            assertThat(scripted.connections).hasValue(2);
            assertThat(scripted.requests).containsExactly("GET /a HTTP/1.1", "GET /b HTTP/1.1");
        }
    }

    @Test
    void looks_keep_to_one_connection_and_acts_take_fresh_ones() throws Exception {
        try (var scripted = new ScriptedEngine(folder, (line, client) -> ScriptedEngine.answer(client, 200, "{}"));
                var calls = new EngineCalls(scripted.address())) {
            for (int i = 0; i < 5; i++) calls.call(new EngineRequest("look", "GET", "/a"), LONG);
            assertThat(scripted.connections).hasValue(1);
            calls.call(new EngineRequest("act", "POST", "/b"), LONG);
            assertThat(scripted.connections).hasValue(2);
        }
    }

    @Test
    void an_act_that_is_hung_up_on_is_not_asked_again() throws Exception {
        try (var scripted = new ScriptedEngine(folder, (line, client) -> client.close());
                var calls = new EngineCalls(scripted.address())) {
            assertThatThrownBy(() -> calls.call(new EngineRequest("start web", "POST", "/start"), LONG))
                    .isInstanceOf(EngineUnreachable.class)
                    .hasMessageStartingWith("start web: engine unreachable: connection ended");
            assertThat(scripted.requests).hasSize(1);
        }
    }

    @Test
    void a_silent_engine_is_given_up_and_hung_up_on() throws Exception {
        var gone = new CompletableFuture<Integer>();
        try (var scripted = new ScriptedEngine(
                        folder, (line, client) -> gone.complete(client.read(ByteBuffer.allocate(1))));
                var engine = new DockerEngine(scripted.address(), SHORT)) {
            assertThatThrownBy(engine::info).isInstanceOf(EngineTimeout.class).hasMessageContaining("no answer after");
            assertThat(gone.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void an_answer_beyond_the_bound_is_not_read() throws Exception {
        try (var scripted = new ScriptedEngine(
                        folder,
                        (line, client) -> ScriptedEngine.send(
                                client,
                                "HTTP/1.1 200 OK\r\nContent-Length: " + (EngineCalls.MAX_ANSWER + 1) + "\r\n\r\n"));
                var calls = new EngineCalls(scripted.address())) {
            assertThatThrownBy(() -> calls.call(new EngineRequest("look", "GET", "/a"), LONG))
                    .isInstanceOf(EngineUnreachable.class)
                    .hasMessageContaining("more than 33554432 bytes");
        }
    }

    @Test
    void the_version_is_agreed_anew_once_the_engine_does_not_know_it_any_more() throws Exception {
        try (var scripted = new ScriptedEngine(
                        folder,
                        (line, client) -> ScriptedEngine.answer(
                                client, 400, "{\"message\":\"client version 1.41 is too old. Minimum is 1.44\"}"));
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS)) {
            assertThatThrownBy(engine::info).isInstanceOf(DockerException.class);
            assertThatThrownBy(engine::info).isInstanceOf(DockerException.class);
            assertThat(scripted.requests)
                    .filteredOn(line -> line.contains("/version "))
                    .hasSize(2);
            assertThat(scripted.requests).contains("GET /v1.41/info HTTP/1.1");
        }
    }

    @Test
    void an_end_without_an_exit_code_is_no_end() throws Exception {
        try (var scripted = new ScriptedEngine(
                        folder,
                        (line, client) -> ScriptedEngine.send(
                                client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS)) {
            assertThatThrownBy(() -> engine.awaitEnd("web")).isInstanceOf(EngineUnreachable.class);
        }
    }

    @Test
    void trouble_that_the_engine_puts_into_a_log_is_thrown() throws Exception {
        try (var scripted = new ScriptedEngine(folder, (line, client) -> {
                    if (line.contains("/json ")) ScriptedEngine.answer(client, 200, "{}");
                    else ScriptedEngine.answer(client, 200, "\1\0\0\0\0\0\0\3ab\n\3\0\0\0\0\0\0\6broken");
                });
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS);
                var log = engine.logs("web", LogRequest.ALL)) {
            assertThat(log.next()).isNotNull().extracting(LogFrame::text).isEqualTo("ab\n");
            assertThatThrownBy(log::next)
                    .isInstanceOfSatisfying(
                            DockerException.class, e -> assertThat(e.reason()).isEqualTo("broken"));
            assertThat(log.next()).isNull();
        }
    }

    @Test
    void an_engine_may_also_be_reached_over_tcp() throws Exception {
        try (var scripted =
                        ScriptedEngine.overTcp((line, client) -> ScriptedEngine.answer(client, 200, "{\"NCPU\":3}"));
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS)) {
            assertThat(engine.info().cores()).isEqualTo(3);
        }
    }

    @Test
    void a_reader_who_does_not_read_stops_the_writer() throws Exception {
        var written = new CompletableFuture<Long>();
        try (var scripted = new ScriptedEngine(folder, (line, client) -> {
                    if (!line.contains("/logs")) {
                        ScriptedEngine.answer(client, 200, "{\"Config\":{\"Tty\":true}}");
                        return;
                    }
                    ScriptedEngine.send(client, "HTTP/1.1 200 OK\r\n\r\n");
                    client.configureBlocking(false);
                    var piece = ByteBuffer.allocate(16 * 1024);
                    long total = 0;
                    for (int count; (count = client.write(piece.clear())) > 0 && total < 1L << 30; ) total += count;
                    written.complete(total);
                });
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS);
                var log = engine.logs("web", new LogRequest(true, -1, false))) {
            assertThat(log.next()).isNotNull();
            assertThat(written.get(30, TimeUnit.SECONDS)).isLessThan(4L << 20);
        }
    }
}
