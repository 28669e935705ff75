package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The example of a deployment scheduler, word for word as a user starts it, against a real control plane
/// and engine.
@ExtendWith(RunningBerth.Started.class)
class DeployerContractTest {
    private static final Path SCRIPT = Path.of("..", "examples", "deployer", "deployer.py");

    private final RunningBerth berth;
    private final Api api;

    DeployerContractTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    private Command deploy(String definition, String... more) {
        var words = new ArrayList<>(List.of("python3", SCRIPT.toString(), "deployed", definition));
        words.addAll(List.of(more));
        return Command.run(
                Map.of(
                        "AWS_ENDPOINT_URL", berth.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", berth.operator().accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", berth.operator().secretAccessKey(),
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_CONFIG_FILE", "/dev/null",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "NO_PROXY", "127.0.0.1",
                        "PYTHONDONTWRITEBYTECODE", "1"),
                words);
    }

    private List<JsonNode> sets() {
        return api.call("DescribeTaskSets", "{cluster: 'default', service: 'deployed'}")
                .path("taskSets")
                .valueStream()
                .toList();
    }

    private boolean onlyRuns(String definition, int count) {
        var all = sets();
        var set = all.getFirst();
        return all.size() == 1
                && set.path("status").asString().equals("PRIMARY")
                && set.path("taskDefinition").asString().endsWith("/" + definition)
                && set.path("runningCount").asInt() == count;
    }

    @Test
    void the_example_deploys_step_by_step_and_goes_back_when_its_check_says_no() {
        assumeTrue(
                Command.isThere("python3")
                        && Command.run(Map.of(), List.of("python3", "-c", "import boto3"))
                                        .exit()
                                == 0,
                "skipped: there is no python3 with boto3");
        var first = api.define("deployed", "[{name: 'main', memory: 16}]");
        var second = api.define("deployed", "[{name: 'main', memory: 17}]");
        var third = api.define("deployed", "[{name: 'main', memory: 18}]");

        var made = deploy(first, "--count", "2", "--steps", "100");
        assertThat(made.exit()).as(made.err()).isZero();
        Await.until("the first definition", () -> onlyRuns(first, 2));

        var next = deploy(second, "--steps", "50,100", "--check", "true");
        assertThat(next.exit()).as(next.err()).isZero();
        assertThat(next.out()).contains("50%: 1 tasks run", "100%: 2 tasks run", second + " is in production");
        Await.until("the second definition alone", () -> onlyRuns(second, 2));

        var failed = deploy(third, "--steps", "50,100", "--check", "false");
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.err()).contains("given up, the check says no at 50%; what ran before runs on");
        Await.until("the second definition as before", () -> onlyRuns(second, 2));

        api.call("DeleteService", "{service: 'deployed', force: true}");
    }
}
