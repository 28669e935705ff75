package berth.core.operation;

import static berth.core.Samples.spec;
import static berth.core.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.Tags;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.RunTask.Token;
import berth.core.placement.Constraint;
import berth.core.placement.Lack;
import berth.core.placement.NearestFit;
import berth.core.placement.Strategy;
import berth.core.query.ClusterQuery;
import berth.core.task.Overrides;
import berth.core.task.Overrides.ContainerOverride;
import berth.core.task.TaskContainer;
import berth.core.task.TaskStatus;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunTaskTest {
    private final Asking asking = new Asking();

    @Test
    void copies_are_spread_and_hold_what_they_need() {
        var a = asking.node("a", 1000, 1000);
        var b = asking.node("b", 1000, 1000);
        asking.define("web", spec("x", 100, 200));
        var reply = asking.ask(asking.run("web", 3));
        assertThat(reply.failures()).isEmpty();
        assertThat(reply.tasks()).extracting(view -> view.task().instance()).containsExactly(a, b, a);
        assertThat(asking.state.tasks().on(a).cpu()).isEqualTo(200);
        assertThat(asking.state.tasks().on(b).memoryMiB()).isEqualTo(200);
        var task = reply.tasks().getFirst().task();
        assertThat(task.wish().group()).isEqualTo("family:web");
        assertThat(task.last()).isEqualTo(TaskStatus.PENDING);
        assertThat(task.desired()).isEqualTo(TaskStatus.RUNNING);
        assertThat(task.times().createdAt()).isEqualTo(asking.now);
    }

    @Test
    void copies_no_node_takes_say_why_per_node() {
        asking.node("a", 1000, 500);
        asking.node("b", 100, 1000);
        asking.define("web", spec("x", 200, 400));
        var reply = asking.ask(asking.run("web", 5));
        assertThat(reply.tasks()).hasSize(1);
        assertThat(reply.failures())
                .extracting(no -> no.instance().id() + " " + no.lack())
                .containsExactly("a MEMORY", "b CPU");
    }

    @Test
    void a_node_may_keep_ports_for_itself() {
        asking.node("a", 1000, 500);
        asking.define("ssh", spec("x", 1, 4, tcp(22)));
        assertThat(asking.ask(asking.run("ssh", 1)).failures())
                .extracting("lack", "detail")
                .containsExactly(tuple(
                        Lack.PORTS, "The task needs TCP port 22, which the container instance keeps for itself."));
    }

    @Test
    void copies_no_node_takes_say_what_would_help_the_first() {
        asking.node("a", 1000, 500);
        asking.node("b", 100, 1000);
        asking.define("web", spec("x", 200, 400));
        var reply = asking.ask(asking.run("web", 5));
        assertThat(reply.nearest())
                .isNotNull()
                .extracting(NearestFit::text)
                .isEqualTo("b would take it with 100 more CPU units.");
        assertThat(asking.ask(asking.run("web", 1)).nearest()).isNotNull();
        asking.node("c", 1000, 1000);
        assertThat(asking.ask(asking.run("web", 1)).nearest()).isNull();
    }

    @Test
    void the_definitions_constraints_count_besides_the_calls() {
        var ssd = asking.node("a", 1000, 1000, new Attribute("disk", "ssd"));
        asking.node("b", 1000, 1000);
        asking.ask(new RegisterTaskDefinition(
                "web",
                List.of(spec("x", 1, 4)),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of("EC2"),
                List.of(),
                List.of(ClusterQuery.parse("attribute:disk == ssd")),
                "{}",
                Map.of(),
                "me"));
        var distinct = placed(List.of(new Constraint.DistinctInstance()), List.of(), null);
        var reply = asking.ask(new RunTask("default", "web", distinct, asking.fresh(2), null));
        assertThat(reply.tasks()).extracting(view -> view.task().instance()).containsExactly(ssd);
        assertThat(reply.failures())
                .extracting(no -> no.instance().id() + " " + no.lack())
                .containsExactly("a DISTINCT_INSTANCE", "b MEMBER_OF");
        var ten = Collections.nCopies(10, (Constraint) new Constraint.DistinctInstance());
        assertThat(asking.refused(new RunTask("default", "web", placed(ten, List.of(), null), asking.fresh(1), null)))
                .hasMessage("A task can have at most 10 placement constraints (got 1 from the task definition and 10"
                        + " from the call).");
    }

    @Test
    void strategies_choose_among_nodes_that_fit() {
        asking.node("a", 1000, 1000);
        var b = asking.node("b", 500, 1000);
        asking.define("web", spec("x", 100, 100));
        var packed = placed(List.of(), List.of(new Strategy.Binpack(Strategy.Binpack.Field.CPU)), null);
        assertThat(asking.ask(new RunTask("default", "web", packed, asking.fresh(3), null))
                        .tasks())
                .extracting(view -> view.task().instance())
                .containsExactly(b, b, b);
    }

    @Test
    void a_task_keeps_the_address_that_was_chosen_or_asked_for() {
        var addresses = new Resources(100, 100, List.of(), List.of(), List.of(), List.of("10.0.0.1", "10.0.0.2"));
        asking.node(new InstanceId("default", "a"), addresses);
        asking.define("web", spec("x", 1, 4, tcp(443)));
        var asked = placed(List.of(), List.of(), "10.0.0.2");
        var pinned = asking.ask(new RunTask("default", "web", asked, asking.fresh(1), null));
        var free = asking.ask(asking.run("web", 1));
        assertThat(pinned.tasks().getFirst().task().address()).isEqualTo("10.0.0.2");
        assertThat(free.tasks().getFirst().task().address()).isEqualTo("10.0.0.1");
        var reloaded = asking.reloaded();
        assertThat(reloaded.tasks().on(new InstanceId("default", "a")).heldPorts())
                .isEqualTo(
                        asking.state.tasks().on(new InstanceId("default", "a")).heldPorts())
                .hasSize(2);
    }

    @Test
    void an_address_can_be_asked_for_only_where_there_is_one_to_bind_on() {
        asking.node("a", 100, 100);
        asking.ask(new RegisterTaskDefinition(
                "web",
                List.of(spec("x", 1, 4, tcp(443))),
                null,
                null,
                NetworkMode.HOST,
                List.of("EC2"),
                List.of(),
                List.of(),
                "{}",
                Map.of(),
                "me"));
        var asked = placed(List.of(), List.of(), "10.0.0.2");
        assertThat(asking.refused(new RunTask("default", "web", asked, asking.fresh(1), null)))
                .hasMessage("An address of the container instance can be chosen when networkMode is bridge; this task"
                        + " definition has host (asked for 10.0.0.2).");
    }

    @Test
    void gpus_go_to_containers_in_the_definitions_order() {
        var gpus = new Resources(100, 100, List.of(), List.of(), List.of("gpu-0", "gpu-1", "gpu-2"), List.of());
        asking.node(new InstanceId("default", "a"), gpus);
        asking.define(
                "web",
                new ContainerSpec("x", "busybox", 1, 4, null, true, List.of(), 1),
                spec("y", 1, 4),
                new ContainerSpec("z", "busybox", 1, 4, null, true, List.of(), 2));
        var task = asking.ask(asking.run("web", 1)).tasks().getFirst().task();
        assertThat(task.containers())
                .extracting(TaskContainer::gpuIds)
                .containsExactly(List.of("gpu-0"), List.of(), List.of("gpu-1", "gpu-2"));
        assertThat(task.gpuIds()).containsExactly("gpu-0", "gpu-1", "gpu-2");
        assertThat(asking.ask(asking.run("web", 1)).failures())
                .extracting(no -> no.lack().reason())
                .containsExactly("RESOURCE:GPU");
    }

    @Test
    void deciding_changes_nothing_and_comes_to_the_same_again() {
        asking.node("a", 1000, 1000);
        asking.node("b", 1000, 1000);
        asking.define("web", spec("x", 100, 100, tcp(80)));
        var call = asking.run("web", 3);
        var first = call.decide(asking.state, asking.now).reply();
        assertThat(asking.state.tasks().on(new InstanceId("default", "a")).tasks())
                .isZero();
        assertThat(asking.state.tasks().on(new InstanceId("default", "a")).heldPorts())
                .isEmpty();
        assertThat(call.decide(asking.state, asking.now).reply()).isEqualTo(first);
    }

    @Test
    void refusals_come_in_ecs_order_and_words() {
        var run = asking.run("web", 1);
        var elsewhere = new RunTask("nobody", "web", TaskTemplate.PLAIN, List.of("t"), null);
        assertThat(asking.refused(elsewhere)).hasMessage("Cluster not found.");
        assertThat(asking.refused(run)).hasMessage("TaskDefinition not found.");
        asking.define("web", spec("x", 1, 4));
        assertThat(asking.refused(run))
                .hasMessage("No Container Instances were found in your cluster.")
                .extracting(Refusal::code)
                .isEqualTo(Code.INVALID_PARAMETER);
        var overrides = new Overrides(null, null, Map.of("y", new ContainerOverride(1, null, null, null)), "{}");
        assertThat(asking.refused(new RunTask("default", "web", with(overrides), List.of("t"), null)))
                .hasMessage("Override for container named y is not a container in the TaskDefinition.");
        assertThat(asking.refused(new RunTask("default", "web", fitted("MOON", null), List.of("t"), null)))
                .hasMessage("Task definition does not support launch_type MOON.");
        assertThat(asking.refused(new RunTask("default", "web", fitted("EC2", "{}"), List.of("t"), null)))
                .hasMessage("Network Configuration is not valid for the given networkMode of this task definition.");
        asking.ask(new DeregisterTaskDefinition("web:1"));
        assertThat(asking.refused(asking.run("web:1", 1))).hasMessage("TaskDefinition is inactive");
        assertThat(asking.refused(run)).hasMessage("TaskDefinition not found.");
    }

    @Test
    void overrides_change_what_is_needed_and_shown() {
        var a = asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 100, 200));
        var overrides = new Overrides(null, 700, Map.of("x", new ContainerOverride(300, 600, 500, null)), "{}");
        var task = asking.ask(new RunTask("default", "web", with(overrides), asking.fresh(1), null))
                .tasks()
                .getFirst()
                .task();
        assertThat(asking.state.tasks().on(a).cpu()).isEqualTo(300);
        assertThat(asking.state.tasks().on(a).memoryMiB()).isEqualTo(700);
        var container = task.containers().getFirst();
        assertThat(container)
                .extracting("cpu", "memoryMiB", "memoryReservationMiB")
                .containsExactly(300, 600, 500);
        assertThat(task.wish().memory()).isEqualTo("700");
        assertThat(task.wish().cpu()).isNull();
    }

    @Test
    void tags_of_the_definition_are_inherited_on_request_but_for_what_is_one_definitions_or_one_calls() {
        asking.node("a", 1000, 1000);
        asking.define(
                "web",
                Map.of(
                        Tags.VERSION,
                        "1.0",
                        Tags.ADDRESS,
                        "10.0.0.1",
                        Tags.WAIT,
                        "1m",
                        Tags.PRIORITY,
                        "1",
                        Tags.PREEMPT,
                        "lower",
                        "team",
                        "red",
                        "cost",
                        "1"),
                spec("x", 1, 4));
        var template = TaskTemplate.builder()
                .group("mine")
                .startedBy("me")
                .tags(Map.of("cost", "2"))
                .propagateDefinitionTags()
                .build();
        var task = asking.ask(new RunTask("default", "web:1.0", template, asking.fresh(1), null))
                .tasks()
                .getFirst()
                .task();
        assertThat(task.tags()).isEqualTo(Map.of("team", "red", "cost", "2"));
        assertThat(task.wish().group()).isEqualTo("mine");
    }

    @Test
    void containers_of_different_tasks_have_different_ids() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4), spec("y", 1, 4));
        assertThat(asking.ask(asking.run("web", 2)).tasks().stream()
                        .flatMap(view -> view.task().containers().stream())
                        .map(container -> container.id()))
                .doesNotHaveDuplicates()
                .hasSize(4);
    }

    @Test
    void a_repeated_call_answers_with_the_tasks_of_the_first() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        var first = asking.ask(withToken("once", "digest", 2));
        asking.report(first.tasks().getFirst().task().id(), TaskStatus.RUNNING);
        asking.ask(new DeregisterTaskDefinition("web:1"));
        var repeated = withToken("once", "digest", 2);
        asking.changesNothing(repeated);
        assertThat(asking.ask(repeated).tasks())
                .extracting(view -> view.task().id() + " " + view.task().last())
                .containsExactly("default/t00000 RUNNING", "default/t00001 PENDING");
    }

    @Test
    void a_token_with_other_words_is_a_conflict_that_names_the_tasks() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        asking.ask(withToken("once", "digest", 1));
        var refusal = asking.refused(withToken("once", "other", 1));
        assertThat(refusal.code()).isEqualTo(Code.CONFLICT);
        assertThat(refusal).hasMessage("The client token 'once' was used before with other parameters.");
        assertThat(refusal.resourceIds()).containsExactly("arn:aws:ecs:us-east-1:000000000000:task/default/t00000");
        asking.cluster("other");
        asking.node(new InstanceId("other", "x"), 1000, 1000);
        var elsewhere = new RunTask("other", "web", TaskTemplate.PLAIN, asking.fresh(1), new Token("once", "other"));
        assertThat(asking.ask(elsewhere).tasks()).hasSize(1);
    }

    @Test
    void a_token_whose_call_started_nothing_may_be_used_again() {
        asking.node("a", 1, 1);
        asking.define("web", spec("x", 1, 4));
        assertThat(asking.ask(withToken("once", "digest", 1)).tasks()).isEmpty();
        assertThat(asking.state.runTokens()).isEmpty();
        asking.node("b", 10, 10);
        assertThat(asking.ask(withToken("once", "digest", 1)).tasks()).hasSize(1);
    }

    @Test
    void a_managed_task_is_tagged_with_its_cluster() {
        asking.node("a", 10, 10);
        asking.define("web", spec("x", 1, 4));
        var template = TaskTemplate.builder().managedTags().build();
        var task = asking.ask(new RunTask("default", "web", template, asking.fresh(1), null))
                .tasks()
                .getFirst()
                .task();
        assertThat(task.tags()).isEqualTo(Map.of("aws:ecs:clusterName", "default"));
        asking.ask(new TagResource(task.key(), Map.of("a", "1")));
        assertThat(asking.refused(new UntagResource(task.key(), List.of("aws:ecs:clusterName"))))
                .hasMessage("Tag keys that begin with aws: are reserved (got 'aws:ecs:clusterName').");
    }

    @Test
    void a_token_is_forgotten_after_a_day() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        asking.ask(withToken("once", "digest", 1));
        asking.pass(RunTask.TOKEN_LIFE.minus(Duration.ofMillis(1)));
        asking.changesNothing(withToken("once", "digest", 1));
        asking.pass(Duration.ofMillis(1));
        assertThat(asking.ask(withToken("once", "other", 1))
                        .tasks()
                        .getFirst()
                        .task()
                        .id()
                        .id())
                .isNotEqualTo("t00000");
        assertThat(asking.state.runTokens()).hasSize(1);
    }

    @Test
    void a_token_whose_tasks_are_forgotten_answers_without_them() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        var task = asking.ask(withToken("once", "digest", 1)).tasks().getFirst().task();
        asking.report(task.id(), TaskStatus.STOPPED);
        asking.ask(new KeepHouse(Duration.ZERO, 0));
        assertThat(asking.ask(withToken("once", "digest", 1)).tasks()).isEmpty();
    }

    private RunTask withToken(String token, String asked, int count) {
        return new RunTask("default", "web", TaskTemplate.PLAIN, asking.fresh(count), new Token(token, asked));
    }

    private static TaskTemplate placed(
            List<Constraint> constraints, List<Strategy> strategies, @Nullable String address) {
        return TaskTemplate.builder()
                .constraints(constraints)
                .strategies(strategies)
                .address(address)
                .build();
    }

    private static TaskTemplate fitted(String launchType, @Nullable String network) {
        return TaskTemplate.builder().launchType(launchType).network(network).build();
    }

    private static TaskTemplate with(Overrides overrides) {
        return TaskTemplate.builder().overrides(overrides).build();
    }
}
