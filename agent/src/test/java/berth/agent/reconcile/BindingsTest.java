package berth.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.PortBinding;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.ContainerParts.PortMapping;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private static List<Binding> bindings(List<PortMapping> asked, PortBinding... seen) {
        var task = Tasks.task(1, AcsContainer.of("web").image("x").portMappings(asked));
        var life = new ContainerLife(
                ContainerStatus.RUNNING,
                "id",
                null,
                null,
                null,
                List.of(seen),
                "",
                null,
                true,
                ContainerStatus.NONE,
                new Runs(Instant.EPOCH, false, 0, 0, false, null));
        return Bindings.of(TaskLife.of(task), "web", life);
    }

    @Test
    void a_range_is_told_once_per_address_and_beside_it_single_ports() {
        var asked = List.of(
                new PortMapping(null, null, "8000-8001", null, null), new PortMapping(80, 0, null, "tcp", null));
        assertThat(bindings(
                        asked,
                        new PortBinding(80, "tcp", "0.0.0.0", 32768),
                        new PortBinding(8000, "tcp", "0.0.0.0", 50_000),
                        new PortBinding(8000, "tcp", "::", 50_000),
                        new PortBinding(8001, "tcp", "0.0.0.0", 50_001),
                        new PortBinding(8001, "tcp", "::", 50_001)))
                .containsExactly(
                        new Binding(80, "tcp", "0.0.0.0", 32768), new Binding(8000, "tcp", "0.0.0.0", 50_000, 2, true));
    }

    @Test
    void the_same_numbers_of_another_protocol_are_none_of_the_range() {
        var asked = List.of(new PortMapping(null, null, "8000-8001", "udp", null));
        assertThat(bindings(asked, new PortBinding(8000, "tcp", "0.0.0.0", 8000)))
                .containsExactly(new Binding(8000, "tcp", "0.0.0.0", 8000));
    }
}
