package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.operation.ListContainerInstances.Standing;
import berth.core.operation.ListTaskDefinitionFamilies.Filter;
import berth.core.query.ClusterQuery;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinitionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The List operations: filters, and pages that neither repeat nor lose anything.
class PagingTest {
    private final Asking asking = new Asking();

    @Property(tries = 200)
    void every_item_comes_once_under_any_limit_even_as_others_come_between(
            @ForAll @IntRange(min = 1, max = 5) int limit, @ForAll long seed) {
        var asking = new Asking();
        var chance = new Random(seed);
        asking.node("m", 100_000, 100_000);
        for (var i = 0; i < 8; i++) somethingNew(asking, chance);
        for (var list : lists()) {
            var before = all(list, asking, () -> {}, 100);
            assertThat(before).doesNotHaveDuplicates();
            var paged = all(list, asking, () -> somethingNew(asking, chance), limit);
            assertThat(paged).doesNotHaveDuplicates().containsAll(before);
            assertThat(paged.stream().filter(before::contains).toList()).isEqualTo(before);
        }
    }

    private static List<BiFunction<String, Integer, Question<? extends Page<?>>>> lists() {
        return List.of(
                ListClusters::new,
                (after, n) -> new ListContainerInstances("default", null, null, after, n),
                (after, n) -> new ListContainerInstances(
                        "default", null, ClusterQuery.parse("attribute:a/1 exists"), after, n),
                (after, n) -> new ListAttributes("default", null, null, after, n),
                (after, n) -> new ListTasks("default", TaskStatus.RUNNING, null, null, null, null, null, after, n),
                (after, n) -> new ListTaskDefinitionFamilies("", Filter.ALL, after, n),
                (after, n) -> new ListTaskDefinitions(null, TaskDefinition.Status.ACTIVE, false, after, n),
                (after, n) -> new ListTaskDefinitions(null, TaskDefinition.Status.ACTIVE, true, after, n),
                (after, n) -> new ListTaskDefinitions("f1", TaskDefinition.Status.ACTIVE, true, after, n));
    }

