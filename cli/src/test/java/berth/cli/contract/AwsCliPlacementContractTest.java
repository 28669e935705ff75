package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The AWS CLI: nodes, and where tasks are placed on them.
@ExtendWith(RunningBerth.Started.class)
class AwsCliPlacementContractTest {
    private final RunningBerth berth;
    private final Aws aws;

    AwsCliPlacementContractTest(RunningBerth berth) {
        this.berth = berth;
        aws = new Aws(berth);
    }

    @BeforeAll
    static void the_cli_is_here() {
        Aws.assumeItIsHere();
    }

    @Test
    void a_task_starts_on_the_node_it_is_told() {
        var node = aws.text("list-container-instances", "--query", "containerInstanceArns[0]", "--output", "text");
        var seen = aws.json("describe-container-instances", "--container-instances", node)
                .path("containerInstances")
                .path(0);
        assertThat(seen.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(seen.path("agentConnected").asBoolean()).isTrue();
        assertThat(seen.path("versionInfo").path("dockerVersion").asString()).isNotEmpty();
        aws.text(
                "register-task-definition",
                "--family",
                "cli-start",
                "--container-definitions",
                "name=main,image=busybox:latest,memory=32,command=true");
        var started = aws.json("start-task", "--task-definition", "cli-start", "--container-instances", node, "nobody");
        assertThat(started.path("tasks").path(0).path("containerInstanceArn").asString())
                .isEqualTo(node);
        assertThat(started.path("failures").path(0).path("reason").asString()).isEqualTo("MISSING");
        berth.api().awaitStopped(Api.arn(started.path("tasks").path(0)));
    }

    @Test
    void attributes_are_put_on_a_node_listed_and_deleted() {
        var node = aws.text("list-container-instances", "--query", "containerInstanceArns[0]", "--output", "text");
        aws.text(
                "put-attributes",
                "--attributes",
                "name=stack,value=production,targetId=" + node,
                "name=bare,targetId=" + node);
        assertThat(aws.text(
                        "list-attributes",
                        "--target-type",
                        "container-instance",
                        "--attribute-name",
                        "stack",
                        "--attribute-value",
                        "production",
                        "--output",
                        "text"))
                .isEqualTo("ATTRIBUTES\tstack\t" + node + "\tproduction");
        assertThat(aws.json("list-attributes", "--target-type", "container-instance", "--page-size", "3")
                        .path("attributes")
                        .valueStream()
                        .map(attribute -> attribute.path("name").asString()))
                .contains("bare", "stack", "ecs.os-type")
                .doesNotHaveDuplicates();
        Aws.assertRefused(
                aws.said("ecs", "put-attributes", "--attributes", "name=ecs.os-type,value=windows,targetId=" + node),
                "InvalidParameterException",
                "PutAttributes",
                "reserved");
        Aws.assertRefused(
                aws.said(
                        "ecs",
                        "put-attributes",
                        "--attributes",
                        "name=a,targetType=container-instance,targetId=nobody"),
                "TargetNotFoundException",
                "PutAttributes",
                "nobody");
        var deleted = aws.json(
                "delete-attributes", "--attributes", "name=stack,targetId=" + node, "name=bare,targetId=" + node);
        assertThat(deleted.path("attributes").size()).isEqualTo(2);
        assertThat(aws.text("list-attributes", "--target-type", "container-instance", "--attribute-name", "stack"))
                .doesNotContain("production");
    }

    @Test
    void a_node_is_drained_and_opened_again() {
        var node = aws.text("list-container-instances", "--query", "containerInstanceArns[0]", "--output", "text");
        var definition = berth.api().define("cli-drain", "[{name: 'main'}]");
        var before = berth.api().started(definition);
        try {
            assertThat(aws.json(
                                    "update-container-instances-state",
                                    "--container-instances",
                                    node,
                                    "--status",
                                    "DRAINING")
                            .path("containerInstances")
                            .path(0)
                            .path("status")
                            .asString())
                    .isEqualTo("DRAINING");
            assertThat(aws.text("list-container-instances", "--status", "DRAINING", "--output", "text"))
                    .contains(node);
            assertThat(aws.json("run-task", "--task-definition", definition)
                            .path("failures")
                            .path(0)
                            .path("reason")
                            .asString())
                    .isEqualTo("INACTIVE");
            berth.killServer();
            berth.startServer();
            assertThat(berth.awaitConnected().path("status").asString()).isEqualTo("DRAINING");
            assertThat(berth.api().task(Api.arn(before)).path("lastStatus").asString())
                    .isEqualTo("RUNNING");
        } finally {
            aws.text("update-container-instances-state", "--container-instances", node, "--status", "ACTIVE");
        }
        berth.api().started(definition);
    }

    @Test
    void a_task_is_placed_by_constraints_and_strategies_and_says_which_it_lacks() {
        var node = aws.text("list-container-instances", "--query", "containerInstanceArns[0]", "--output", "text");
        var definition = berth.api().define("cli-place", "[{name: 'main'}]");
        aws.text("put-attributes", "--attributes", "name=disk,value=ssd,targetId=" + node);
        try {
            assertThat(aws.text(
                            "list-container-instances",
                            "--filter",
                            "attribute:disk == ssd and agentConnected == true",
                            "--query",
                            "containerInstanceArns[0]",
                            "--output",
                            "text"))
                    .isEqualTo(node);
            var placed = aws.json(
                    "run-task",
                    "--task-definition",
                    definition,
                    "--placement-constraints",
                    "type=memberOf,expression=attribute:disk =~ s.d",
                    "type=distinctInstance",
                    "--placement-strategy",
                    "type=spread,field=host",
                    "type=binpack,field=memory");
            var arn = Api.arn(placed.path("tasks").path(0));
            assertThat(berth.api()
                            .awaitRunning(arn)
                            .path("containerInstanceArn")
                            .asString())
                    .isEqualTo(node);
            var told = berth.api().target("Berth.Explain", "{task: '%s'}".formatted(arn));
            assertThat(told.path("weights").path(0).path("by").asString()).isEqualTo("GROUP");
            var again = aws.json(
                    "run-task",
                    "--task-definition",
                    definition,
                    "--placement-constraints",
                    "type=distinctInstance",
                    "type=memberOf,expression=attribute:disk == hdd");
            assertThat(again.path("failures").path(0).path("reason").asString())
                    .isEqualTo("DistinctInstance placement constraint unsatisfied.");
            assertThat(again.path("failures").path(0).path("detail").asString())
                    .contains("family:cli-place")
                    .contains("attribute:disk == hdd, but disk is ssd");
            var before = aws.text("list-tasks", "--output", "text");
            var planned = berth.api().target("Berth.PlanRunTask", "{taskDefinition: '%s'}".formatted(definition));
            assertThat(planned.path("tasks")
                            .path(0)
                            .path("containerInstanceArn")
                            .asString())
                    .isEqualTo(node);
            assertThat(aws.text("list-tasks", "--output", "text")).isEqualTo(before);
            Aws.assertRefused(
                    aws.said(
                            "ecs",
                            "run-task",
                            "--task-definition",
                            definition,
                            "--placement-constraints",
                            "type=memberOf,expression=attribute:disk = ssd"),
                    "InvalidParameterException",
                    "RunTask",
                    "column 16");
        } finally {
            aws.text("delete-attributes", "--attributes", "name=disk,targetId=" + node);
        }
    }

    @Test
    void a_task_waits_for_room_and_one_of_higher_priority_has_it_stopped() {
        aws.text(
                "register-task-definition",
                "--family",
                "cli-wait",
                "--container-definitions",
                "[{\"name\":\"main\",\"image\":\"busybox:latest\",\"memory\":32,\"command\":[\"sh\",\"-c\",\""
                        + Aws.STAYS + "\"],\"portMappings\":[{\"containerPort\":80,\"hostPort\":18766}]}]");
        var first = run("key=berth:priority,value=-5");
        aws.text("wait", "tasks-running", "--tasks", first);
        var waits = run("key=berth:wait,value=10m", "key=berth:priority,value=-1");
        var seen = aws.json("describe-tasks", "--tasks", waits, first).path("tasks");
        assertThat(seen.path(0).path("lastStatus").asString()).isEqualTo("PROVISIONING");
        assertThat(seen.path(0).has("containerInstanceArn")).isFalse();
        assertThat(seen.path(1).path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(aws.text("list-tasks", "--family", "cli-wait", "--query", "length(taskArns)", "--output", "text"))
                .isEqualTo("2");
        Aws.assertRefused(
                aws.said("ecs", "run-task", "--task-definition", "cli-wait", "--tags", "key=berth:wait,value=soon"),
                "InvalidParameterException",
                "RunTask",
                "Tag berth:wait must be a time between 1s and 24h");

        // The first ends by itself, as it were; then somebody is in a hurry.
        aws.text("stop-task", "--task", first);
        aws.text("wait", "tasks-running", "--tasks", waits);
        var urgent = run("key=berth:wait,value=10m", "key=berth:priority,value=5", "key=berth:preempt,value=lower");
        aws.text("wait", "tasks-running", "--tasks", urgent);
        var stopped = aws.json("describe-tasks", "--tasks", waits).path("tasks").path(0);
        assertThat(stopped.path("lastStatus").asString()).isEqualTo("STOPPED");
        assertThat(stopped.path("stoppedReason").asString())
                .isEqualTo("Preempted by task " + urgent.substring(urgent.lastIndexOf('/') + 1) + " of priority 5");
        var never = run("key=berth:wait,value=1s");
        aws.text("wait", "tasks-stopped", "--tasks", never);
        var gaveUp = aws.json("describe-tasks", "--tasks", never).path("tasks").path(0);
        assertThat(gaveUp.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(gaveUp.path("stoppedReason").asString())
                .startsWith("No room was found within 1s. Nearest is container instance ")
                .contains("TCP port 18766");
        aws.text("stop-task", "--task", urgent);
        aws.text("wait", "tasks-stopped", "--tasks", urgent);
    }

    /// Runs a copy of `cli-wait` with these tags and gives its ARN.
    private String run(String... tags) {
        var words = new ArrayList<>(List.of(
                "run-task",
                "--task-definition",
                "cli-wait",
                "--query",
                "tasks[0].taskArn",
                "--output",
                "text",
                "--tags"));
        words.addAll(List.of(tags));
        return aws.text(words.toArray(String[]::new));
    }
}
