package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Cluster;
import berth.core.Key;
import berth.core.Kind;
import berth.core.Refusal.Code;
import berth.core.Tags;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// TagResource, UntagResource, ListTags.
class TagResourceTest {
    private final Asking asking = new Asking();

    @Test
    void whatever_has_tags_can_be_tagged_and_untagged() {
        var node = asking.node("a", 100, 100);
        var definition = asking.define("web", spec("x", 1, 4));
        var task = asking.running("web");
        for (var key : List.of(Cluster.key("default"), node.key(), definition.key(), task.key())) {
            asking.ask(new TagResource(key, Map.of("a", "1", "b", "1")));
            asking.ask(new TagResource(key, Map.of("b", "2")));
            assertThat(asking.ask(new ListTags(key))).isEqualTo(Map.of("a", "1", "b", "2"));
            asking.ask(new UntagResource(key, List.of("a", "x")));
            assertThat(asking.ask(new ListTags(key))).isEqualTo(Map.of("b", "2"));
        }
    }

    @Test
    void a_clusters_patience_with_silent_nodes_is_checked_when_it_is_set() {
        var key = Cluster.key("default");
        assertThat(asking.refused(new TagResource(key, Map.of(Tags.LOST_AFTER, "soon"))))
                .hasMessageStartingWith("Tag berth:lost-after must be a time between 1s and 24h");
        assertThat(asking.refused(new CreateCluster("other", "{}", Map.of(Tags.LOST_AFTER, "0s"))))
                .hasMessageEndingWith("or never (got '0s').");
        asking.ask(new TagResource(key, Map.of(Tags.LOST_AFTER, "never")));
        asking.ask(new CreateCluster("other", "{}", Map.of(Tags.LOST_AFTER, "90s")));
    }

    @Test
    void a_definitions_version_stays() {
        var key = asking.define("web", Map.of(Tags.VERSION, "1.0"), spec("x", 1, 4))
                .key();
        var plain = asking.define("web", spec("x", 1, 4)).key();
        asking.ask(new TagResource(key, Map.of(Tags.VERSION, "1.0", "a", "1")));
        assertThat(asking.refused(new TagResource(key, Map.of(Tags.VERSION, "1.1"))))
                .hasMessage("Tag berth:version is given when a task definition is registered and stays"
                        + " (asked for '1.1').");
        assertThat(asking.refused(new TagResource(plain, Map.of(Tags.VERSION, "1.1"))))
                .isNotNull();
        assertThat(asking.refused(new UntagResource(key, List.of(Tags.VERSION))))
                .hasMessage("Tag berth:version is given when a task definition is registered and stays.");
        asking.ask(new UntagResource(plain, List.of(Tags.VERSION)));
    }

    @Test
    void a_tasks_address_stays() {
        asking.node("a", 100, 100);
        asking.define("web", Map.of(Tags.ADDRESS, "10.0.0.1"), spec("x", 1, 4));
        var key = asking.running("web").key();
        assertThat(asking.refused(new TagResource(key, Map.of(Tags.ADDRESS, "10.0.0.2"))))
                .hasMessage("Tag berth:address is given when a task is started and stays (asked for '10.0.0.2').");
        asking.ask(new UntagResource(key, List.of(Tags.ADDRESS)));
    }

    @Test
    void what_is_not_there_cannot_be_tagged() {
        assertThat(asking.refused(new ListTags(Cluster.key("nobody"))))
                .extracting("code")
                .isEqualTo(Code.CLUSTER_NOT_FOUND);
        assertThat(asking.refused(new ListTags(new Key(Kind.TASK, "default/t"))))
                .hasMessage("The specified task was not found: default/t");
        assertThat(asking.refused(new TagResource(new Key(Kind.IDENTITY, "self"), Map.of())))
                .hasMessage("A identity has no tags.");
        assertThat(asking.refused(new TagResource(Cluster.key("default"), Map.of("aws:a", ""))))
                .hasMessageContaining("reserved");
    }
}
