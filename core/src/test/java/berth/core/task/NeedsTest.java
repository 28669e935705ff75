package berth.core.task;

import static berth.core.Samples.definition;
import static berth.core.Samples.spec;
import static berth.core.Samples.tcp;
import static berth.core.Samples.udp;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.task.Overrides.ContainerOverride;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.TaskDefinition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NeedsTest {
    @Test
    void a_task_needs_the_sum_of_its_containers() {
        assertThat(Needs.of(definition("web", 1, spec("a", 100, 64), spec("b", 28, 36)), Overrides.NONE))
                .isEqualTo(new Needs(128, 100, List.of(), List.of(), 0, false));
    }

    @Test
    void a_reservation_counts_before_a_limit() {
        var soft = new ContainerSpec("a", "busybox", 0, 512, 128, true, List.of(), 0);
        assertThat(Needs.of(definition("web", 1, soft), Overrides.NONE).memoryMiB())
                .isEqualTo(128);
    }

    @Test
    void the_tasks_own_figures_count_before_its_containers() {
        var whole = whole(definition("web", 1, spec("a", 100, 64)), 256, 512, NetworkMode.BRIDGE);
        assertThat(Needs.of(whole, Overrides.NONE)).isEqualTo(new Needs(256, 512, List.of(), List.of(), 0, false));
        assertThat(Needs.of(whole, new Overrides(1, 2, Map.of(), "{}")))
                .isEqualTo(new Needs(1, 2, List.of(), List.of(), 0, false));
    }

    @Test
    void overrides_count_before_the_definition() {
        var overrides = new Overrides(null, null, Map.of("a", new ContainerOverride(7, 9, null, null)), "{}");
        assertThat(Needs.of(definition("web", 1, spec("a", 100, 64), spec("b", 1, 1)), overrides))
                .isEqualTo(new Needs(8, 10, List.of(), List.of(), 0, false));
    }

    @Test
    void only_fixed_ports_are_needed_sorted_and_once() {
        var definition = definition("web", 1, spec("a", 0, 4, tcp(8080), tcp(0), udp(53)), spec("b", 0, 4, tcp(443)));
        assertThat(Needs.of(definition, Overrides.NONE))
                .isEqualTo(new Needs(0, 8, List.of(443, 8080), List.of(53), 0, false));
    }

    @Test
    void on_the_hosts_network_container_ports_are_node_ports() {
        var definition = whole(definition("web", 1, spec("a", 0, 4, tcp(0))), null, null, NetworkMode.HOST);
        assertThat(Needs.of(definition, Overrides.NONE).tcpPorts()).containsExactly(80);
    }

    @Test
    void with_an_address_of_its_own_a_task_takes_no_ports_of_the_node() {
        var definition = whole(definition("web", 1, spec("a", 0, 4, tcp(80))), null, null, NetworkMode.AWSVPC);
        assertThat(Needs.of(definition, Overrides.NONE).tcpPorts()).isEmpty();
    }

    @Test
    void gpus_are_counted_over_containers_and_overrides() {
        var definition = definition("web", 1, gpus("a", 2), gpus("b", 1), spec("c", 0, 4));
        assertThat(Needs.of(definition, Overrides.NONE).gpus()).isEqualTo(3);
        var none = new Overrides(null, null, Map.of("a", new ContainerOverride(null, null, null, 0)), "{}");
        assertThat(Needs.of(definition, none).gpus()).isEqualTo(1);
    }

    @Test
    void only_on_the_hosts_network_ports_are_taken_on_every_address() {
        for (var mode : NetworkMode.values()) {
            var definition = whole(definition("web", 1, spec("a", 0, 4, tcp(80))), null, null, mode);
            assertThat(Needs.of(definition, Overrides.NONE).everyAddress()).isEqualTo(mode == NetworkMode.HOST);
        }
    }

    @Test
    void sums_beyond_an_int_stop_at_its_end() {
        var huge = spec("a", Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertThat(Needs.of(definition("web", 1, huge, huge), Overrides.NONE))
                .isEqualTo(new Needs(Integer.MAX_VALUE, Integer.MAX_VALUE, List.of(), List.of(), 0, false));
    }

    private static ContainerSpec gpus(String name, int gpus) {
        return new ContainerSpec(name, "busybox", 0, 4, null, true, List.of(), gpus);
    }

    private static TaskDefinition whole(
            TaskDefinition of, @Nullable Integer cpu, @Nullable Integer memoryMiB, NetworkMode network) {
        return new TaskDefinition(
                of.id(),
                of.label(),
                of.status(),
                of.containers(),
                cpu,
                memoryMiB,
                network,
                of.compatibilities(),
                of.requiresAttributes(),
                of.placementConstraints(),
                of.document(),
                of.tags(),
                of.registeredAt(),
                of.registeredBy(),
                null,
                null);
    }
}
