package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PrivateEngine.class)
@Timeout(120)
class EngineCrashTest {
    @Test
    void a_crash_breaks_the_streams_and_the_next_call_after_it_works(PrivateEngine node, Engine engine) {
        var id = DockerEngineTest.run(engine, "test-crash", "sleep", "600");
        int pid = DockerEngineTest.look(engine, id).pid();
        try (var events = engine.events(null);
                var log = engine.logs(id, new LogRequest(true, -1, false))) {
            node.crash();
            assertThatThrownBy(() -> {
                        while (events.next() != null) {}
                    })
                    .isInstanceOf(EngineUnreachable.class);
            assertThatThrownBy(log::next).isInstanceOf(EngineUnreachable.class);
            assertThat(events.next()).isNull();
        }
        // Now dead or just born: both are fine, anything but these two is not.
        try {
            engine.version();
        } catch (EngineUnreachable away) {
            assertThat(away).hasMessageStartingWith("ask for the version: engine unreachable: ");
        }
        node.awaitUp();
        // Kept connections are dead, and that does not show.
        assertThat(engine.containers(Map.of())).extracting(ContainerSummary::id).contains(id);
        var look = DockerEngineTest.look(engine, id);
        assertThat(look.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(look.pid()).isEqualTo(pid);
        engine.stopContainer(id, Duration.ZERO);
    }

    @Test
    void an_engine_that_is_not_there_is_unreachable(@TempDir Path folder) {
        try (var engine = new DockerEngine(EngineAddress.parse(folder + "/docker.sock"), CallLimits.ECS)) {
            assertThatThrownBy(engine::info)
                    .isInstanceOf(EngineUnreachable.class)
                    .hasMessageContaining(folder.toString());
        }
    }

    @Test
    void a_closed_client_calls_nobody(PrivateEngine node) {
        var engine = new DockerEngine(node.address(), CallLimits.ECS);
        var events = engine.events(null);
        engine.close();
        assertThatThrownBy(engine::version).isInstanceOf(EngineUnreachable.class);
        assertThatThrownBy(events::next).isInstanceOf(EngineUnreachable.class);
    }
}
