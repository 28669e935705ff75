package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The AWS CLI: clusters, task definitions and tasks, from their making to their end.
@ExtendWith(RunningBerth.Started.class)
class AwsCliLifeContractTest {
    private final RunningBerth berth;
    private final Aws aws;

    AwsCliLifeContractTest(RunningBerth berth) {
        this.berth = berth;
        aws = new Aws(berth);
    }

    @BeforeAll
    static void the_cli_is_here() {
        Aws.assumeItIsHere();
    }

    @Test
    void a_cluster_comes_and_goes() {
        var made = aws.json("create-cluster", "--cluster-name", "cli-pool", "--tags", "key=team,value=blue")
                .path("cluster");
        assertThat(made.path("clusterArn").asString()).isEqualTo("arn:aws:ecs:us-east-1:000000000000:cluster/cli-pool");
        assertThat(made.path("status").asString()).isEqualTo("ACTIVE");
        var seen =
                aws.json("describe-clusters", "--clusters", "cli-pool", "nowhere", "--include", "TAGS", "STATISTICS");
        assertThat(seen.path("clusters")
                        .path(0)
                        .path("tags")
                        .path(0)
                        .path("value")
                        .asString())
                .isEqualTo("blue");
        assertThat(seen.path("failures").path(0).path("reason").asString()).isEqualTo("MISSING");
        assertThat(aws.text("list-clusters", "--query", "clusterArns[]", "--output", "text"))
                .contains("cluster/cli-pool")
                .contains("cluster/default");
        Aws.assertRefused(
                aws.said("ecs", "run-task", "--cluster", "cli-pool", "--task-definition", "nothing"),
                "ClientException",
                "RunTask",
                "TaskDefinition not found.");
        assertThat(aws.json("delete-cluster", "--cluster", "cli-pool")
                        .path("cluster")
                        .path("status")
                        .asString())
                .isEqualTo("INACTIVE");
        Aws.assertRefused(
                aws.said("ecs", "list-tasks", "--cluster", "cli-pool"),
                "ClusterNotFoundException",
                "ListTasks",
                "not found");
    }

    @Test
    void a_definition_lives_its_whole_life() {
        var container = "name=main,image=busybox:latest,memory=32,essential=true";
        for (int revision = 1; revision <= 2; revision++) {
            var made = aws.json(
                            "register-task-definition",
                            "--family",
                            "cli-life",
                            "--container-definitions",
                            container,
                            "--tags",
                            "key=berth:version,value=cli-" + revision)
                    .path("taskDefinition");
            assertThat(made.path("revision").asInt()).isEqualTo(revision);
        }
        assertThat(aws.text(
                        "describe-task-definition",
                        "--task-definition",
                        "cli-life:cli-1",
                        "--include",
                        "TAGS",
                        "--query",
                        "[taskDefinition.revision, tags[0].value]",
                        "--output",
                        "text"))
                .isEqualTo("1\tcli-1");
        assertThat(aws.text(
                        "list-task-definitions", "--family-prefix", "cli-life", "--sort", "DESC", "--output", "text"))
                .containsSubsequence("cli-life:2", "cli-life:1");
        assertThat(aws.text("list-task-definition-families", "--family-prefix", "cli-l", "--output", "text"))
                .isEqualTo("FAMILIES\tcli-life");
        assertThat(aws.json("deregister-task-definition", "--task-definition", "cli-life:1")
                        .path("taskDefinition")
                        .path("status")
                        .asString())
                .isEqualTo("INACTIVE");
        Aws.assertRefused(
                aws.said("ecs", "describe-task-definition", "--task-definition", "cli-nowhere"),
                "ClientException",
                "DescribeTaskDefinition",
                "Unable to describe task definition.");
        Aws.assertRefused(
                aws.said(
                        "ecs",
                        "register-task-definition",
                        "--family",
                        "cli-life",
                        "--container-definitions",
                        container,
                        "--tags",
                        "key=berth:version,value=17"),
                "ClientException",
                "RegisterTaskDefinition",
                "17");
    }

    @Test
    void a_definition_is_deleted_once_it_is_inactive() {
        assumeTrue(
                aws.said("ecs", "delete-task-definitions", "--generate-cli-skeleton")
                                .exit()
                        == 0,
                "skipped: this AWS CLI is older than DeleteTaskDefinitions");
        for (var revision = 1; revision <= 2; revision++) berth.api().define("cli-gone", "[{name: 'main'}]");
        aws.text("deregister-task-definition", "--task-definition", "cli-gone:1");
        var deleted = aws.json("delete-task-definitions", "--task-definitions", "cli-gone:1", "cli-gone:2");
        assertThat(deleted.path("taskDefinitions").path(0).path("status").asString())
                .isEqualTo("DELETE_IN_PROGRESS");
        assertThat(deleted.path("failures").size()).isEqualTo(1);
    }

    @Test
    void a_task_runs_and_stops_under_the_clis_waiters() {
        aws.text(
                "register-task-definition",
                "--family",
                "cli-task",
                "--container-definitions",
                "[{\"name\":\"main\",\"image\":\"busybox:latest\",\"memory\":32,\"command\":[\"sh\",\"-c\",\""
                        + Aws.STAYS + "\"]}]");
        var arn = aws.text(
                "run-task",
                "--task-definition",
                "cli-task",
                "--count",
                "1",
                "--launch-type",
                "EC2",
                "--group",
                "cli-group",
                "--started-by",
                "the-cli",
                "--tags",
                "key=a,value=b",
                "--overrides",
                "{\"containerOverrides\":[{\"name\":\"main\",\"environment\":[{\"name\":\"X\",\"value\":\"y\"}]}]}",
                "--query",
                "tasks[0].taskArn",
                "--output",
                "text");
        aws.text("wait", "tasks-running", "--tasks", arn);
        var task = aws.json("describe-tasks", "--tasks", arn, "--include", "TAGS")
                .path("tasks")
                .path(0);
        assertThat(task.path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(task.path("group").asString()).isEqualTo("cli-group");
        assertThat(task.path("tags").path(0).path("key").asString()).isEqualTo("a");
        assertThat(berth.exec(task, "main", "sh", "-c", "echo $X").out()).isEqualTo("y");
        assertThat(aws.text("list-tasks", "--started-by", "the-cli", "--output", "text"))
                .contains(arn);
        assertThat(aws.text("list-tasks", "--family", "cli-task", "--desired-status", "STOPPED", "--output", "text"))
                .isEmpty();
        aws.text("stop-task", "--task", arn, "--reason", "done with it");
        aws.text("wait", "tasks-stopped", "--tasks", arn);
        var stopped = aws.json("describe-tasks", "--tasks", arn).path("tasks").path(0);
        assertThat(stopped.path("stoppedReason").asString()).isEqualTo("done with it");
        assertThat(stopped.path("stopCode").asString()).isEqualTo("UserInitiated");
        assertThat(Api.exitCode(stopped, "main")).isZero();
        assertThat(aws.said("ecs", "wait", "tasks-running", "--tasks", arn).err())
                .contains("Waiter TasksRunning failed");
        Aws.assertRefused(
                aws.said("ecs", "stop-task", "--task", "0123456789abcdef0123456789abcdef"),
                "InvalidParameterException",
                "StopTask",
                "The referenced task was not found.");
    }
}