    private static List<Object> all(
            BiFunction<String, Integer, Question<? extends Page<?>>> list, Asking asking, Runnable between, int limit) {
        var all = new ArrayList<Object>();
        var after = "";
        for (var pages = 0; pages < 2_000; pages++) {
            var page = asking.ask(list.apply(after, limit));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.items());
            if (page.next() == null) return all;
            assertThat(page.items()).hasSize(limit);
            after = page.next();
            if (pages < 10) between.run();
        }
        throw new AssertionError("no end after 2000 pages");
    }

    private static void somethingNew(Asking asking, Random chance) {
        var name = Integer.toString(chance.nextInt(1000), 36);
        asking.cluster(name);
        asking.node("n" + name, 0, 0, new Attribute("a/1", "x"), new Attribute("a" + name, null));
        asking.define("f" + chance.nextInt(4), spec("x", 1, 4));
        asking.define("f" + name, spec("x", 1, 4));
        asking.ask(new RunTask("default", "f" + name, TaskTemplate.PLAIN, List.of("t" + chance.nextLong()), null));
    }

    @Test
    void clusters_are_listed_while_they_are_active() {
        asking.cluster("a");
        asking.cluster("b");
        asking.ask(new DeleteCluster("a"));
        assertThat(asking.ask(new ListClusters("", 100))).isEqualTo(new Page<>(List.of("b", "default"), null));
        assertThat(asking.ask(new ListClusters("", 1))).isEqualTo(new Page<>(List.of("b"), "b"));
    }

    @Test
    void nodes_are_listed_while_they_are_members_unless_others_are_asked_for() {
        var a = asking.node("a", 0, 0);
        var b = asking.node("b", 0, 0);
        asking.ask(new DeregisterContainerInstance(a, false));
        assertThat(asking.ask(new ListContainerInstances("default", null, null, "", 100))
                        .items())
                .containsExactly(b);
        assertThat(asking.ask(new ListContainerInstances("default", Standing.INACTIVE, null, "", 100))
                        .items())
                .containsExactly(a);
        assertThat(asking.refused(new ListContainerInstances("nobody", null, null, "", 1)))
                .hasMessage("Cluster not found.");
    }

    @Test
    void nodes_are_listed_by_what_they_are_and_what_runs_there() {
        var a = asking.node("a", 100, 100, new Attribute("disk", "ssd"));
        var b = asking.node("b", 100, 100, new Attribute("disk", "ssd"));
        var c = asking.node("c", 100, 100);
        asking.define("web", spec("x", 1, 4));
        asking.ask(new StartTask("default", "web", TaskTemplate.PLAIN, List.of(b, c), asking.fresh(2)))
                .tasks()
                .forEach(view -> asking.report(view.task().id(), TaskStatus.RUNNING));
        assertThat(matching("attribute:disk == ssd")).containsExactly(a, b);
        assertThat(matching("attribute:disk !exists")).containsExactly(c);
        assertThat(matching("runningTasksCount < 1")).containsExactly(a);
        assertThat(matching("task:group == family:web")).containsExactly(b, c);
        asking.ask(new ConnectAgent(c, false, AgentInfo.UNKNOWN));
        assertThat(matching("agentConnected == false")).containsExactly(c);
        assertThat(matching("attribute:disk == hdd")).isEmpty();
    }

    private List<InstanceId> matching(String filter) {
        return asking.ask(new ListContainerInstances("default", null, ClusterQuery.parse(filter), "", 100))
                .items();
    }

    @Test
    void families_are_listed_by_prefix_and_by_what_they_have() {
        asking.define("web", spec("x", 1, 4));
        asking.define("web-old", spec("x", 1, 4));
        asking.define("db", spec("x", 1, 4));
        asking.ask(new DeregisterTaskDefinition("web-old:1"));
        assertThat(families("web", Filter.ALL)).containsExactly("web", "web-old");
        assertThat(families("", Filter.ACTIVE)).containsExactly("db", "web");
        assertThat(families("", Filter.INACTIVE)).containsExactly("web-old");
    }

    private List<String> families(String prefix, Filter filter) {
        return asking.ask(new ListTaskDefinitionFamilies(prefix, filter, "", 100))
                .items();
    }

    @Test
    void revisions_are_listed_as_numbers_in_both_directions() {
        for (var i = 0; i < 11; i++) asking.define("web", spec("x", 1, 4));
        asking.define("db", spec("x", 1, 4));
        asking.ask(new DeregisterTaskDefinition("web:3"));
        var ascending = new ListTaskDefinitions(null, TaskDefinition.Status.ACTIVE, false, "", 100);
        var ids = asking.ask(ascending).items();
        assertThat(ids).hasSize(11);
        assertThat(ids.getFirst()).hasToString("db:1");
        assertThat(ids.getLast()).hasToString("web:11");
        assertThat(ids)
                .isSortedAccordingTo(Comparator.comparing((TaskDefinitionId id) -> id.family())
                        .thenComparingInt(id -> id.revision()));
        var descending = new ListTaskDefinitions(null, TaskDefinition.Status.ACTIVE, true, "", 100);
        assertThat(asking.ask(descending).items()).isEqualTo(ids.reversed());
        assertThat(asking.ask(new ListTaskDefinitions("web", TaskDefinition.Status.INACTIVE, false, "", 9))
                        .items())
                .hasSize(1);
    }

    @Test
    void a_place_that_no_page_ended_at_is_refused() {
        assertThat(asking.refused(new ListTaskDefinitions(null, TaskDefinition.Status.ACTIVE, false, "a:b", 1)))
                .hasMessage("Invalid token: it does not come from the page before.");
    }

    @Test
    void tasks_are_listed_by_each_filter() {
        var a = asking.node("a", 100, 100);
        var b = asking.node("b", 100, 100);
        asking.define("web", spec("x", 1, 4));
        asking.define("db", spec("x", 1, 4));
        var web = asking.running("web");
        var template = TaskTemplate.builder()
                .group("mine")
                .startedBy("me")
                .launchType("FARGATE")
                .build();
        var db = asking.ask(new StartTask("default", "db", template, List.of(b), asking.fresh(1)))
                .tasks()
                .getFirst()
                .task()
                .id();
        var over = asking.running("web");
        asking.ask(new StopTask(over, ""));
        assertThat(tasks(TaskStatus.RUNNING, null, null)).containsExactly(web, db);
        assertThat(tasks(TaskStatus.STOPPED, null, null)).containsExactly(over);
        assertThat(tasks(TaskStatus.PENDING, null, null)).isEmpty();
        assertThat(tasks(TaskStatus.RUNNING, "family", "db")).containsExactly(db);
        assertThat(tasks(TaskStatus.RUNNING, "startedBy", "me")).containsExactly(db);
        assertThat(tasks(TaskStatus.RUNNING, "group", "mine")).containsExactly(db);
        assertThat(tasks(TaskStatus.RUNNING, "launchType", "EC2")).containsExactly(web);
        assertThat(asking.ask(new ListTasks("default", TaskStatus.RUNNING, a, null, null, null, null, "", 9))
                        .items())
                .containsExactly(web);
    }

    private List<TaskId> tasks(TaskStatus desired, @Nullable String filter, @Nullable String value) {
        return asking.ask(new ListTasks(
                        "default",
                        desired,
                        null,
                        "family".equals(filter) ? value : null,
                        "startedBy".equals(filter) ? value : null,
                        "group".equals(filter) ? value : null,
                        "launchType".equals(filter) ? value : null,
                        "",
                        9))
                .items();
    }
}
