package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// FireLens by the AWS CLI, with a real router: the small one of `scripts/router.pl`.
@Timeout(180)
@ExtendWith(RunningBerth.Started.class)
class FirelensContractTest {
    private static final String ROUTER = "berth-test-router:1";
    /// A secret option: the router begins its lines with it.
    private static final String PREFIX = "plain-0815 ";

    private final RunningBerth berth;
    private final Api api;
    private final Aws aws;

    FirelensContractTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
        this.aws = new Aws(berth);
    }

    @Test
    void what_a_container_writes_reaches_the_router_whoever_dies_and_its_secrets_are_in_no_file() {
        Aws.assumeItIsHere();
        Command.output(
                TestEngine.scripts().resolve("image-router").toString(),
                berth.engine().address(),
                ROUTER);
        api.service(
                "ssm",
                "AmazonSSM.PutParameter",
                "{Name: '/contract/prefix', Type: 'SecureString', Value: '" + PREFIX + "'}");
        var definition = aws.of("ecs", "register-task-definition", "--cli-input-json", """
                {"family": "firelens", "executionRoleArn": "arn:aws:iam::000000000000:role/execution",
                 "containerDefinitions": [
                  {"name": "app", "image": "busybox:latest", "memory": 32, "stopTimeout": 5, "command": ["sh", "-c",
                    "trap 'exit 0' TERM; i=0; while :; do i=$((i+1)); echo line $i; sleep 0.1; done"],
                   "logConfiguration": {"logDriver": "awsfirelens", "options": {"Name": "stdout"},
                    "secretOptions": [{"name": "prefix", "valueFrom": "/contract/prefix"}]}},
                  {"name": "log_router", "image": "berth-test-router:1", "memory": 64, "stopTimeout": 5,
                   "firelensConfiguration": {"type": "fluentbit"}}]}""")
                .path("taskDefinition");
        assertThat(definition.at("/containerDefinitions/1/user").asString()).isEqualTo("0");
        var run = aws.of("ecs", "run-task", "--task-definition", "firelens");
        assertThat(run.path("failures")).isEmpty();
        var arn = run.at("/tasks/0/taskArn").asString();
        var task = api.awaitRunning(arn);
        var id = arn.substring(arn.lastIndexOf('/') + 1);
        Await.until("the first line", () -> arrived(task).anyMatch(line -> line.contains("\"line 1\"")));
        assertThat(arrived(task).findFirst().orElseThrow())
                .startsWith(PREFIX + "app-firelens-" + id + " {")
                .contains(
                        "\"ecs_cluster\":\"default\"",
                        "\"ecs_task_arn\":\"" + arn + "\"",
                        "\"ecs_task_definition\":\"firelens:"
                                + definition.path("revision").asInt() + "\"",
                        "\"source\":\"stdout\"");
        assertThat(berth.filesWith(PREFIX.strip())).isEmpty();

        berth.killAgent();
        var before = arrived(task).count();
        Await.until("lines while no agent is there", () -> arrived(task).count() > before + 5);
        berth.startAgent();
        berth.awaitConnected();
        var after = arrived(task).count();
        Await.until("lines with the next one", () -> arrived(task).count() > after + 5);
        assertThat(api.task(arn).path("lastStatus").asString()).isEqualTo("RUNNING");
        var numbers = arrived(task)
                .map(line -> line.replaceAll(".*\"line (\\d+)\".*", "$1"))
                .map(Integer::valueOf)
                .toList();
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
        assertThat(numbers.getLast()).isEqualTo(numbers.size());

        api.stop(arn);
        api.awaitStopped(arn);
        assertThat(finished(task, "log_router")).isAfterOrEqualTo(finished(task, "app"));
    }

    /// Lines of the application that the router has written.
    private Stream<String> arrived(JsonNode task) {
        var router = Api.container(task, "log_router").path("runtimeId").asString();
        return berth.engine().docker("logs", router).lines().filter(line -> line.contains("\"log\":"));
    }

    private Instant finished(JsonNode task, String container) {
        return Instant.parse(
                berth.inspect(task, container).at("/State/FinishedAt").asString());
    }
}
