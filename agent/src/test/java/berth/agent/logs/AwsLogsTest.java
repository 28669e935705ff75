package berth.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.DockerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AwsLogsTest {
    private static @Nullable AwsLogs of(String logConfig) {
        var container = AcsContainer.of("app")
                .dockerConfig(new DockerConfig("{}", "{\"LogConfig\":" + logConfig + "}", null))
                .build();
        var task = AcsTask.of("arn:aws:ecs:r:1:task/c/0123")
                .family("web")
                .containers(List.of(container))
                .build();
        return AwsLogs.of(task, container);
    }

    @Test
    void the_stream_is_named_by_prefix_container_and_task() {
        var logs = Objects.requireNonNull(of("{\"Type\":\"awslogs\",\"Config\":{\"awslogs-group\":\"/ecs/web\","
                + "\"awslogs-stream-prefix\":\"p\",\"awslogs-region\":\"eu-west-1\",\"mode\":\"non-blocking\","
                + "\"max-buffer-size\":\"25m\"}}"));
        assertThat(logs.group()).isEqualTo("/ecs/web");
        assertThat(logs.stream()).isEqualTo("p/app/0123");
        assertThat(logs.begins()).isNull();
    }

    @Test
    void without_a_prefix_the_engine_s_id_names_it() {
        var logs = Objects.requireNonNull(of("{\"Type\":\"awslogs\",\"Config\":{\"awslogs-group\":\"g\"}}"));
        assertThat(logs.stream()).isNull();
    }

    @Test
    void a_pattern_that_is_none_makes_every_line_an_event() {
        assertThat(Objects.requireNonNull(of("{\"Type\":\"awslogs\",\"Config\":{\"awslogs-group\":\"g\","
                                + "\"awslogs-multiline-pattern\":\"^INFO\"}}"))
                        .begins())
                .hasToString("^INFO");
        assertThat(Objects.requireNonNull(of("{\"Type\":\"awslogs\",\"Config\":{\"awslogs-group\":\"g\","
                                + "\"awslogs-multiline-pattern\":\"(\"}}"))
                        .begins())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            ^[[]                    ~ [ERROR] x    ~ true
            ^[[]                    ~ ERROR        ~ false
            ^[[:space:]]+at         ~   at here    ~ false
            ^[^[:space:]]           ~ at here      ~ true
            ^[^[:space:]]           ~ `  at here`  ~ false
            ^[]&&x]                 ~ ] x          ~ true
            ^(?P<level>INFO|WARN)   ~ WARN         ~ true
            ^\\[\\d{4}          ~ [2026        ~ true
            ^[\\[\\]]           ~ ]            ~ true
            """)
    void patterns_are_go_s(String pattern, String line, boolean found) {
        assertThat(Re2.compile(pattern).matcher(line).find()).isEqualTo(found);
    }

    @Test
    void the_engine_is_given_a_driver_it_has_and_other_drivers_stay() {
        assertThat(kept("{\"LogConfig\":{\"Type\":\"awslogs\",\"Config\":{\"awslogs-group\":\"g\"}}}"))
                .isEqualTo(
                        "{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"10m\",\"max-file\":\"10\"}}}");
        for (var other :
                List.of("{}", "{\"LogConfig\":{\"Type\":\"fluentd\",\"Config\":{\"fluentd-address\":\"h:1\"}}}")) {
            assertThat(kept(other)).isEqualTo(other);
        }
        assertThat(of("{\"Type\":\"json-file\",\"Config\":{\"tag\":\"awslogs\"}}"))
                .isNull();
    }

    private static String kept(String hostConfig) {
        var host = (ObjectNode) JsonMapper.shared().readTree(hostConfig);
        AwsLogs.keepOnNode(host);
        return host.toString();
    }

    @Test
    void how_far_it_was_sent_is_kept_and_forgotten(@TempDir Path folder) {
        var places = new Places(folder);
        var place = new Place(new Place.Mark(1, 2, 3), null, false);
        assertThat(places.of("a")).isEqualTo(Place.BEGIN);
        places.keep("a", place);
        places.keep("b", place.ended());
        assertThat(new Places(folder).of("a")).isEqualTo(place);
        places.forgetAllBut(Set.of("a"));
        assertThat(places.of("b")).isEqualTo(Place.BEGIN);
        assertThat(places.of("a")).isEqualTo(place);
    }
}
