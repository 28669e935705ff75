package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The AWS CLI: how it finds us, signs, lists and is refused.
@ExtendWith(RunningBerth.Started.class)
class AwsCliContractTest {
    private final RunningBerth berth;
    private final Aws aws;

    AwsCliContractTest(RunningBerth berth) {
        this.berth = berth;
        aws = new Aws(berth);
    }

    @BeforeAll
    static void the_cli_is_here() {
        Aws.assumeItIsHere();
    }

    @Test
    void a_newer_one_finds_the_address_in_the_environment() {
        var version = Command.output("aws", "--version");
        assumeTrue(
                readsTheVariable(version),
                "skipped: AWS_ENDPOINT_URL is read from 2.13 and 1.29 on, not by " + version);
        var environment = aws.environment(berth.operator());
        environment.put("AWS_ENDPOINT_URL", berth.endpoint().toString());
        var said = Command.run(environment, List.of("aws", "ecs", "list-clusters", "--output", "text"));
        assertThat(said.out()).contains(":cluster/" + RunningBerth.CLUSTER);
    }

    private static boolean readsTheVariable(String version) {
        var number = Pattern.compile("aws-cli/(\\d+)\\.(\\d+)").matcher(version);
        if (!number.find()) return false;
        var major = Integer.parseInt(number.group(1));
        return major > 2 || Integer.parseInt(number.group(2)) >= (major == 2 ? 13 : 29);
    }

    @Test
    void listings_come_in_the_pages_that_are_asked_for() {
        for (int i = 0; i < 5; i++) berth.api().define("cli-pages-" + i, "[{name: 'main'}]");
        var all = aws.json("list-task-definition-families", "--family-prefix", "cli-pages-", "--page-size", "2");
        assertThat(all.path("families").size()).isEqualTo(5);
        var some = aws.json("list-task-definition-families", "--family-prefix", "cli-pages-", "--max-items", "3");
        assertThat(some.path("families").size()).isEqualTo(3);
        var rest = aws.json(
                "list-task-definition-families",
                "--family-prefix",
                "cli-pages-",
                "--starting-token",
                some.path("NextToken").asString());
        assertThat(rest.path("families").valueStream().map(JsonNode::asString))
                .containsExactly("cli-pages-3", "cli-pages-4");
    }

    @Test
    void tags_are_put_on_and_taken_off() {
        var arn = aws.json("create-cluster", "--cluster-name", "cli-tags")
                .path("cluster")
                .path("clusterArn")
                .asString();
        aws.text("tag-resource", "--resource-arn", arn, "--tags", "key=a,value=1", "key=b,value=2");
        aws.text("untag-resource", "--resource-arn", arn, "--tag-keys", "a");
        assertThat(aws.text("list-tags-for-resource", "--resource-arn", arn, "--output", "text"))
                .isEqualTo("TAGS\tb\t2");
        aws.text("delete-cluster", "--cluster", "cli-tags");
    }

    @Test
    void what_is_not_there_yet_says_so_by_name() {
        var create = aws.said(
                "ecs",
                "create-capacity-provider",
                "--name",
                "pool",
                "--auto-scaling-group-provider",
                "autoScalingGroupArn=a");
        assertThat(create.err())
                .contains("when calling the CreateCapacityProvider operation")
                .contains("CreateCapacityProvider is not supported");
        assertThat(aws.said("ecs", "update-container-agent", "--container-instance", "x")
                        .err())
                .contains("when calling the UpdateContainerAgent operation")
                .contains("UpdateContainerAgent is not supported");
    }

    @Test
    void whoever_signs_wrongly_is_told_what_is_wrong() throws Exception {
        var wrong = new Credentials(berth.operator().accessKeyId(), "guess");
        Aws.assertRefused(
                aws.said(wrong, List.of("ecs", "list-clusters")),
                "InvalidSignatureException",
                "ListClusters",
                "The request signature we calculated does not match");
        Aws.assertRefused(
                aws.said(new Credentials("AKIANOBODY0000000000", "x"), List.of("ecs", "list-clusters")),
                "UnrecognizedClientException",
                "ListClusters",
                "The security token included in the request is invalid");
        assertThat(raw(berth.operator(), Instant.now().minus(Duration.ofMinutes(20))))
                .contains("InvalidSignatureException")
                .contains("Signature expired");
        assertThat(raw(berth.operator(), Instant.now().plus(Duration.ofMinutes(20))))
                .contains("InvalidSignatureException")
                .contains("Signature not yet current");
        assertThat(raw(null, Instant.now())).contains("MissingAuthenticationTokenException");
        var me = aws.said("sts", "get-caller-identity", "--query", "Account", "--output", "text");
        assertThat(me.out()).isEqualTo("000000000000");
    }

    /// ListClusters as signed at that time; unsigned by nobody.
    private String raw(@Nullable Credentials who, Instant when) throws IOException, InterruptedException {
        var body = "{}".getBytes(StandardCharsets.UTF_8);
        var headers = Map.of(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "AmazonEC2ContainerServiceV20141113.ListClusters");
        var uri = URI.create(berth.endpoint() + "/");
        var request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        if (who != null)
            SigV4Signer.sign(who, "us-east-1", "ecs", "POST", uri, headers, body, when)
                    .forEach(request::header);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
