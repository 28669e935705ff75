package berth.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.DockerException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EngineWordsTest {
    private static final String MISSING =
            "OCI runtime exec failed: exec failed: container_linux.go:380: starting container"
                    + " process caused: exec: \"no-such\": executable file not found in $PATH: unknown\r\n";

    @Test
    void a_program_that_is_not_there_is_127_whatever_the_engine_says_and_one_that_may_not_run_126() {
        assertThat(EngineWords.failed(126, MISSING).code()).isEqualTo(127);
        assertThat(EngineWords.failed(126, MISSING).reason())
                .endsWith("unknown")
                .startsWith("OCI");
        assertThat(EngineWords.failed(126, "OCI runtime exec failed: exec: \"/etc/passwd\": permission denied")
                        .code())
                .isEqualTo(126);
        assertThat(EngineWords.failed(new DockerException(409, "Container c is paused", "run"))
                        .code())
                .isEqualTo(125);
    }

    @Test
    void only_what_begins_as_the_engine_does_may_be_its_words() {
        assertThat(EngineWords.sounds(MISSING.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(EngineWords.sounds("OCI".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(EngineWords.sounds("hello".repeat(100).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
