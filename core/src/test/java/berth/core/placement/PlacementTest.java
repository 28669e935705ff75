package berth.core.placement;

import static berth.core.Samples.NOW;
import static berth.core.Samples.instance;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.placement.Placement.Outcome;
import berth.core.task.Needs;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void a_task_no_node_can_hold_says_what_each_node_lacks() {
        var lacking = request(new Needs(512, 256, List.of(80), List.of(53)), "gpu");
        var connected = node(instance("b", 1024, 1024));
        var gpu = new Attribute("gpu", null);
        var outcome = new Placement(
                        lacking,
                        List.of(
                                with(node(instance("a", 0, 0).deregistered(NOW))),
                                connected,
                                node(instance("c", 511, 1024, gpu)),
                                node(instance("d", 1024, 255, gpu)),
                                with(node(instance("e", 1024, 1024, gpu)), 80),
                                node(instance("f", 1024, 1024, gpu).connected(false, AgentInfo.UNKNOWN)),
                                udp(node(instance("g", 1024, 1024, gpu)), 53)))
                .next();
        assertThat(((Outcome.Unplaced) outcome).rejections())
                .extracting(rejection -> rejection.instance().id() + " " + rejection.lack() + " " + rejection.detail())
                .containsExactly(
                        "a INACTIVE The container instance is INACTIVE.",
                        "b ATTRIBUTE The container instance lacks what the task requires: gpu.",
                        "c CPU The task needs 512 CPU units; 511 of 511 are free.",
                        "d MEMORY The task needs 256 MiB of memory; 255 of 255 MiB are free.",
                        "e PORTS The task needs TCP port 80, which is taken.",
                        "f AGENT The container agent is not connected.",
                        "g PORTS The task needs UDP port 53, which is taken.");
    }

    @Test
    void a_node_that_left_is_inactive_before_it_is_silent() {
        var gone = node(instance("a", 0, 0).deregistered(NOW));
        assertThat(Fit.lack(request(new Needs(1, 1, List.of(), List.of())), gone))
                .isEqualTo(Lack.INACTIVE);
        assertThat(Lack.INACTIVE).isLessThan(Lack.AGENT);
    }

    @Test
    void a_node_that_holds_more_than_it_has_has_nothing_free() {
        var shrunk = new Candidate(instance("a", 100, 100), -50, -50, new BitSet(), new BitSet(), 0, 1);
        var rejection = Fit.explain(request(new Needs(10, 10, List.of(), List.of())), shrunk);
        assertThat(rejection)
                .isNotNull()
                .extracting(Rejection::detail)
                .isEqualTo("The task needs 10 CPU units; 0 of 100 are free.");
    }

    @Test
    void copies_fill_nodes_until_none_takes_more() {
        var placement = new Placement(
                request(new Needs(512, 1, List.of(), List.of())),
                List.of(node(instance("b", 1024, 10)), node(instance("a", 512, 10))));
        assertThat(placement.next(10).stream().map(PlacementTest::at)).containsExactly("a", "b", "b", "-");
    }

    @Test
    void a_fixed_port_is_given_once_per_node() {
        var placement = new Placement(
                request(new Needs(0, 1, List.of(443), List.of())),
                List.of(node(instance("a", 0, 10)), node(instance("b", 0, 10))));
        assertThat(placement.next(3).stream().map(PlacementTest::at)).containsExactly("a", "b", "-");
    }

    @Test
    void zones_are_kept_even_before_nodes_are() {
        var zone1 = new Attribute("ecs.availability-zone", "z1");
        var zone2 = new Attribute("ecs.availability-zone", "z2");
        var placement = new Placement(
                request(new Needs(0, 1, List.of(), List.of())),
                List.of(
                        node(instance("a", 0, 10, zone1)),
                        node(instance("b", 0, 10, zone1)),
                        node(instance("c", 0, 10, zone2))));
        assertThat(placement.next(5).stream().map(PlacementTest::at)).containsExactly("a", "c", "b", "c", "a");
    }

    @Test
    void the_callers_port_sets_are_left_alone() {
        var held = new BitSet();
        var node = new Candidate(instance("a", 0, 10), 0, 10, held, new BitSet(), 0, 0);
        new Placement(request(new Needs(0, 1, List.of(443), List.of())), List.of(node)).next();
        assertThat(held.isEmpty()).isTrue();
    }

    static String at(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Placed(var node) -> node.id().id();
            case Outcome.Unplaced ignored -> "-";
        };
    }

    static Request request(Needs needs, String... requires) {
        return new Request(needs, List.of(requires), "family:web");
    }

    static Candidate node(ContainerInstance instance) {
        return new Candidate(
                instance,
                instance.resources().cpu(),
                instance.resources().memoryMiB(),
                new BitSet(),
                new BitSet(),
                0,
                0);
    }

    private static Candidate with(Candidate node, int... tcp) {
        IntStream.of(tcp).forEach(node.tcpPorts()::set);
        return node;
    }

    private static Candidate udp(Candidate node, int port) {
        Stream.of(port).forEach(node.udpPorts()::set);
        return node;
    }
}
