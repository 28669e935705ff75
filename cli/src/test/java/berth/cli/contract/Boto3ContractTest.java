package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// boto3 in a Python of its own; the tests are in `src/test/python/contract.py`.
@ExtendWith(RunningBerth.Started.class)
class Boto3ContractTest {
    private static final Path SCRIPT = Path.of("src", "test", "python", "contract.py");

    @Test
    void boto3_sees_what_it_expects(RunningBerth berth) {
        assumeTrue(
                Command.isThere("python3")
                        && Command.run(Map.of(), List.of("python3", "-c", "import boto3"))
                                        .exit()
                                == 0,
                "skipped: there is no python3 with boto3");
        assertThat(Files.exists(SCRIPT)).isTrue();
        var environment = Map.of(
                "AWS_ENDPOINT_URL", berth.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", berth.operator().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", berth.operator().secretAccessKey(),
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_EC2_METADATA_DISABLED", "true",
                "NO_PROXY", "127.0.0.1",
                "PYTHONDONTWRITEBYTECODE", "1");
        var said = Command.run(environment, List.of("python3", SCRIPT.toString()));
        System.out.println(said.out().lines().reduce((_, last) -> last).orElse("") + " (boto3)");
        assertThat(said.exit()).as("%s%n%s", said.out(), said.err()).isZero();
        assertThat(said.out()).containsPattern(" passed, 0 failed(, \\d+ skipped)?$");
    }
}
