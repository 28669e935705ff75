package berth.core.placement;

import static berth.core.placement.Nodes.at;
import static berth.core.placement.Nodes.needs;
import static berth.core.placement.Nodes.request;
import static berth.core.placement.Nodes.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.node.Resources;
import berth.core.task.Needs;
import berth.core.task.TaskStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressTest {
    private static final Needs HOST_443 = new Needs(0, 0, List.of(443), List.of(), 0, true);

    private final Nodes nodes = new Nodes();

    @Test
    void two_tasks_with_one_port_share_a_node_with_two_addresses_and_a_third_hears_who_holds_them() {
        nodes.addresses("a", "10.0.0.2", "10.0.0.1");
        var first = nodes.run(request(tcp(443)));
        var second = nodes.run(request(tcp(443)));
        assertThat(first.address()).isEqualTo("10.0.0.2");
        assertThat(second.address()).isEqualTo("10.0.0.1");
        assertThat(nodes.refusal(request(tcp(443))))
                .extracting(no -> no.lack().reason() + ": " + no.detail())
                .containsExactly("RESOURCE:PORTS: The task needs TCP port 443, which task "
                        + first.id().id() + " holds on 10.0.0.2 and task "
                        + second.id().id() + " holds on 10.0.0.1.");
        nodes.report(first, TaskStatus.STOPPED);
        assertThat(nodes.run(request(tcp(443))).address()).isEqualTo("10.0.0.2");
    }

    @Test
    void copies_of_one_call_get_addresses_of_their_own() {
        nodes.addresses("a", "10.0.0.1", "10.0.0.2");
        assertThat(nodes.ask(request(tcp(443)), 3))
                .extracting(outcome -> outcome instanceof Outcome.Placed placed ? placed.address() : "-")
                .containsExactly("10.0.0.1", "10.0.0.2", "-");
    }

    @Test
    void all_of_a_tasks_ports_tcp_and_udp_are_on_one_address() {
        nodes.addresses("a", "10.0.0.1", "10.0.0.2", "10.0.0.3");
        nodes.run(request(tcp(80)));
        var udp = new Needs(0, 0, List.of(), List.of(53), 0, false);
        nodes.run("a", 1, at("10.0.0.2", udp));
        assertThat(nodes.run(request(new Needs(0, 0, List.of(80), List.of(53), 0, false)))
                        .address())
                .isEqualTo("10.0.0.3");
        assertThat(nodes.refusal(request(new Needs(0, 0, List.of(80), List.of(53), 0, false))))
                .hasSize(1);
        assertThat(nodes.run(request(udp)).address()).isEqualTo("10.0.0.1");
    }

    @Test
    void tcp_and_udp_ports_of_one_number_are_different_ports() {
        nodes.addresses("a");
        nodes.run(request(tcp(53)));
        assertThat(nodes.where(request(new Needs(0, 0, List.of(), List.of(53), 0, false)), 2))
                .containsExactly("a", "-");
    }

    @Test
    void a_node_that_names_no_address_binds_on_all() {
        nodes.addresses("a");
        var task = nodes.run(request(tcp(443)));
        assertThat(task.address()).isNull();
        assertThat(nodes.refusal(request(tcp(80, 443))))
                .extracting(Rejection::detail)
                .containsExactly(
                        "The task needs TCP port 443, which task " + task.id().id() + " holds.");
    }

    @Test
    void a_port_that_the_node_keeps_is_taken_on_all_addresses() {
        nodes.addresses("a", "10.0.0.1", "10.0.0.2");
        assertThat(nodes.refusal(request(tcp(22))))
                .extracting(Rejection::detail)
                .containsExactly("The task needs TCP port 22, which the container instance keeps for itself.");
    }

    @Test
    void on_the_hosts_network_a_port_is_needed_and_held_on_every_address() {
        nodes.addresses("a", "10.0.0.1", "10.0.0.2");
        var single = nodes.run(request(tcp(443)));
        assertThat(nodes.refusal(request(HOST_443)))
                .extracting(Rejection::detail)
                .containsExactly(
                        "The task needs TCP port 443, which task " + single.id().id() + " holds on 10.0.0.1.");
        nodes.report(single, TaskStatus.STOPPED);
        var host = nodes.run(request(HOST_443));
        assertThat(host.address()).isNull();
        assertThat(nodes.refusal(request(tcp(443))))
                .extracting(Rejection::detail)
                .containsExactly(
                        "The task needs TCP port 443, which task " + host.id().id() + " holds.");
    }

    @Test
    void without_fixed_ports_there_is_no_address_to_choose() {
        nodes.addresses("a", "10.0.0.1", "10.0.0.2");
        assertThat(nodes.run(request(needs(1, 1))).address()).isNull();
    }

    @Test
    void a_pinned_task_goes_to_its_address_or_nowhere() {
        nodes.addresses("a", "10.0.0.1", "10.0.0.2").addresses("b", "10.0.0.3").addresses("c");
        assertThat(nodes.run(at("10.0.0.2", tcp(443))).address()).isEqualTo("10.0.0.2");
        assertThat(nodes.run(at("10.0.0.3", needs(1, 1))).address()).isEqualTo("10.0.0.3");
        assertThat(nodes.refusal(at("10.0.0.2", tcp(443))))
                .extracting(no -> no.instance().id() + " " + no.lack().reason() + " " + no.detail())
                .containsExactly(
                        "a RESOURCE:PORTS The task needs TCP port 443, which task 00000000000000000000000000000000 holds"
                                + " on 10.0.0.2.",
                        "b LOCATION The container instance does not have address 10.0.0.2; it has 10.0.0.3.",
                        "c LOCATION The container instance does not have address 10.0.0.2; it has named none.");
    }

    @Test
    void one_address_or_all_but_not_both() {
        assertThatThrownBy(() -> at("10.0.0.1", HOST_443))
                .hasMessage("ports are bound on one address or on all (asked for 10.0.0.1)");
    }

    @Test
    void a_task_keeps_the_address_its_node_no_longer_names() {
        nodes.addresses("a", "10.0.0.1", "10.0.0.2");
        var task = nodes.run(request(tcp(443)));
        nodes.addresses("a", "10.0.0.2");
        assertThat(nodes.where(request(tcp(443)), 2)).containsExactly("a", "-");
        nodes.addresses("a");
        assertThat(nodes.refusal(request(tcp(443))))
                .extracting(Rejection::detail)
                .containsExactly(
                        "The task needs TCP port 443, which task " + task.id().id() + " holds on 10.0.0.1.");
    }

    @Test
    void a_port_is_shown_as_taken_once_no_address_has_it_free() {
        nodes.addresses("a", "10.0.0.1", "10.0.0.2");
        var all = nodes.instance("a").resources();
        nodes.run(request(tcp(443)));
        assertThat(nodes.see("a").remaining(all).tcpPorts()).containsExactly(22);
        nodes.run(request(tcp(443)));
        assertThat(nodes.see("a").remaining(all).tcpPorts()).containsExactly(22, 443);
    }

    @Test
    void a_port_held_on_all_addresses_is_shown_as_taken_whatever_the_node_names() {
        nodes.addresses("a");
        nodes.run(request(tcp(443)));
        nodes.addresses("a", "10.0.0.1", "10.0.0.2");
        assertThat(nodes.see("a").remaining(nodes.instance("a").resources()).tcpPorts())
                .containsExactly(22, 443);
    }

    // ---- GPUs

    @Test
    void gpus_are_given_out_in_the_nodes_order_and_come_back() {
        nodes.node("a", new Resources(0, 0, List.of(), List.of(), List.of("gpu-1", "gpu-0", "gpu-2"), List.of()));
        var two = new Needs(0, 0, List.of(), List.of(), 2, false);
        var one = new Needs(0, 0, List.of(), List.of(), 1, false);
        var first = nodes.run(request(two));
        assertThat(first.gpuIds()).containsExactly("gpu-1", "gpu-0");
        assertThat(nodes.refusal(request(two)))
                .extracting(no -> no.lack().reason() + " " + no.detail())
                .containsExactly("RESOURCE:GPU The task needs 2 GPUs; 1 of 3 is free, 1 too few.");
        assertThat(nodes.run(request(one)).gpuIds()).containsExactly("gpu-2");
        assertThat(nodes.see("a").remaining(nodes.instance("a").resources()).gpus())
                .isEmpty();
        nodes.report(first, TaskStatus.STOPPED);
        assertThat(nodes.run(request(one)).gpuIds()).containsExactly("gpu-1");
    }
}
