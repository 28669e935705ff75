package berth.agent.act;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.ContainerState;
import berth.agent.docker.ContainerSummary;
import berth.agent.docker.PortBinding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortBlocksTest {
    private final PortBlocks blocks = new PortBlocks(Set.of(65_535), (protocol, port) -> port != 65_530);

    private static PortBlocks.Wish tcp(int count) {
        return new PortBlocks.Wish("tcp", count);
    }

    private static ContainerSummary publishes(String protocol, int hostPort) {
        return new ContainerSummary(
                "id",
                "foreign",
                "i",
                "i",
                Map.of(),
                ContainerState.RUNNING,
                Instant.EPOCH,
                List.of(new PortBinding(80, protocol, "0.0.0.0", hostPort)),
                "");
    }

    @Test
    void a_block_avoids_what_is_reserved_published_and_listened_on() {
        var listed = List.of(publishes("tcp", 65_526), publishes("udp", 65_529));
        assertThat(blocks.take("a", List.of(tcp(3)), listed)).containsExactly(65_532);
        assertThat(blocks.take("b", List.of(tcp(3)), listed)).containsExactly(65_527);
        assertThat(blocks.take("c", List.of(tcp(2)), listed)).containsExactly(65_524);
    }

    @Test
    void each_range_has_a_block_and_protocols_do_not_meet() {
        assertThat(blocks.take("a", List.of(tcp(4), tcp(4), new PortBlocks.Wish("udp", 4)), List.of()))
                .containsExactly(65_531, 65_526, 65_531);
    }

    @Test
    void a_block_is_kept_until_its_container_has_started_and_avoided_once_it_was_refused() {
        assertThat(blocks.take("a", List.of(tcp(4)), List.of())).containsExactly(65_531);
        assertThat(blocks.refused("a")).isTrue();
        assertThat(blocks.take("a", List.of(tcp(4)), List.of())).containsExactly(65_526);
        assertThat(blocks.take("b", List.of(tcp(4)), List.of())).containsExactly(65_531);
        blocks.released("b");
        assertThat(blocks.take("c", List.of(tcp(4)), List.of())).containsExactly(65_531);
    }

    @Test
    void a_container_is_given_up_after_a_few_refusals() {
        for (var tries = 1; tries < PortBlocks.TRIES; tries++) {
            assertThat(blocks.take("a", List.of(tcp(2)), List.of())).isNotNull();
            assertThat(blocks.refused("a")).isTrue();
        }
        assertThat(blocks.refused("a")).isFalse();
    }

    @Test
    void there_may_be_none_that_is_large_enough() {
        assertThat(blocks.take("a", List.of(tcp(PortBlocks.LAST - PortBlocks.FIRST + 1)), List.of()))
                .isNull();
    }
}
