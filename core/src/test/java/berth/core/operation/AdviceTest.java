package berth.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Cluster;
import berth.core.Tags;
import berth.core.node.InstanceId;
import berth.core.placement.Advice;
import berth.core.task.Task;
import berth.core.taskdef.ContainerSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private final Asking asking = new Asking();

    AdviceTest() {
        asking.node("a", 1_000, 1_000);
        asking.node("b", 1_000, 1_000);
        asking.define("web", new ContainerSpec("web", "nginx", 100, 100, null, true, List.of(), 0));
    }

    private Task first(RunTask run) {
        return asking.ask(run).tasks().getFirst().task();
    }

    private static String by(Task task) {
        return task.tags().getOrDefault(Tags.SCHEDULED_BY, "");
    }

    @Test
    void a_task_says_who_chose_its_node() {
        var advice = Advice.of("mine", List.of(new InstanceId("default", "b")));
        var task = first(asking.run("web", 1).with(advice));
        assertThat(Objects.requireNonNull(task.instance()).id()).isEqualTo("b");
        assertThat(by(task)).isEqualTo("mine");
        assertThat(by(first(asking.run("web", 1)))).isEmpty();
    }

    @Test
    void trouble_is_said_and_the_built_in_scheduler_chooses() {
        var task = first(asking.run("web", 1).with(Advice.none("mine", "took longer than 100 ms")));
        assertThat(Objects.requireNonNull(task.instance()).id()).isEqualTo("a");
        assertThat(by(task)).isEqualTo("built-in (mine: took longer than 100 ms)");
    }

    @Test
    void a_clusters_wish_counts_for_calls_that_have_none() {
        asking.ask(new TagResource(Cluster.key("default"), Map.of(Tags.SCHEDULER, "mine")));
        assertThat(asking.ask(new BriefScheduler(asking.run("web", 1)))
                        .orElseThrow()
                        .scheduler())
                .isEqualTo("mine");
        assertThat(by(first(asking.run("web", 1)))).isEqualTo("built-in (mine: there is no scheduler of that name)");
    }

    @Test
    void a_briefing_has_what_is_wanted_and_every_node() {
        asking.ask(new TagResource(Cluster.key("default"), Map.of(Tags.SCHEDULER, "mine")));
        var brief = asking.ask(new BriefScheduler(asking.run("web", 1))).orElseThrow();
        assertThat(brief.definition().family()).isEqualTo("web");
        assertThat(brief.request().needs().cpu()).isEqualTo(100);
        assertThat(brief.nodes()).extracting(node -> node.id().id()).containsExactly("a", "b");
        assertThat(asking.refused(new BriefScheduler(asking.run("nothing", 1))).getMessage())
                .isEqualTo("TaskDefinition not found.");
    }
}
