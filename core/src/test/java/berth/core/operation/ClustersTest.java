package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Cluster;
import berth.core.Identity;
import berth.core.Refusal.Code;
import berth.core.task.TaskStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// CreateCluster, DescribeClusters, DeleteCluster, Establish.
class ClustersTest {
    private final Asking asking = new Asking();

    @Test
    void a_name_in_use_answers_with_what_there_is() {
        asking.ask(new CreateCluster("c", "{\"a\":1}", Map.of("k", "v")));
        var again = new CreateCluster("c", "{}", Map.of());
        asking.changesNothing(again);
        assertThat(asking.ask(again).cluster().tags()).containsEntry("k", "v");
    }

    @Test
    void tags_of_a_new_cluster_are_checked() {
        assertThat(asking.refused(new CreateCluster("c", "{}", Map.of("aws:x", ""))))
                .hasMessage("Tag keys that begin with aws: are reserved (got 'aws:x').");
    }

    @Test
    void a_deleted_cluster_stays_describable_and_comes_back_fresh() {
        asking.ask(new CreateCluster("c", "{}", Map.of("k", "v")));
        assertThat(asking.ask(new DeleteCluster("c")).cluster().status()).isEqualTo(Cluster.Status.INACTIVE);
        var described = asking.ask(new DescribeClusters(List.of("nobody", "c", "default")));
        assertThat(described.missing()).containsExactly("nobody");
        assertThat(described.found())
                .extracting(view -> view.cluster().name() + " " + view.cluster().status())
                .containsExactly("c INACTIVE", "default ACTIVE");
        asking.cluster("c");
        assertThat(asking.state.activeCluster("c").tags()).isEmpty();
    }

    @Test
    void a_cluster_counts_its_nodes_and_tasks() {
        asking.node("a", 1000, 1000);
        var gone = asking.node("b", 1000, 1000);
        asking.ask(new DeregisterContainerInstance(gone, false));
        asking.define("web", spec("x", 10, 10));
        asking.report(asking.running("web"), TaskStatus.RUNNING);
        asking.running("web");
        asking.report(asking.running("web"), TaskStatus.STOPPED);
        var view = asking.ask(new DescribeClusters(List.of("default"))).found().getFirst();
        assertThat(List.of(view.instances(), view.running(), view.pending())).containsExactly(1, 1, 1);
    }

    @Test
    void nothing_that_lives_is_deleted() {
        assertThat(asking.refused(new DeleteCluster("nobody")))
                .hasMessage("Cluster not found.")
                .extracting("code")
                .isEqualTo(Code.CLUSTER_NOT_FOUND);
        var node = asking.node("a", 1000, 1000);
        assertThat(asking.refused(new DeleteCluster("default")))
                .hasMessage("The Cluster cannot be deleted while Container Instances are active or draining.")
                .extracting("code")
                .isEqualTo(Code.CLUSTER_CONTAINS_CONTAINER_INSTANCES);
        asking.ask(new DeregisterContainerInstance(node, false));
        assertThat(asking.ask(new DeleteCluster("default")).cluster().active()).isFalse();
        assertThat(asking.refused(asking.run("web", 1))).hasMessage("Cluster not found.");
    }

    @Test
    void a_control_plane_stays_who_it_is() {
        asking.changesNothing(new Establish(new Identity("us-east-1", "000000000000")));
        assertThat(asking.refused(new Establish(new Identity("eu-west-1", "123456789012"))))
                .hasMessage("This data folder belongs to account 000000000000 in region us-east-1 (asked for"
                        + " 123456789012 in eu-west-1); ARNs on running containers name both, so neither can change.");
    }
}
