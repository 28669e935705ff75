package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What a task finds at 169.254.170.2 on real engines, and what it may do with it.
@Timeout(180)
@ExtendWith(NeedsRoot.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskRoleTest {
    private static final String BASE = "http://169.254.170.2";
    private static final String NETWORK =
            ", networkConfiguration: {awsvpcConfiguration: {subnets: ['subnet-1'], securityGroups: ['sg-1']}}";

    private final RunningLab lab = new RunningLab("--nodes", "2", "--", "--task-credentials-life", "30s");
    private final Api api = lab.api();

    /// The second node is where nobody of ours runs.
    @BeforeAll
    void one_node_is_enough() {
        api.call(
                "UpdateContainerInstancesState",
                "{containerInstances: ['%s'], status: 'DRAINING'}"
                        .formatted(lab.instance("node2")
                                .path("containerInstanceArn")
                                .asString()));
    }

    @AfterEach
    void all_tasks_are_over() {
        lab.mend();
        for (var arn : api.call("ListTasks", "{}").path("taskArns")) api.stop(arn.asString());
        for (var arn : api.call("ListTasks", "{}").path("taskArns")) api.awaitStopped(arn.asString());
    }

    @AfterAll
    void end() {
        lab.close();
    }

    private JsonNode started(String family, String networkMode, String more) {
        var definition = api.define(family, "[{name: 'main', memory: 16}]", more, networkMode);
        return api.awaitRunning(api.run(definition, networkMode.equals("awsvpc") ? NETWORK : ""));
    }

    private static String id(JsonNode task) {
        return Api.container(task, "main").path("runtimeId").asString();
    }

    /// What a shell in the task's container writes.
    private Command shell(JsonNode task, String script) {
        var words = new ArrayList<>(List.of(
                "docker",
                "-H",
                "unix://" + lab.data().resolve("node1/engine/docker.sock"),
                "exec",
                id(task),
                "sh",
                "-c",
                script));
        return Command.run(Map.of(), words);
    }

    private JsonNode read(JsonNode task, String url) {
        var said = shell(task, "busybox wget -q -O - \"" + url + "\"");
        assertThat(said.exit()).as("%s: %s", url, said).isZero();
        return Api.JSON.readTree(said.out());
    }

    private String variable(JsonNode task, String name) {
        return shell(task, "echo \"$" + name + "\"").out();
    }

    @Test
    void a_task_finds_its_metadata_in_every_network_mode_and_by_every_version() {
        for (var mode : List.of("bridge", "awsvpc", "host")) {
            var task = started("meta-" + mode, mode, "cpu: '128', memory: '64',");
            var arn = Api.arn(task);
            var container = read(task, "$ECS_CONTAINER_METADATA_URI_V4");
            assertThat(container.path("DockerId").asString()).isEqualTo(id(task));
            assertThat(container.path("Name").asString()).isEqualTo("main");
            assertThat(container.path("ContainerARN").asString())
                    .isEqualTo(Api.container(task, "main").path("containerArn").asString());
            assertThat(container.at("/Labels/com.amazonaws.ecs.task-arn").asString())
                    .isEqualTo(arn);
            assertThat(container.at("/Networks/0/NetworkMode").asString()).isEqualTo(mode);
            var whole = read(task, "$ECS_CONTAINER_METADATA_URI_V4/task");
            assertThat(whole.path("TaskARN").asString()).isEqualTo(arn);
            assertThat(whole.path("KnownStatus").asString()).isEqualTo("RUNNING");
            assertThat(whole.path("Containers")).hasSize(1);
            assertThat(whole.at("/Limits/Memory").asInt()).isEqualTo(64);
            assertThat(read(task, "$ECS_CONTAINER_METADATA_URI/task")
                            .path("Family")
                            .asString())
                    .isEqualTo("meta-" + mode);
            if (mode.equals("host")) continue;
            var address = container.at("/Networks/0/IPv4Addresses/0").asString();
            assertThat(shell(task, "hostname -i").out()).isEqualTo(address);
            assertThat(read(task, BASE + "/v2/metadata").path("TaskARN").asString())
                    .isEqualTo(arn);
        }
        var silent = started("meta-none", "none", "");
        assertThat(variable(silent, "ECS_CONTAINER_METADATA_URI_V4")).isEmpty();
    }

    @Test
    void statistics_are_the_engines_and_tags_are_the_control_planes() {
        var task = started("stats", "bridge", "");
        api.call("TagResource", "{resourceArn: '%s', tags: [{key: 'team', value: 'blue'}]}".formatted(Api.arn(task)));
        var one = read(task, "$ECS_CONTAINER_METADATA_URI_V4/stats");
        assertThat(one.path("id").asString()).isEqualTo(id(task));
        assertThat(one.at("/memory_stats/usage").asLong()).isPositive();
        assertThat(one.at("/precpu_stats/system_cpu_usage").asLong()).isPositive();
        assertThat(one.has("network_rate_stats")).isTrue();
        assertThat(read(task, "$ECS_CONTAINER_METADATA_URI/task/stats").propertyNames())
                .containsExactly(id(task));
        assertThat(read(task, "$ECS_CONTAINER_METADATA_URI_V4/taskWithTags")
                        .at("/TaskTags/team")
                        .asString())
                .isEqualTo("blue");
    }

    @Test
    void nobody_else_reads_what_is_a_tasks_own() {
        var task = started("mine", "bridge", "taskRoleArn: 'some',");
        var other = started("theirs", "bridge", "");
        var metadata = variable(task, "ECS_CONTAINER_METADATA_URI_V4");
        var credentials = BASE + variable(task, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        assertThat(read(task, credentials).path("AccessKeyId").asString()).startsWith("ASIA");
        for (var url : List.of(metadata, credentials, variable(task, "ECS_AGENT_URI") + "/task-protection/v1/state")) {
            var said = shell(other, "busybox wget -O - '" + url + "'");
            assertThat(said.exit()).as(url).isNotZero();
            assertThat(said.out()).doesNotContain("ASIA");
        }
        assertThat(variable(other, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")).isEmpty();
        // The machine itself is heard, though it has no task; another one on the network is cut off without a word.
        var ask = "printf 'GET /v2/metadata HTTP/1.1\\r\\n\\r\\n' | busybox nc 169.254.170.2 80; true";
        assertThat(lab.inNetworkOf("node1", "sh", "-c", ask).out()).contains("HTTP/1.1 404 Not Found");
        assertThat(lab.foreign("enter", "switch", "--", "sh", "-c", "ip route add 169.254.170.2 via 10.77.0.1; " + ask))
                .isEmpty();
    }

    @Test
    void all_is_as_it_was_after_the_agents_end_and_after_somebody_flushed_the_rules() throws IOException {
        var task = started("lasting", "bridge", "taskRoleArn: 'some',");
        var before = read(task, "$ECS_CONTAINER_METADATA_URI_V4");
        lab.killAgent("node1");
        lab.start("node1");
        lab.awaitConnected("node1");
        Await.until(
                "the endpoint",
                () -> shell(task, "busybox wget -q -O - $ECS_CONTAINER_METADATA_URI_V4")
                                .exit()
                        == 0);
        assertThat(read(task, "$ECS_CONTAINER_METADATA_URI_V4")).isEqualTo(before);
        assertThat(read(task, BASE + "$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                        .path("RoleArn")
                        .asString())
                .isEqualTo("some");
        assertThat(lab.inNetworkOf("node1", "iptables", "-t", "nat", "-D", "PREROUTING", "1")
                        .exit())
                .isZero();
        assertThat(lab.inNetworkOf("node1", "ip", "address", "del", "169.254.170.2/32", "dev", "lo")
                        .exit())
                .isZero();
        Await.until(
                "the rules",
                () -> shell(task, "busybox wget -q -O - $ECS_CONTAINER_METADATA_URI_V4")
                                .exit()
                        == 0);
        // Secrets are in one file of the agent's, and nowhere else.
        var secret = read(task, BASE + "$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                .path("SecretAccessKey")
                .asString();
        assertThat(lab.docker("node1", "inspect", id(task))).doesNotContain(secret);
        var holders = new ArrayList<Path>();
        try (var files = Files.walk(lab.data().resolve("node1"))) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/engine/"))
                    .toList())
                if (new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).contains(secret))
                    holders.add(file);
        }
        assertThat(holders).hasSizeLessThanOrEqualTo(1);
        for (var holder : holders)
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(holder)))
                    .isEqualTo("rw-------");
    }

    @Test
    void introspection_tells_people_at_the_machine() {
        var task = started("seen", "bridge", "");
        var base = "http://127.0.0.1:51678/v1/";
        var instance = Api.JSON.readTree(lab.inNetworkOf("node1", "busybox", "wget", "-q", "-O", "-", base + "metadata")
                .out());
        assertThat(instance.path("ContainerInstanceArn").asString())
                .isEqualTo(task.path("containerInstanceArn").asString());
        assertThat(instance.path("Cluster").asString()).isEqualTo("default");
        for (var query : List.of("?taskarn=" + Api.arn(task), "?dockerid=" + id(task).substring(0, 12))) {
            var one = Api.JSON.readTree(
                    lab.inNetworkOf("node1", "busybox", "wget", "-q", "-O", "-", base + "tasks" + query)
                            .out());
            assertThat(one.path("Arn").asString()).isEqualTo(Api.arn(task));
            assertThat(one.at("/Containers/0/Name").asString()).isEqualTo("main");
        }
        assertThat(lab.inNetworkOf("node2", "busybox", "wget", "-q", "-O", "-", "http://10.77.0.1:51678/v1/tasks")
                        .exit())
                .isNotZero();
    }

    private Command aws(JsonNode credentials, String... words) {
        var aws = new Aws(
                lab.endpoint(),
                new Credentials(
                        credentials.path("AccessKeyId").asString(),
                        credentials.path("SecretAccessKey").asString()));
        var environment = aws.environment(new Credentials(
                credentials.path("AccessKeyId").asString(),
                credentials.path("SecretAccessKey").asString()));
        environment.put("AWS_SESSION_TOKEN", credentials.path("Token").asString());
        var all =
                new ArrayList<>(List.of("aws", "--endpoint-url", lab.endpoint().toString()));
        all.addAll(List.of(words));
        return Command.run(environment, all);
    }

    private void role(String statement) throws IOException {
        var file = Files.createTempFile("policy", ".json");
        Files.writeString(file, "{\"Statement\":[" + statement.replace('\'', '"') + "]}");
        lab.berth("role", "put", "reader", "--policy", file.toString());
        Files.delete(file);
    }

    @Test
    void a_role_says_what_its_task_may_ask_and_its_credentials_are_renewed() throws IOException {
        Aws.assumeItIsHere();
        var task = started("deploys", "bridge", "taskRoleArn: 'arn:aws:iam::999999999999:role/reader',");
        var url = BASE + "$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
        var given = read(task, url);
        assertThat(given.path("RoleArn").asString()).isEqualTo("arn:aws:iam::999999999999:role/reader");
        var taskId = Api.arn(task).substring(Api.arn(task).lastIndexOf('/') + 1);
        var user = "arn:aws:sts::000000000000:assumed-role/reader/" + taskId;
        assertThat(aws(given, "sts", "get-caller-identity", "--query", "Arn", "--output", "text")
                        .out())
                .isEqualTo(user);
        Aws.assertRefused(
                aws(read(task, url), "ecs", "list-tasks"),
                "AccessDeniedException",
                "ListTasks",
                "User: " + user + " is not authorized to perform: ecs:ListTasks",
                "there is no role reader here");
        role("{'Effect':'Allow','Action':'ecs:ListTasks','Resource':'*'}");
        assertThat(aws(read(task, url), "ecs", "list-tasks").out()).contains(Api.arn(task));
        Aws.assertRefused(
                aws(read(task, url), "ecs", "stop-task", "--task", Api.arn(task)),
                "AccessDeniedException",
                "StopTask",
                "on resource: " + Api.arn(task) + " because no identity-based policy allows the ecs:StopTask action");
        Await.until(
                "fresh credentials",
                Duration.ofSeconds(60),
                () -> !read(task, url)
                        .path("AccessKeyId")
                        .asString()
                        .equals(given.path("AccessKeyId").asString()));
        var fresh = read(task, url);
        assertThat(Instant.parse(fresh.path("Expiration").asString()))
                .isAfter(Instant.parse(given.path("Expiration").asString()));
        role("{'Effect':'Allow','Action':'ecs:*','Resource':'*'}");
        assertThat(aws(fresh, "ecs", "stop-task", "--task", Api.arn(task)).exit())
                .isZero();
        api.awaitStopped(Api.arn(task));
        Aws.assertRefused(aws(fresh, "ecs", "list-tasks"), "ExpiredTokenException", "ListTasks", "expired");
    }

    @Test
    void a_task_of_a_service_looks_after_its_own_protection() {
        api.define("worker", "[{name: 'main', memory: 16}]");
        api.call("CreateService", "{serviceName: 'worker', taskDefinition: 'worker', desiredCount: 1}");
        try {
            var task = Await.value("the worker", () -> {
                var arns = api.call("ListTasks", "{serviceName: 'worker'}").path("taskArns");
                return arns.isEmpty() ? null : api.awaitRunning(arns.get(0).asString());
            });
            var url = "$ECS_AGENT_URI/task-protection/v1/state";
            assertThat(read(task, url).at("/protection/ProtectionEnabled").asBoolean(true))
                    .isFalse();
            var body = "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":60}";
            // busybox's wget has no PUT.
            var put = "printf 'PUT %s HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: " + body.length() + "\\r\\n\\r\\n%s'"
                    + " \"${ECS_AGENT_URI#" + BASE + "}/task-protection/v1/state\" '" + body
                    + "' | busybox nc 169.254.170.2 80";
            var said = shell(task, put);
            assertThat(said.out()).contains("200 OK").contains("\"ProtectionEnabled\":true");
            var told = api.call("GetTaskProtection", "{cluster: 'default', tasks: ['%s']}".formatted(Api.arn(task)))
                    .at("/protectedTasks/0");
            assertThat(told.path("protectionEnabled").asBoolean(false)).isTrue();
            assertThat(read(task, url).at("/protection/TaskArn").asString()).isEqualTo(Api.arn(task));
            var alone = started("alone", "bridge", "");
            assertThat(read(alone, url).at("/failure/Reason").asString()).isEqualTo("TASK_NOT_VALID");
        } finally {
            api.call("DeleteService", "{service: 'worker', force: true}");
        }
    }
}
