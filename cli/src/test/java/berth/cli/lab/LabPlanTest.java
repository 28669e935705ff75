package berth.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.cli.CliError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabPlanTest {
    @Test
    void neighbours_are_on_different_hosts_and_hosts_in_racks_in_zones() {
        var seats = new LabPlan(5, 4, 2, 2, 1).seats();
        assertThat(seats).extracting(Seat::name).containsExactly("node1", "node2", "node3", "node4", "node5");
        assertThat(seats).extracting(Seat::host).containsExactly("host1", "host2", "host3", "host4", "host1");
        assertThat(seats).extracting(Seat::rack).containsExactly("rack1", "rack2", "rack1", "rack2", "rack1");
        assertThat(seats).extracting(Seat::zone).containsExactly("zone1", "zone2", "zone1", "zone2", "zone1");
    }

    @Test
    void racks_and_zones_are_named_only_if_asked_for() {
        var seat = new LabPlan(1, 1, 0, 0, 1).seats().getFirst();
        assertThat(seat.rack()).isNull();
        assertThat(seat.zone()).isNull();
    }

    @Test
    void zones_without_racks_are_zones_of_hosts() {
        assertThat(new LabPlan(4, 4, 0, 2, 1).seats())
                .extracting(Seat::zone)
                .containsExactly("zone1", "zone2", "zone1", "zone2");
    }

    @Test
    void every_address_is_there_once() {
        var seats = new LabPlan(64, 64, 0, 0, 8).seats();
        assertThat(seats.getFirst().addresses())
                .startsWith("10.77.0.1", "10.77.1.1")
                .hasSize(8);
        var all = seats.stream().flatMap(seat -> seat.addresses().stream()).toList();
        assertThat(all).hasSize(512).doesNotHaveDuplicates().doesNotContain(LabPlan.CONTROL_PLANE);
        assertThat(seats).extracting(Seat::hardwareAddress).doesNotHaveDuplicates();
        assertThat(seats.getLast().hardwareAddress()).isEqualTo("02:4d:00:00:00:40");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 1, --nodes must be from 1 to 64 (got 0)",
        "65, 1, 0, 0, 1, --nodes must be from 1 to 64 (got 65)",
        "3, 4, 0, 0, 1, --hosts must be from 1 to 3 (got 4)",
        "3, 2, 3, 0, 1, --racks must be from 0 to 2 (got 3)",
        "3, 3, 2, 3, 1, --zones must be from 0 to 2 (got 3)",
        "3, 3, 0, 0, 9, --addresses-per-node must be from 1 to 8 (got 9)"
    })
    void what_cannot_be_is_refused_with_its_bounds(
            int nodes, int hosts, int racks, int zones, int addresses, String says) {
        assertThatThrownBy(() -> new LabPlan(nodes, hosts, racks, zones, addresses))
                .isInstanceOf(CliError.class)
                .hasMessage(says);
    }

    @Test
    void what_is_kept_is_what_was_asked_for() {
        for (var plan : List.of(new LabPlan(3, 2, 1, 1, 2), new LabPlan(1, 1, 0, 0, 1)))
            assertThat(LabPlan.of(plan.doc())).isEqualTo(plan);
    }
}
