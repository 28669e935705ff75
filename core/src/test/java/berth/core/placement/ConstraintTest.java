package berth.core.placement;

import static berth.core.placement.Nodes.SMALL;
import static berth.core.placement.Nodes.constrained;
import static berth.core.placement.Nodes.ofGroup;
import static berth.core.placement.Nodes.request;
import static berth.core.placement.Nodes.zone;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.query.ClusterQuery;
import berth.core.task.TaskStatus;
import org.junit.jupiter.api.Test;

class ConstraintTest {
    private static final Constraint DISTINCT = new DistinctInstance();

    private final Nodes nodes = new Nodes();

    @Test
    void distinct_instance_keeps_tasks_of_a_group_apart_those_of_one_call_too() {
        nodes.node("a").node("b").node("c").run("b", 1, request(SMALL)).run("c", 1, ofGroup("family:db", SMALL));
        assertThat(nodes.where(constrained(SMALL, DISTINCT), 3)).containsExactly("a", "c", "-");
    }

    @Test
    void distinct_instance_says_how_many_of_the_group_are_there() {
        nodes.node("a").run("a", 2, request(SMALL));
        assertThat(nodes.refusal(constrained(SMALL, DISTINCT)))
                .extracting(no -> no.lack().reason() + " " + no.detail())
                .containsExactly("DistinctInstance placement constraint unsatisfied. The container instance has 2 tasks"
                        + " of group family:web already.");
    }

    @Test
    void member_of_takes_only_nodes_that_match_every_expression() {
        nodes.node("a", zone("x")).node("b", zone("y")).node("c");
        nodes.run("b", 1, ofGroup("family:db", SMALL));
        assertThat(nodes.where(constrained(SMALL, memberOf("attribute:ecs.availability-zone exists")), 2))
                .containsExactly("a", "b");
        assertThat(nodes.where(
                        constrained(
                                SMALL,
                                memberOf("attribute:ecs.availability-zone exists"),
                                memberOf("task:group == family:db")),
                        2))
                .containsExactly("b", "b");
    }

    @Test
    void member_of_says_which_comparison_fails_on_what() {
        nodes.node("a", zone("x"));
        var query = ClusterQuery.parse("attribute:ecs.availability-zone == y");
        assertThat(nodes.refusal(constrained(SMALL, new MemberOf(query))))
                .extracting(no -> no.lack().reason(), Rejection::detail)
                .containsExactly(org.assertj.core.api.Assertions.tuple(
                        "MemberOf placement constraint unsatisfied.",
                        "The task needs " + query.failure(nodes.see("a")) + "."));
    }

    @Test
    void member_of_sees_the_groups_of_copies_placed_before_in_the_same_call() {
        nodes.node("a").node("b");
        assertThat(nodes.where(constrained(SMALL, memberOf("task:group != family:web")), 3))
                .containsExactly("a", "b", "-");
    }

    @Test
    void member_of_counts_tasks_once_they_run() {
        nodes.node("a");
        var idle = constrained(SMALL, memberOf("runningTasksCount == 0"));
        var task = nodes.run(idle);
        assertThat(nodes.where(idle, 1)).containsExactly("a");
        task = nodes.report(task, TaskStatus.RUNNING);
        assertThat(nodes.where(idle, 1)).containsExactly("-");
        nodes.report(task, TaskStatus.STOPPED);
        assertThat(nodes.where(idle, 1)).containsExactly("a");
    }

    private static Constraint memberOf(String expression) {
        return new MemberOf(ClusterQuery.parse(expression));
    }
}
