package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Secrets from the AWS CLI into containers of a real engine, and nowhere else.
@Timeout(180)
@ExtendWith(RunningBerth.Started.class)
class SecretsContractTest {
    private static final String ROLE = "executionRoleArn: 'arn:aws:iam::000000000000:role/execution',";

    private final RunningBerth berth;
    private final Api api;
    private final Aws aws;

    SecretsContractTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
        this.aws = new Aws(berth);
    }

    private String create(String name, String value) {
        return aws.of("secretsmanager", "create-secret", "--name", name, "--secret-string", value)
                .path("ARN")
                .asString();
    }

    private String define(String family, String secrets) {
        return api.define(family, "[{name: 'main', secrets: [" + secrets + "]}]", ROLE);
    }

    private static String secret(String name, String from) {
        return "{name: '" + name + "', valueFrom: '" + from + "'}";
    }

    private String inContainer(JsonNode task, String variable) {
        return berth.exec(task, "main", "sh", "-c", "printf %s \"$" + variable + "\"")
                .out();
    }

    @Test
    void containers_get_what_their_definition_names_and_nothing_else_ever_shows_it() {
        Aws.assumeItIsHere();
        var whole = create("contract/whole", "plain-4711-whole");
        var parts = create("contract/parts", "{\"user\":\"plain-4711-user\",\"port\":5432}");
        aws.of("ssm", "put-parameter", "--name", "/contract/url", "--type", "String", "--value", "plain-4711-url");
        aws.of("ssm", "put-parameter", "--name", "contract-pw", "--type", "SecureString", "--value", "plain-4711-pw");
        var definition = define(
                "secrets-all",
                String.join(
                        ",",
                        secret("WHOLE", whole),
                        secret("USER_NAME", parts + ":user::"),
                        secret("PORT", parts + ":port:AWSCURRENT:"),
                        secret("URL", "/contract/url"),
                        secret("PW", "arn:aws:ssm:us-east-1:000000000000:parameter/contract-pw")));
        var task = api.started(definition);
        assertThat(inContainer(task, "WHOLE")).isEqualTo("plain-4711-whole");
        assertThat(inContainer(task, "USER_NAME")).isEqualTo("plain-4711-user");
        assertThat(inContainer(task, "PORT")).isEqualTo("5432");
        assertThat(inContainer(task, "URL")).isEqualTo("plain-4711-url");
        assertThat(inContainer(task, "PW")).isEqualTo("plain-4711-pw");

        // Changed later, it reaches new tasks only.
        aws.of("secretsmanager", "put-secret-value", "--secret-id", whole, "--secret-string", "plain-4711-next");
        assertThat(inContainer(task, "WHOLE")).isEqualTo("plain-4711-whole");
        assertThat(inContainer(api.started(definition), "WHOLE")).isEqualTo("plain-4711-next");

        assertThat(api.task(Api.arn(task)).toString()).doesNotContain("plain-4711");
        assertThat(api.call("DescribeTaskDefinition", "{taskDefinition: '" + definition + "'}")
                        .toString())
                .doesNotContain("plain-4711");
        assertThat(api.target("Berth.Events", "{}").toString()).doesNotContain("plain-4711");
        assertThat(berth.inspect(task, "main").at("/Config/Labels").toString()).doesNotContain("plain-4711");
        assertThat(berth.filesWith("plain-4711")).isEmpty();

        berth.killServer();
        berth.startServer();
        berth.awaitConnected();
        var kept = aws.of("secretsmanager", "get-secret-value", "--secret-id", "contract/whole");
        assertThat(kept.path("SecretString").asString()).isEqualTo("plain-4711-next");
        aws.of("ssm", "delete-parameters", "--names", "/contract/url", "contract-pw");
        aws.of("secretsmanager", "delete-secret", "--secret-id", whole, "--force-delete-without-recovery");
        aws.of("secretsmanager", "delete-secret", "--secret-id", parts, "--force-delete-without-recovery");
    }

    @Test
    void a_secret_that_is_not_there_stops_the_task_and_says_which() {
        var arn = api.run(define(
                "secrets-missing",
                secret("TOKEN", "arn:aws:secretsmanager:us-east-1:000000000000:secret:none-abc123")));
        var stopped = api.awaitStopped(arn);
        assertThat(stopped.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(stopped.path("stoppedReason").asString())
                .startsWith("ResourceInitializationError: unable to pull secrets or registry auth: ")
                .contains(
                        "TOKEN of container main", "secret:none-abc123", "ResourceNotFoundException", "create-secret");
        var other = api.awaitStopped(api.run(define("secrets-none", secret("URL", "/contract/none"))));
        assertThat(other.path("stoppedReason").asString())
                .startsWith("ResourceInitializationError: ")
                .contains("Invalid parameters: /contract/none");
    }

    @Test
    void a_missing_secret_of_a_container_that_is_not_essential_stops_the_task_too() {
        var arn = api.run(api.define(
                "secrets-beside",
                "[{name: 'main'}, {name: 'beside', essential: false, secrets: [" + secret("X", "/contract/none")
                        + "]}]",
                ROLE));
        var stopped = api.awaitStopped(arn);
        assertThat(stopped.path("stoppedReason").asString()).startsWith("ResourceInitializationError: ");
    }

    @Test
    void a_key_of_a_node_may_know_only_what_its_own_tasks_are_given() {
        aws.of("ssm", "put-parameter", "--name", "/contract/own", "--type", "SecureString", "--value", "own-value");
        var task = api.started(define("secrets-own", secret("OWN", "/contract/own")));
        var key = api.target("Berth.CreateNodeKey", "{cluster: 'default'}");
        var other = new Api(
                berth.endpoint(),
                new berth.wire.sigv4.Credentials(
                        key.path("accessKeyId").asString(),
                        key.path("secretAccessKey").asString()));
        var asked = "{task: '" + Api.arn(task) + "', container: 'main'}";
        assertThat(refusal(() -> other.target("Berth.TaskSecrets", asked))).isEqualTo("AccessDeniedException");
        assertThat(refusal(() -> other.service("ssm", "AmazonSSM.GetParameter", "{Name: '/contract/own'}")))
                .isEqualTo("AccessDeniedException");
        assertThat(api.target("Berth.TaskSecrets", asked).at("/environment/OWN").asString())
                .isEqualTo("own-value");
    }

    @Test
    void an_execution_role_with_a_policy_is_given_what_that_allows() {
        aws.of("ssm", "put-parameter", "--name", "/narrow/in", "--type", "String", "--value", "in-value");
        aws.of("ssm", "put-parameter", "--name", "/narrow/out", "--type", "String", "--value", "out-value");
        api.target("Berth.PutRole", """
                {roleName: 'narrow', policyDocument: {Statement: {Effect: 'Allow', Action: 'ssm:GetParameters',
                 Resource: 'arn:aws:ssm:us-east-1:000000000000:parameter/narrow/in'}}}""");
        var role = "executionRoleArn: 'arn:aws:iam::123456789012:role/narrow',";
        var task = api.started(
                api.define("secrets-in", "[{name: 'main', secrets: [" + secret("IN", "/narrow/in") + "]}]", role));
        assertThat(inContainer(task, "IN")).isEqualTo("in-value");
        var stopped = api.awaitStopped(api.run(
                api.define("secrets-out", "[{name: 'main', secrets: [" + secret("OUT", "/narrow/out") + "]}]", role)));
        assertThat(stopped.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(stopped.path("stoppedReason").asString())
                .startsWith("ResourceInitializationError: unable to pull secrets or registry auth: ")
                .contains(
                        "OUT of container main",
                        "AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/narrow/",
                        "because no identity-based policy allows the ssm:GetParameters action");
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
            return "answered";
        } catch (berth.wire.aws.AwsFault fault) {
            return fault.type();
        }
    }

    @Test
    void images_come_from_a_registry_with_a_password_by_a_secret_and_under_ecr_s_names() {
        Aws.assumeItIsHere();
        var login = "{\"username\":\"" + PrivateRegistry.USER + "\",\"password\":\"" + PrivateRegistry.PASSWORD + "\"}";
        var arn = create(PrivateRegistry.SECRET, login);
        var wrong = create("contract/wrong-login", login.replace("horse", "cow"));
        try (var registry = PrivateRegistry.start(berth.engine(), berth.scratch("registry"))) {
            registry.push("team/app:1");
            var image = PrivateRegistry.ADDRESS + "/team/app:1";
            var refused = api.awaitStopped(api.run(api.define("registry-wrong", container(image, wrong), ROLE)));
            assertThat(refused.path("stoppedReason").asString()).startsWith("CannotPullContainerError: ");
            var task = api.started(api.define("registry-own", container(image, arn), ROLE));
            assertThat(Api.container(task, "main").path("imageDigest").asString())
                    .startsWith("sha256:");
            api.stop(Api.arn(task));
            api.awaitStopped(Api.arn(task));
            berth.containersOf(Api.arn(task)).forEach(id -> berth.engine().docker("rm", "-f", id));
            registry.forget("team/app:1");

            // As clients of ECR know it: the same registry.
            var password = aws.said("ecr", "get-login-password");
            assertThat(password.out()).isEqualTo(PrivateRegistry.PASSWORD);
            assertThat(registry.login(PrivateRegistry.USER, password.out()).exit())
                    .isZero();
            var ecr = "000000000000.dkr.ecr.us-east-1.amazonaws.com/team/app:1";
            var mapped = api.started(api.define("registry-ecr", "[{name: 'main', image: '" + ecr + "'}]", ROLE));
            assertThat(berth.inspect(mapped, "main").at("/Config/Image").asString())
                    .isEqualTo(image);
            assertThat(Api.container(mapped, "main").path("image").asString()).isEqualTo(ecr);
        } finally {
            aws.of("secretsmanager", "delete-secret", "--secret-id", arn, "--force-delete-without-recovery");
            aws.of("secretsmanager", "delete-secret", "--secret-id", wrong, "--force-delete-without-recovery");
        }
    }

    private static String container(String image, String credentials) {
        return "[{name: 'main', image: '" + image + "', repositoryCredentials: {credentialsParameter: '" + credentials
                + "'}}]";
    }
}
