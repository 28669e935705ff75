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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The AWS CLI as people use it. Every call is a process of its own.
@ExtendWith(RunningBerth.Started.class)
class AwsCliContractTest {
    private static final String TRAP = "trap 'exit 0' TERM; sleep 3600 & wait";

    private final RunningBerth berth;

    AwsCliContractTest(RunningBerth berth) {
        this.berth = berth;
    }

    @BeforeAll
    static void the_cli_is_here() {
        assumeTrue(Command.isThere("aws"), "skipped: there is no `aws` on the PATH");
    }

    /// The address is told by an option, which every version knows.
    private Command said(Credentials who, List<String> words) {
        var all = new ArrayList<>(
                List.of("aws", "--endpoint-url", berth.endpoint().toString()));
        all.addAll(words);
        return Command.run(environment(who), all);
    }

    private Map<String, String> environment(Credentials who) {
        var environment = new HashMap<String, String>();
        environment.put("AWS_ACCESS_KEY_ID", who.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", who.secretAccessKey());
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_PAGER", "");
        environment.put("AWS_MAX_ATTEMPTS", "1");
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("NO_PROXY", "127.0.0.1");
        return environment;
    }

    private Command said(String... words) {
        return said(berth.operator(), List.of(words));
    }

    /// `aws ecs WORD…`, which must go well.
    private String text(String... words) {
        var all = new ArrayList<>(List.of("ecs"));
        all.addAll(List.of(words));
        var said = said(berth.operator(), all);
        assertThat(said.exit()).as("aws %s: %s", String.join(" ", all), said).isZero();
        return said.out();
    }

    private JsonNode json(String... words) {
        return Api.JSON.readTree(text(words));
    }

    /// Older versions add how often they tried behind "operation".
    private static void assertRefused(Command said, String error, String operation, String... words) {
        assertThat(said.exit()).isNotZero();
        assertThat(said.err())
                .contains("An error occurred (" + error + ") when calling the " + operation + " operation")
                .contains(words);
    }

    @Test
    void a_newer_one_finds_the_address_in_the_environment() {
        var version = Command.output("aws", "--version");
        assumeTrue(
                readsTheVariable(version),
                "skipped: AWS_ENDPOINT_URL is read from 2.13 and 1.29 on, not by " + version);
        var environment = environment(berth.operator());
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
    void a_cluster_comes_and_goes() {
        var made = json("create-cluster", "--cluster-name", "cli-pool", "--tags", "key=team,value=blue")
                .path("cluster");
        assertThat(made.path("clusterArn").asString()).isEqualTo("arn:aws:ecs:us-east-1:000000000000:cluster/cli-pool");
        assertThat(made.path("status").asString()).isEqualTo("ACTIVE");
        var seen = json("describe-clusters", "--clusters", "cli-pool", "nowhere", "--include", "TAGS", "STATISTICS");
        assertThat(seen.path("clusters")
                        .path(0)
                        .path("tags")
                        .path(0)
                        .path("value")
                        .asString())
                .isEqualTo("blue");
        assertThat(seen.path("failures").path(0).path("reason").asString()).isEqualTo("MISSING");
        assertThat(text("list-clusters", "--query", "clusterArns[]", "--output", "text"))
                .contains("cluster/cli-pool")
                .contains("cluster/default");
        assertRefused(
                said("ecs", "run-task", "--cluster", "cli-pool", "--task-definition", "nothing"),
                "ClientException",
                "RunTask",
                "TaskDefinition not found.");
        assertThat(json("delete-cluster", "--cluster", "cli-pool")
                        .path("cluster")
                        .path("status")
                        .asString())
                .isEqualTo("INACTIVE");
        assertRefused(
                said("ecs", "list-tasks", "--cluster", "cli-pool"),
                "ClusterNotFoundException",
                "ListTasks",
                "not found");
    }

    @Test
    void a_definition_lives_its_whole_life() {
        var container = "name=main,image=busybox:latest,memory=32,essential=true";
        for (int revision = 1; revision <= 2; revision++) {
            var made = json(
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
        assertThat(text(
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
        assertThat(text("list-task-definitions", "--family-prefix", "cli-life", "--sort", "DESC", "--output", "text"))
                .containsSubsequence("cli-life:2", "cli-life:1");
        assertThat(text("list-task-definition-families", "--family-prefix", "cli-l", "--output", "text"))
                .isEqualTo("FAMILIES\tcli-life");
        assertThat(json("deregister-task-definition", "--task-definition", "cli-life:1")
                        .path("taskDefinition")
                        .path("status")
                        .asString())
                .isEqualTo("INACTIVE");
        assertRefused(
                said("ecs", "describe-task-definition", "--task-definition", "cli-nowhere"),
                "ClientException",
                "DescribeTaskDefinition",
                "Unable to describe task definition.");
        assertRefused(
                said(
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
                said("ecs", "delete-task-definitions", "--generate-cli-skeleton")
                                .exit()
                        == 0,
                "skipped: this AWS CLI is older than DeleteTaskDefinitions");
        for (var revision = 1; revision <= 2; revision++) berth.api().define("cli-gone", "[{name: 'main'}]");
        text("deregister-task-definition", "--task-definition", "cli-gone:1");
        var deleted = json("delete-task-definitions", "--task-definitions", "cli-gone:1", "cli-gone:2");
        assertThat(deleted.path("taskDefinitions").path(0).path("status").asString())
                .isEqualTo("DELETE_IN_PROGRESS");
        assertThat(deleted.path("failures").size()).isEqualTo(1);
    }

    @Test
    void a_task_runs_and_stops_under_the_clis_waiters() {
        text(
                "register-task-definition",
                "--family",
                "cli-task",
                "--container-definitions",
                "[{\"name\":\"main\",\"image\":\"busybox:latest\",\"memory\":32,\"command\":[\"sh\",\"-c\",\"" + TRAP
                        + "\"]}]");
        var arn = text(
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
        text("wait", "tasks-running", "--tasks", arn);
        var task = json("describe-tasks", "--tasks", arn, "--include", "TAGS")
                .path("tasks")
                .path(0);
        assertThat(task.path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(task.path("group").asString()).isEqualTo("cli-group");
        assertThat(task.path("tags").path(0).path("key").asString()).isEqualTo("a");
        assertThat(berth.exec(task, "main", "sh", "-c", "echo $X").out()).isEqualTo("y");
        assertThat(text("list-tasks", "--started-by", "the-cli", "--output", "text"))
                .contains(arn);
        assertThat(text("list-tasks", "--family", "cli-task", "--desired-status", "STOPPED", "--output", "text"))
                .isEmpty();
        text("stop-task", "--task", arn, "--reason", "done with it");
        text("wait", "tasks-stopped", "--tasks", arn);
        var stopped = json("describe-tasks", "--tasks", arn).path("tasks").path(0);
        assertThat(stopped.path("stoppedReason").asString()).isEqualTo("done with it");
        assertThat(stopped.path("stopCode").asString()).isEqualTo("UserInitiated");
        assertThat(Api.exitCode(stopped, "main")).isZero();
        assertThat(said("ecs", "wait", "tasks-running", "--tasks", arn).err()).contains("Waiter TasksRunning failed");
        assertRefused(
                said("ecs", "stop-task", "--task", "0123456789abcdef0123456789abcdef"),
                "InvalidParameterException",
                "StopTask",
                "The referenced task was not found.");
    }

    @Test
    void a_task_starts_on_the_node_it_is_told() {
        var node = text("list-container-instances", "--query", "containerInstanceArns[0]", "--output", "text");
        var seen = json("describe-container-instances", "--container-instances", node)
                .path("containerInstances")
                .path(0);
        assertThat(seen.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(seen.path("agentConnected").asBoolean()).isTrue();
        assertThat(seen.path("versionInfo").path("dockerVersion").asString()).isNotEmpty();
        text(
                "register-task-definition",
                "--family",
                "cli-start",
                "--container-definitions",
                "name=main,image=busybox:latest,memory=32,command=true");
        var started = json("start-task", "--task-definition", "cli-start", "--container-instances", node, "nobody");
        assertThat(started.path("tasks").path(0).path("containerInstanceArn").asString())
                .isEqualTo(node);
        assertThat(started.path("failures").path(0).path("reason").asString()).isEqualTo("MISSING");
        berth.api().awaitStopped(Api.arn(started.path("tasks").path(0)));
    }

    @Test
    void attributes_are_put_on_a_node_listed_and_deleted() {
        var node = text("list-container-instances", "--query", "containerInstanceArns[0]", "--output", "text");
        text(
                "put-attributes",
                "--attributes",
                "name=stack,value=production,targetId=" + node,
                "name=bare,targetId=" + node);
        assertThat(text(
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
        assertThat(json("list-attributes", "--target-type", "container-instance", "--page-size", "3")
                        .path("attributes")
                        .valueStream()
                        .map(attribute -> attribute.path("name").asString()))
                .contains("bare", "stack", "ecs.os-type")
                .doesNotHaveDuplicates();
        assertRefused(
                said("ecs", "put-attributes", "--attributes", "name=ecs.os-type,value=windows,targetId=" + node),
                "InvalidParameterException",
                "PutAttributes",
                "reserved");
        assertRefused(
                said("ecs", "put-attributes", "--attributes", "name=a,targetType=container-instance,targetId=nobody"),
                "TargetNotFoundException",
                "PutAttributes",
                "nobody");
        var deleted =
                json("delete-attributes", "--attributes", "name=stack,targetId=" + node, "name=bare,targetId=" + node);
        assertThat(deleted.path("attributes").size()).isEqualTo(2);
        assertThat(text("list-attributes", "--target-type", "container-instance", "--attribute-name", "stack"))
                .doesNotContain("production");
    }

    @Test
    void a_node_is_drained_and_opened_again() {
        var node = text("list-container-instances", "--query", "containerInstanceArns[0]", "--output", "text");
        var definition = berth.api().define("cli-drain", "[{name: 'main'}]");
        var before = berth.api().started(definition);
        try {
            assertThat(json("update-container-instances-state", "--container-instances", node, "--status", "DRAINING")
                            .path("containerInstances")
                            .path(0)
                            .path("status")
                            .asString())
                    .isEqualTo("DRAINING");
            assertThat(text("list-container-instances", "--status", "DRAINING", "--output", "text"))
                    .contains(node);
            assertThat(json("run-task", "--task-definition", definition)
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
            text("update-container-instances-state", "--container-instances", node, "--status", "ACTIVE");
        }
        berth.api().started(definition);
    }

    @Test
    void a_task_is_placed_by_constraints_and_strategies_and_says_which_it_lacks() {
        var node = text("list-container-instances", "--query", "containerInstanceArns[0]", "--output", "text");
        var definition = berth.api().define("cli-place", "[{name: 'main'}]");
        text("put-attributes", "--attributes", "name=disk,value=ssd,targetId=" + node);
        try {
            assertThat(text(
                            "list-container-instances",
                            "--filter",
                            "attribute:disk == ssd and agentConnected == true",
                            "--query",
                            "containerInstanceArns[0]",
                            "--output",
                            "text"))
                    .isEqualTo(node);
            var placed = json(
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
            var again = json(
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
            var before = text("list-tasks", "--output", "text");
            var planned = berth.api().target("Berth.PlanRunTask", "{taskDefinition: '%s'}".formatted(definition));
            assertThat(planned.path("tasks")
                            .path(0)
                            .path("containerInstanceArn")
                            .asString())
                    .isEqualTo(node);
            assertThat(text("list-tasks", "--output", "text")).isEqualTo(before);
            assertRefused(
                    said(
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
            text("delete-attributes", "--attributes", "name=disk,targetId=" + node);
        }
    }

    @Test
    void a_task_waits_for_room_and_one_of_higher_priority_has_it_stopped() {
        text(
                "register-task-definition",
                "--family",
                "cli-wait",
                "--container-definitions",
                "[{\"name\":\"main\",\"image\":\"busybox:latest\",\"memory\":32,\"command\":[\"sh\",\"-c\",\"" + TRAP
                        + "\"],\"portMappings\":[{\"containerPort\":80,\"hostPort\":18766}]}]");
        var first = run("key=berth:priority,value=-5");
        text("wait", "tasks-running", "--tasks", first);
        var waits = run("key=berth:wait,value=10m", "key=berth:priority,value=-1");
        var seen = json("describe-tasks", "--tasks", waits, first).path("tasks");
        assertThat(seen.path(0).path("lastStatus").asString()).isEqualTo("PROVISIONING");
        assertThat(seen.path(0).has("containerInstanceArn")).isFalse();
        assertThat(seen.path(1).path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(text("list-tasks", "--family", "cli-wait", "--query", "length(taskArns)", "--output", "text"))
                .isEqualTo("2");
        assertRefused(
                said("ecs", "run-task", "--task-definition", "cli-wait", "--tags", "key=berth:wait,value=soon"),
                "InvalidParameterException",
                "RunTask",
                "Tag berth:wait must be a time between 1s and 24h");

        // The first ends by itself, as it were; then somebody is in a hurry.
        text("stop-task", "--task", first);
        text("wait", "tasks-running", "--tasks", waits);
        var urgent = run("key=berth:wait,value=10m", "key=berth:priority,value=5", "key=berth:preempt,value=lower");
        text("wait", "tasks-running", "--tasks", urgent);
        var stopped = json("describe-tasks", "--tasks", waits).path("tasks").path(0);
        assertThat(stopped.path("lastStatus").asString()).isEqualTo("STOPPED");
        assertThat(stopped.path("stoppedReason").asString())
                .isEqualTo("Preempted by task " + urgent.substring(urgent.lastIndexOf('/') + 1) + " of priority 5");
        var never = run("key=berth:wait,value=1s");
        text("wait", "tasks-stopped", "--tasks", never);
        var gaveUp = json("describe-tasks", "--tasks", never).path("tasks").path(0);
        assertThat(gaveUp.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(gaveUp.path("stoppedReason").asString())
                .startsWith("No room was found within 1s. Nearest is container instance ")
                .contains("TCP port 18766");
        text("stop-task", "--task", urgent);
        text("wait", "tasks-stopped", "--tasks", urgent);
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
        return text(words.toArray(String[]::new));
    }

    @Test
    void listings_come_in_the_pages_that_are_asked_for() {
        for (int i = 0; i < 5; i++) berth.api().define("cli-pages-" + i, "[{name: 'main'}]");
        var all = json("list-task-definition-families", "--family-prefix", "cli-pages-", "--page-size", "2");
        assertThat(all.path("families").size()).isEqualTo(5);
        var some = json("list-task-definition-families", "--family-prefix", "cli-pages-", "--max-items", "3");
        assertThat(some.path("families").size()).isEqualTo(3);
        var rest = json(
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
        var arn = json("create-cluster", "--cluster-name", "cli-tags")
                .path("cluster")
                .path("clusterArn")
                .asString();
        text("tag-resource", "--resource-arn", arn, "--tags", "key=a,value=1", "key=b,value=2");
        text("untag-resource", "--resource-arn", arn, "--tag-keys", "a");
        assertThat(text("list-tags-for-resource", "--resource-arn", arn, "--output", "text"))
                .isEqualTo("TAGS\tb\t2");
        text("delete-cluster", "--cluster", "cli-tags");
    }

    @Test
    void what_is_not_there_yet_says_so_by_name() {
        var create = said(
                "ecs", "create-service", "--service-name", "web", "--task-definition", "x", "--desired-count", "1");
        assertThat(create.err())
                .contains("when calling the CreateService operation")
                .contains("CreateService is not supported");
        assertThat(said("ecs", "describe-services", "--services", "web").err())
                .contains("when calling the DescribeServices operation")
                .contains("DescribeServices is not supported");
    }

    @Test
    void whoever_signs_wrongly_is_told_what_is_wrong() throws Exception {
        var wrong = new Credentials(berth.operator().accessKeyId(), "guess");
        assertRefused(
                said(wrong, List.of("ecs", "list-clusters")),
                "InvalidSignatureException",
                "ListClusters",
                "The request signature we calculated does not match");
        assertRefused(
                said(new Credentials("AKIANOBODY0000000000", "x"), List.of("ecs", "list-clusters")),
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
        var me = said("sts", "get-caller-identity", "--query", "Account", "--output", "text");
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
