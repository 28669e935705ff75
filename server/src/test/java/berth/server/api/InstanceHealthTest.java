package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.tcs.TcsMessage.InstanceStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckResult;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckState;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckType;

class InstanceHealthTest {
    private static final Instant HEARD = Instant.parse("2026-01-01T00:00:09Z");
    private static final Instant CHANGED = Instant.parse("2026-01-01T00:00:05Z");

    private static InstanceStatus said(String type, String status, @Nullable String why) {
        return new InstanceStatus(type, status, HEARD, CHANGED, why);
    }

    @Test
    void a_node_that_says_it_is_impaired_is_shown_so_with_its_reason() {
        var said = List.of(said("ContainerRuntime", "IMPAIRED", "The disk is full"));
        var shape = InstanceHealth.shape(said);
        assertThat(shape.overallStatus()).isEqualTo(InstanceHealthCheckState.IMPAIRED);
        assertThat(shape.details())
                .containsExactly(InstanceHealthCheckResult.builder()
                        .type(InstanceHealthCheckType.CONTAINER_RUNTIME)
                        .status(InstanceHealthCheckState.IMPAIRED)
                        .lastUpdated(HEARD)
                        .lastStatusChange(CHANGED)
                        .build());
        assertThat(InstanceHealth.trouble(said)).isEqualTo("The disk is full");
    }

    @Test
    void a_node_that_is_well_has_no_trouble() {
        var said = List.of(said("ContainerRuntime", "OK", null));
        assertThat(InstanceHealth.shape(said).overallStatus()).isEqualTo(InstanceHealthCheckState.OK);
        assertThat(InstanceHealth.trouble(said)).isNull();
    }

    @Test
    void of_one_that_says_nothing_or_what_nobody_knows_there_is_too_little() {
        for (var said : List.of(
                List.<InstanceStatus>of(),
                List.of(said("Another", "OK", null)),
                List.of(said("ContainerRuntime", "SPLENDID", null)))) {
            assertThat(InstanceHealth.shape(said).overallStatus())
                    .isEqualTo(InstanceHealthCheckState.INSUFFICIENT_DATA);
            assertThat(InstanceHealth.trouble(said)).isNull();
        }
    }
}
