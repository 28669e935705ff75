package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ContainerJsonTest {
    private static ContainerSummary summary(String members) {
        return ContainerJson.summary(JsonMapper.shared()
                .readTree("{\"Id\":\"1\",\"Names\":[\"/a\"],\"State\":\"running\"," + members + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Up 2 minutes (healthy) | healthy",
                "Up 2 minutes (unhealthy) | unhealthy",
                "Up 1 second (health: starting) | starting",
                "Up 1 second | ''",
                "Exited (0) 3 minutes ago | ''"
            })
    void a_listing_tells_health_in_words_for_people(String status, String health) {
        assertThat(summary("\"Status\":\"" + status + "\"").health()).isEqualTo(health);
    }

    @Test
    void a_listing_tells_published_ports_and_not_those_that_are_only_exposed() {
        var listed = summary("\"Ports\":[{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"},"
                + "{\"PrivatePort\":443,\"Type\":\"tcp\"}]");
        assertThat(listed.ports()).containsExactly(new PortBinding(80, "tcp", "0.0.0.0", 8080));
    }
}
