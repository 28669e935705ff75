package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PagingTest {
    @Property(tries = 40)
    void paging_through_clusters_visits_each_once(
            @ForAll @IntRange(max = 25) int count, @ForAll @IntRange(min = 1, max = 9) int pageSize) {
        var door = new Door();
        for (var i = 0; i < count; i++) door.call("CreateCluster", "{\"clusterName\":\"c" + i * 7 % 25 + "\"}");
        assertThat(walk(door, "ListClusters", "clusterArns", "", pageSize, page -> {}))
                .doesNotHaveDuplicates()
                .hasSize(count);
    }

    @Property(tries = 40)
    void paging_through_definitions_visits_each_once_both_ways(
            @ForAll @IntRange(max = 20) int count, @ForAll @IntRange(min = 1, max = 9) int pageSize) {
        var door = new Door();
        for (var i = 0; i < count; i++) door.definition("family-" + i * i % 4);
        var up = walk(door, "ListTaskDefinitions", "taskDefinitionArns", "", pageSize, page -> {});
        var down = walk(door, "ListTaskDefinitions", "taskDefinitionArns", "\"sort\":\"DESC\",", pageSize, page -> {});
        assertThat(up).doesNotHaveDuplicates().hasSize(count);
        assertThat(down).isEqualTo(up.reversed());
    }

    @Property(tries = 40)
    void paging_through_attributes_visits_each_once(
            @ForAll @IntRange(max = 4) int nodes, @ForAll @IntRange(min = 1, max = 9) int pageSize) {
        var door = new Door();
        door.call("CreateCluster", "{}");
        for (var i = 0; i < nodes; i++) {
            var arn = door.arns.instance(door.node());
            for (var j = 0; j < 5; j++) {
                door.call("PutAttributes", """
                        {"attributes":[{"name":"n%d/x","value":"v","targetId":"%s"}]}""".formatted(j, arn));
            }
        }
        var all = walk(
                door,
                "ListAttributes",
                "attributes",
                "\"targetType\":\"container-instance\",",
                pageSize,
                one -> one.get("targetId").stringValue() + one.get("name").stringValue(),
                page -> {});
        assertThat(all).doesNotHaveDuplicates().hasSize(nodes * 6).isSorted();
    }

    @Property(tries = 25)
    void what_starts_between_pages_hides_no_older_task(@ForAll @IntRange(min = 1, max = 5) int pageSize) {
        var door = new Door();
        door.node();
        door.definition("web");
        for (var i = 0; i < 12; i++) door.call("RunTask", "{\"taskDefinition\":\"web\"}");
        var before = walk(door, "ListTasks", "taskArns", "", 100, page -> {});
        var seen = walk(
                door,
                "ListTasks",
                "taskArns",
                "",
                pageSize,
                page -> door.call("RunTask", "{\"taskDefinition\":\"web\"}"));
        assertThat(seen).doesNotHaveDuplicates().containsAll(before);
    }

    /// At most 200 pages; `between` is called after each.
    private static List<String> walk(
            Door door, String operation, String member, String filter, int pageSize, Between between) {
        return walk(door, operation, member, filter, pageSize, JsonNode::stringValue, between);
    }

    private static List<String> walk(
            Door door,
            String operation,
            String member,
            String filter,
            int pageSize,
            Function<JsonNode, String> name,
            Between between) {
        IntFunction<String> body = page -> "{" + filter + "\"maxResults\":" + pageSize + "}";
        var seen = new ArrayList<String>();
        JsonNode reply = door.call(operation, body.apply(0));
        for (var page = 0; page < 200; page++) {
            assertThat(reply.get(member).size()).isLessThanOrEqualTo(pageSize);
            reply.get(member).forEach(item -> seen.add(name.apply(item)));
            var next = reply.get("nextToken");
            if (next == null) return seen;
            // Bounded, or newcomers would keep it going.
            if (page < 20) between.call(page);
            reply = door.call(
                    operation,
                    "{" + filter + "\"maxResults\":" + pageSize + ",\"nextToken\":\"" + next.stringValue() + "\"}");
        }
        throw new AssertionError("The listing has no end");
    }

    private interface Between {
        void call(int page);
    }

    @Test
    void a_token_of_another_listing_is_refused() {
        var token = new Paging("ListTasks").token("abc");
        assertThat(new Paging("ListTasks").after(token)).isEqualTo("abc");
        assertThatThrownBy(() -> new Paging("ListClusters").after(token)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Paging("ListTasks").after("%%%")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Paging("ListTasks").after("a".repeat(5_000)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_page_has_one_to_a_hundred_items() {
        assertThat(Paging.limit(null)).isEqualTo(100);
        assertThat(Paging.limit(1)).isEqualTo(1);
        assertThatThrownBy(() -> Paging.limit(0)).hasMessageContaining("between 1 and 100 (got 0)");
        assertThatThrownBy(() -> Paging.limit(101)).hasMessageContaining("between 1 and 100 (got 101)");
    }
}
