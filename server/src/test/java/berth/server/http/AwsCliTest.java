package berth.server.http;

import static berth.server.http.OpenDoor.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.wire.sigv4.Credentials;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The real AWS CLI at the door.
class AwsCliTest {
    private final OpenDoor door = new OpenDoor();

    @BeforeAll
    static void the_cli_is_here() {
        var path = System.getenv().getOrDefault("PATH", "");
        var isHere = Arrays.stream(path.split(File.pathSeparator)).anyMatch(dir -> new File(dir, "aws").canExecute());
        assumeTrue(isHere, "skipped: there is no `aws` on the PATH");
    }

    @AfterEach
    void close() {
        door.close();
    }

    private record Said(int exit, String text) {}

    private Said aws(Credentials who, String... arguments) throws IOException, InterruptedException {
        // Told by an option: Debian 12's does not know the variable AWS_ENDPOINT_URL.
        var command = Stream.concat(
                        Stream.of("aws", "--endpoint-url", door.uri("").toString()), Stream.of(arguments))
                .toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("AWS_ACCESS_KEY_ID", who.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", who.secretAccessKey());
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_PAGER", "");
        environment.put("AWS_MAX_ATTEMPTS", "1");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        List.of("AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
                .forEach(environment::remove);
        environment.put("NO_PROXY", "127.0.0.1");
        var process = builder.start();
        try {
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Said(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void the_right_secret_gets_its_answer() throws Exception {
        door.api.instead = (_, _, _, _) -> "{\"taskArns\":[\"arn:t\"]}".getBytes(StandardCharsets.UTF_8);
        var said = aws(OPERATOR, "ecs", "list-tasks", "--cluster", "c", "--output", "text");
        assertThat(said).isEqualTo(new Said(0, "TASKARNS\tarn:t\n"));
        assertThat(door.api.calls.remove().body()).contains("\"cluster\"");
    }

    @Test
    void a_wrong_secret_gets_aws_words() throws Exception {
        var said = aws(new Credentials(OPERATOR.accessKeyId(), "guess"), "ecs", "list-tasks");
        assertThat(said.exit()).isNotZero();
        assertThat(said.text()).contains("(InvalidSignatureException)").contains("signature we calculated");
        assertThat(door.api.calls).isEmpty();
    }

    @Test
    void it_learns_who_it_is() throws Exception {
        var said = aws(OPERATOR, "sts", "get-caller-identity", "--query", "Account", "--output", "text");
        assertThat(said).isEqualTo(new Said(0, "000000000000\n"));
        var wrong = aws(new Credentials("NOBODY", "x"), "sts", "get-caller-identity");
        assertThat(wrong.text()).contains("(InvalidClientTokenId)");
    }
}
