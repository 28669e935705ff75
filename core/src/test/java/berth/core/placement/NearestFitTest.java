package berth.core.placement;

import static berth.core.Samples.NOW;
import static berth.core.Samples.instance;
import static berth.core.placement.Nodes.constrained;
import static berth.core.placement.Nodes.needs;
import static berth.core.placement.Nodes.request;
import static berth.core.placement.Nodes.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.ContainerInstance;
import berth.core.node.Resources;
import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.query.ClusterQuery;
import berth.core.task.Needs;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NearestFitTest {
    private final Nodes nodes = new Nodes();

    @Test
    void it_says_how_much_more_the_nearest_node_would_need() {
        nodes.node("a", 1000, 100).node("b", 1000, 300).node("c", 0, 500);
        assertThat(way(request(needs(100, 512)))).isEqualTo("b would take it with 212 more MiB of memory.");
    }

    @Test
    void what_is_short_counts_as_a_share_of_what_is_asked() {
        nodes.node("a", 1000, 90).node("b", 900, 100);
        assertThat(way(request(needs(1000, 100)))).isEqualTo("a would take it with 10 more MiB of memory.");
        assertThat(way(request(needs(1001, 101))))
                .isEqualTo("a would take it with 1 more CPU unit and 11 more MiB of memory.");
    }

    @Test
    void one_thing_is_nearer_than_two() {
        nodes.node("a", 99, 99).node("b", 10, 100);
        assertThat(way(request(needs(100, 100)))).isEqualTo("b would take it with 90 more CPU units.");
    }

    @Test
    void it_says_which_port_is_one_too_many() {
        nodes.node("a").run("a", 1, request(tcp(80)));
        assertThat(way(request(tcp(80, 443)))).isEqualTo("a would take it without TCP port 80.");
        var both = new Needs(200_000, 0, List.of(80), List.of(), 1, false);
        assertThat(way(request(both)))
                .isEqualTo("a would take it with 100000 more CPU units and 1 more GPU and without TCP port 80.");
    }

    @Test
    void it_says_which_address_is_missing() {
        nodes.node("a", new Resources(1, 1, List.of(), List.of(), List.of(), List.of("10.0.0.1")));
        assertThat(way(Nodes.at("10.0.0.2", tcp(80)))).isEqualTo("a would take it if it had address 10.0.0.2.");
    }

    @Test
    void a_constraint_is_farther_than_an_amount_an_agent_farther_and_a_node_that_is_not_active_the_farthest() {
        var query = ClusterQuery.parse("attribute:disk == ssd");
        var asked = constrained(needs(10, 10), new MemberOf(query));
        nodes.put(instance("a", 10, 10).deregistered(NOW)).put(draining("b"));
        assertThat(way(asked))
                .isEqualTo("b would take it if it were not DRAINING and without the constraint " + query + ".");
        nodes.put(instance("c", 10, 10).silent(NOW));
        assertThat(way(asked))
                .isEqualTo("c would take it once its agent is connected and without the constraint " + query + ".");
        nodes.node("d", 0, 0);
        assertThat(way(asked))
                .isEqualTo(
                        "d would take it with 10 more CPU units and 10 more MiB of memory and without the constraint "
                                + query + ".");
        nodes.node("e", 0, 0, new berth.core.node.Attribute("disk", "ssd"));
        assertThat(way(asked)).isEqualTo("e would take it with 10 more CPU units and 10 more MiB of memory.");
    }

    @Test
    void it_names_missing_attributes_and_the_group_that_is_there_already() {
        nodes.node("a").run("a", 1, request(needs(0, 0)));
        var asked = new Request(
                needs(1, 1), List.of("fast", "gpu"), "family:web", List.of(new DistinctInstance()), List.of(), null);
        assertThat(way(asked))
                .isEqualTo("a would take it if it had fast, gpu and if it had no task of group family:web.");
    }

    @Test
    void equally_near_nodes_are_told_by_id() {
        nodes.node("b", 1, 1).node("a", 1, 1);
        assertThat(way(request(needs(2, 1)))).startsWith("a would");
    }

    private static ContainerInstance draining(String id) {
        return instance(id, 10, 10).withStatus(ContainerInstance.Status.DRAINING);
    }

    private String way(Request request) {
        return Objects.requireNonNull(nodes.refused(request).nearest()).text();
    }
}
