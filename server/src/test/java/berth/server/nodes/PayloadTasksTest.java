package berth.server.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.InstanceId;
import berth.core.operation.Assignments.Assignment;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Wish;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinitionId;
import berth.server.registry.OwnRegistry;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.AcsVolume;
import berth.wire.acs.ContainerParts.AsmAuth;
import berth.wire.acs.ContainerParts.Dependency;
import berth.wire.acs.ContainerParts.EnvironmentFile;
import berth.wire.acs.ContainerParts.Firelens;
import berth.wire.acs.ContainerParts.MountPoint;
import berth.wire.acs.ContainerParts.PortMapping;
import berth.wire.acs.ContainerParts.RegistryAuthentication;
import berth.wire.acs.ContainerParts.RestartPolicy;
import berth.wire.acs.ContainerParts.Secret;
import berth.wire.acs.ContainerParts.VolumeFrom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// From a definition with every member filled to what a node is told.
class PayloadTasksTest {
    private static final String TASK_ARN = "arn:aws:ecs:us-east-1:000000000000:task/default/t";

    @Test
    void a_task_is_told_in_the_protocols_words() {
        var task = told(Overrides.NONE, "256", "512");
        assertThat(task.arn()).isEqualTo(TASK_ARN);
        assertThat(task.family()).isEqualTo("web");
        assertThat(task.version()).isEqualTo("3");
        assertThat(task.desiredStatus()).isEqualTo("RUNNING");
        assertThat(task.taskClusterArn()).isEqualTo("arn:aws:ecs:us-east-1:000000000000:cluster/default");
        assertThat(task.taskDefinitionAccountId()).isEqualTo("000000000000");
        assertThat(task.group()).isEqualTo("family:web");
        assertThat(task.launchType()).isEqualTo("EC2");
        assertThat(task.networkMode()).isEqualTo("bridge");
        assertThat(task.pidMode()).isEqualTo("task");
        assertThat(task.ipcMode()).isEqualTo("host");
        assertThat(task.cpu()).isEqualTo(0.25);
        assertThat(task.memory()).isEqualTo(512);
        assertThat(task.volumes())
                .containsExactly(
                        AcsVolume.host("files", "/srv"),
                        AcsVolume.host("scratch", null),
                        AcsVolume.docker(
                                "data",
                                new AcsVolume.Docker("shared", true, "local", Map.of("o", "1"), Map.of("l", "2"))));
    }

    @Test
    void a_containers_gpus_are_told_as_the_tasks_associations() {
        assertThat(told(Overrides.NONE, null, null).associations())
                .containsExactly(new AcsTask.Association("gpu", "GPU-2", List.of("x"), null));
    }

    @Test
    void a_container_is_told_in_the_protocols_words() {
        var task = told(Overrides.NONE, null, null);
        assertThat(task.cpu()).isNull();
        assertThat(task.memory()).isNull();
        var container = task.containers().getFirst();
        assertThat(container)
                .usingRecursiveComparison()
                .ignoringFields("dockerConfig")
                .isEqualTo(AcsContainer.of("x")
                        .containerArn("arn:aws:ecs:us-east-1:000000000000:container/default/t/id-of-x")
                        .image("nginx:1")
                        .command(List.of("serve"))
                        .entryPoint(List.of("/bin/sh", "-c"))
                        .environment(Map.of("A", "1", "B", "2", "EMPTY", ""))
                        .cpu(128)
                        .memory(256)
                        .essential(true)
                        .links(List.of("db:database"))
                        .portMappings(List.of(
                                new PortMapping(80, 8080, null, "tcp", null),
                                new PortMapping(53, 0, null, "udp", null)))
                        .mountPoints(List.of(new MountPoint("data", "/data", true)))
                        .volumesFrom(List.of(new VolumeFrom("db", false)))
                        .dependsOn(List.of(new Dependency("db", "HEALTHY")))
                        .startTimeout(11)
                        .stopTimeout(12)
                        .healthCheckType("docker")
                        .restartPolicy(new RestartPolicy(true, List.of(0, 143), 60))
                        .build());
        assertThat(task.containers().getLast().essential()).isFalse();
        assertThat(task.containers().getLast().healthCheckType()).isNull();
    }

    @Test
    void the_rest_travels_in_the_engines_own_json() {
        var docker = Objects.requireNonNull(
                told(Overrides.NONE, null, null).containers().getFirst().dockerConfig());
        assertThat(json(docker.config())).isEqualTo(json("""
                {"User": "www-data", "WorkingDir": "/srv", "Hostname": "web", "Tty": true, "OpenStdin": true,
                 "NetworkDisabled": false, "Labels": {"team": "red"},
                 "Healthcheck": {"Test": ["CMD-SHELL", "true"], "Interval": 30000000000, "Timeout": 5000000000,
                                 "StartPeriod": 10000000000, "Retries": 3}}"""));
        assertThat(json(docker.hostConfig())).isEqualTo(json("""
                {"NetworkMode": "bridge", "IpcMode": "host", "MemoryReservation": 134217728, "Privileged": false,
                 "ReadonlyRootfs": true, "Dns": ["10.0.0.2"], "DnsSearch": ["example"],
                 "SecurityOpt": ["no-new-privileges"], "ExtraHosts": ["db:10.0.0.3"],
                 "Ulimits": [{"Name": "nofile", "Soft": 1024, "Hard": 4096}],
                 "Sysctls": {"net.core.somaxconn": "512"},
                 "LogConfig": {"Type": "json-file", "Config": {"max-size": "1m"}},
                 "Init": true, "ShmSize": 67108864, "MemorySwap": 402653184, "MemorySwappiness": 60,
                 "CapAdd": ["NET_ADMIN"], "CapDrop": ["MKNOD"],
                 "Devices": [{"PathOnHost": "/dev/fuse", "PathInContainer": "/dev/fuse", "CgroupPermissions": "rwm"},
                             {"PathOnHost": "/dev/a", "PathInContainer": "/dev/b", "CgroupPermissions": "rw"}],
                 "Tmpfs": {"/tmp": "size=16m,noexec,nosuid"}}"""));
        var bare = Objects.requireNonNull(
                told(Overrides.NONE, null, null).containers().getLast().dockerConfig());
        assertThat(bare.config()).isEqualTo("{}");
        assertThat(bare.hostConfig()).isEqualTo("{\"NetworkMode\":\"bridge\",\"IpcMode\":\"host\"}");
    }

    @Test
    void overrides_are_laid_over_the_definition() {
        var overrides = new Overrides(null, null, Map.of(), """
                {"containerOverrides": [{"name": "x", "command": ["other"], "cpu": 1, "memory": 512,
                  "memoryReservation": 64, "environment": [{"name": "B", "value": "9"}, {"name": "C", "value": "3"}]}]}""");
        var container = told(overrides, null, null).containers().getFirst();
        assertThat(container.command()).containsExactly("other");
        assertThat(container.environment()).isEqualTo(Map.of("A", "1", "B", "9", "C", "3", "EMPTY", ""));
        assertThat(container.cpu()).isEqualTo(1);
        assertThat(container.memory()).isEqualTo(512);
        assertThat(container.overrides()).isNull();
        var host = Objects.requireNonNull(container.dockerConfig()).hostConfig();
        assertThat(host).contains("\"MemoryReservation\":67108864").contains("\"MemorySwap\":671088640");
    }

    @Test
    void swap_is_left_to_the_engine_unless_memory_and_swap_are_both_bounded() {
        assertThat(hostConfig("\"linuxParameters\": {\"maxSwap\": 10}")).isEqualTo("{}");
        assertThat(hostConfig("\"memory\": 6, \"linuxParameters\": {\"swappiness\": 10}"))
                .isEqualTo("{}");
        assertThat(hostConfig("\"memory\": 6, \"linuxParameters\": {\"maxSwap\": 0}"))
                .isEqualTo("{\"MemorySwap\":6291456}");
    }

    @Test
    void the_hosts_network_keeps_its_ports_for_the_report_and_one_of_ecs_own_is_not_the_engines() {
        var host = task("{\"networkMode\":\"host\",\"containerDefinitions\":[{\"name\":\"x\","
                + "\"portMappings\":[{\"containerPort\":80}]}]}");
        assertThat(host.containers().getFirst().portMappings()).hasSize(1);
        var awsvpc = task("{\"networkMode\":\"awsvpc\",\"containerDefinitions\":[{\"name\":\"x\"}]}");
        assertThat(awsvpc.networkMode()).isEqualTo("awsvpc");
        assertThat(Objects.requireNonNull(awsvpc.containers().getFirst().dockerConfig())
                        .hostConfig())
                .isEqualTo("{}");
    }

    @Test
    void fixed_and_dynamic_ports_are_bound_on_the_tasks_address() {
        var document = "{\"containerDefinitions\":[{\"name\":\"x\",\"portMappings\":"
                + "[{\"containerPort\":80,\"hostPort\":443},{\"containerPort\":53,\"protocol\":\"udp\"}]}]}";
        var assignment = assignment("2001:db8::7", document, Overrides.NONE, null, null);
        assertThat(new PayloadTasks(World.ARNS)
                        .of(assignment)
                        .containers()
                        .getFirst()
                        .portMappings())
                .containsExactly(
                        new PortMapping(80, 443, null, null, "2001:db8::7"),
                        new PortMapping(53, null, null, "udp", "2001:db8::7"));
    }

    @Test
    void files_of_a_call_come_before_the_definitions() {
        var document = "{\"containerDefinitions\":[{\"name\":\"x\",\"environmentFiles\":"
                + "[{\"type\":\"s3\",\"value\":\"arn:aws:s3:::b/1.env\"}]}]}";
        var overrides = new Overrides(null, null, Map.of(), """
                {"containerOverrides": [{"name": "x",
                  "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::b/2.env"}]}]}""");
        assertThat(new PayloadTasks(World.ARNS)
                        .of(assignment(document, overrides, null, null))
                        .containers()
                        .getFirst()
                        .environmentFiles())
                .containsExactly(
                        new EnvironmentFile("s3", "arn:aws:s3:::b/2.env"),
                        new EnvironmentFile("s3", "arn:aws:s3:::b/1.env"));
    }

    @Test
    void a_file_system_is_told_with_all_that_it_was_asked_for() {
        var task = task("{\"containerDefinitions\":[{\"name\":\"x\"}],\"volumes\":[{\"name\":\"d\","
                + "\"efsVolumeConfiguration\":{\"fileSystemId\":\"fs-1\",\"rootDirectory\":\"/d\","
                + "\"transitEncryption\":\"ENABLED\",\"authorizationConfig\":{\"iam\":\"ENABLED\"}}}]}");
        assertThat(task.volumes())
                .containsExactly(AcsVolume.efs(
                        "d",
                        new AcsVolume.Efs(
                                "fs-1", "/d", "ENABLED", null, new AcsVolume.EfsAuthorization(null, "ENABLED"))));
    }

    @Test
    void no_container_may_use_more_than_its_task() {
        var document = "{\"containerDefinitions\":[{\"name\":\"x\"},{\"name\":\"db\",\"memory\":64}]}";
        var containers = new PayloadTasks(World.ARNS)
                .of(assignment(document, Overrides.NONE, "512", "256"))
                .containers();
        assertThat(containers.getFirst().memory()).isEqualTo(256);
        assertThat(containers.getLast().memory()).isEqualTo(64);
        assertThat(Objects.requireNonNull(containers.getFirst().dockerConfig()).hostConfig())
                .isEqualTo("{\"NanoCpus\":500000000}");
    }

    @Test
    void the_nodes_own_process_and_ipc_namespaces_are_asked_of_the_engine() {
        var task = task("{\"pidMode\":\"host\",\"ipcMode\":\"none\",\"containerDefinitions\":[{\"name\":\"x\"}]}");
        assertThat(Objects.requireNonNull(task.containers().getFirst().dockerConfig())
                        .hostConfig())
                .isEqualTo("{\"PidMode\":\"host\",\"IpcMode\":\"none\"}");
    }

    @Test
    void secrets_are_told_by_name_and_where_they_are_from() {
        var arn = "arn:aws:secretsmanager:eu-west-1:1:secret:db-abc123:password::";
        var container = task("{\"containerDefinitions\":[{\"name\":\"x\",\"image\":\"app\",\"secrets\":["
                        + "{\"name\":\"A\",\"valueFrom\":\"" + arn + "\"},{\"name\":\"B\",\"valueFrom\":\"/p\"}],"
                        + "\"logConfiguration\":{\"logDriver\":\"splunk\",\"secretOptions\":"
                        + "[{\"name\":\"splunk-token\",\"valueFrom\":\"/t\"}]},"
                        + "\"repositoryCredentials\":{\"credentialsParameter\":\"login\"}}]}")
                .containers()
                .getFirst();
        assertThat(container.secrets())
                .containsExactly(
                        new Secret("A", arn, "eu-west-1", "asm", "ENVIRONMENT_VARIABLE", "CONTAINER", null),
                        new Secret("B", "/p", null, "ssm", "ENVIRONMENT_VARIABLE", "CONTAINER", null),
                        new Secret("splunk-token", "/t", null, "ssm", "BOOTSTRAP", "LOG_DRIVER", null));
        assertThat(container.registryAuthentication())
                .isEqualTo(new RegistryAuthentication("asm", null, new AsmAuth("login", null)));
    }

    @Test
    void an_image_of_ecr_is_the_registrys_beside_us_if_it_is_of_this_account_and_region() {
        var registry = OwnRegistry.of(URI.create("http://10.0.0.9:5000"), "login", World.ARNS.identity());
        var own = registry.ecr() + "/team/app:1";
        var payloads = new PayloadTasks(World.ARNS, registry);
        for (var image : List.of(own, "10.0.0.9:5000/team/app:1")) {
            var container = payloads.of(assignment(named(image), Overrides.NONE, null, null))
                    .containers()
                    .getFirst();
            assertThat(container.image()).isEqualTo("10.0.0.9:5000/team/app:1");
            assertThat(Objects.requireNonNull(container.registryAuthentication())
                            .type())
                    .isEqualTo("ecr");
        }
        var foreign = "999999999999.dkr.ecr.eu-west-1.amazonaws.com/app";
        assertThat(new PayloadTasks(World.ARNS, registry)
                        .of(assignment(named(foreign), Overrides.NONE, null, null))
                        .containers()
                        .getFirst()
                        .image())
                .isEqualTo(foreign);
    }

    private static String named(String image) {
        return "{\"containerDefinitions\":[{\"name\":\"x\",\"image\":\"" + image + "\"}]}";
    }

    @Test
    void the_image_that_a_deployments_first_task_found_is_told_to_the_others_by_its_digest() {
        var digest = "sha256:" + "ab".repeat(32);
        assertThat(pinned("host:5000/team/app:1", digest)).isEqualTo("host:5000/team/app@" + digest);
        assertThat(pinned("host:5000/app", digest)).isEqualTo("host:5000/app@" + digest);
        assertThat(pinned("app@sha256:" + "00".repeat(32), digest)).isEqualTo("app@sha256:" + "00".repeat(32));
        assertThat(pinned("app:1\",\"versionConsistency\":\"disabled", digest)).isEqualTo("app:1");
    }

    private static @Nullable String pinned(String image, String digest) {
        var assignment = assignment(named(image), Overrides.NONE, null, null);
        return new PayloadTasks(World.ARNS)
                .of(new Assignment(assignment.task(), assignment.definition(), Map.of("x", digest)))
                .containers()
                .getFirst()
                .image();
    }

    @Test
    void a_router_of_logs_is_told_as_such_and_where_a_log_goes_in_the_engines_words() {
        var containers = task("{\"containerDefinitions\":[{\"name\":\"x\",\"user\":\"0\",\"firelensConfiguration\":"
                        + "{\"type\":\"fluentd\",\"options\":{\"enable-ecs-log-metadata\":\"false\"}}},"
                        + "{\"name\":\"db\",\"logConfiguration\":{\"logDriver\":\"awsfirelens\","
                        + "\"options\":{\"@type\":\"stdout\"}}}]}")
                .containers();
        assertThat(containers.getFirst().firelensConfiguration())
                .isEqualTo(new Firelens("fluentd", Map.of("enable-ecs-log-metadata", "false")));
        assertThat(json(Objects.requireNonNull(containers.getFirst().dockerConfig())
                        .config()))
                .isEqualTo(json("{\"User\":\"0\"}"));
        assertThat(containers.getLast().firelensConfiguration()).isNull();
        assertThat(json(Objects.requireNonNull(containers.getLast().dockerConfig())
                        .hostConfig()))
                .isEqualTo(json("{\"LogConfig\":{\"Type\":\"awsfirelens\",\"Config\":{\"@type\":\"stdout\"}}}"));
    }

    private static @Nullable String hostConfig(String members) {
        return Objects.requireNonNull(task("{\"containerDefinitions\":[{\"name\":\"x\"," + members + "}]}")
                        .containers()
                        .getFirst()
                        .dockerConfig())
                .hostConfig();
    }

    private static Object json(@Nullable String text) {
        return JsonMapper.shared().readTree(Objects.requireNonNull(text));
    }

    private static AcsTask told(Overrides overrides, @Nullable String cpu, @Nullable String memory) {
        return new PayloadTasks(World.ARNS).of(assignment(filled(), overrides, cpu, memory));
    }

    private static AcsTask task(String document) {
        return new PayloadTasks(World.ARNS).of(assignment(document, Overrides.NONE, null, null));
    }

    private static String filled() {
        try (var in = Objects.requireNonNull(PayloadTasksTest.class.getResourceAsStream("filled-definition.json"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Assignment assignment(
            String document, Overrides overrides, @Nullable String cpu, @Nullable String memory) {
        return assignment(null, document, overrides, cpu, memory);
    }

    private static Assignment assignment(
            @Nullable String address,
            String document,
            Overrides overrides,
            @Nullable String cpu,
            @Nullable String memory) {
        var id = new TaskDefinitionId("web", 3);
        var definition = new TaskDefinition(
                id,
                null,
                TaskDefinition.Status.ACTIVE,
                List.of(),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of(),
                List.of(),
                List.of(),
                document,
                Map.of(),
                Instant.EPOCH,
                "me",
                null,
                null);
        var task = Task.placed(
                new TaskId("default", "t"),
                new InstanceId("default", "n"),
                address,
                id,
                new Wish("family:web", null, "EC2", null, null, false, cpu, memory),
                overrides,
                Needs.NOTHING,
                List.of(),
                List.of(container("x"), container("db")),
                Map.of(),
                Instant.EPOCH);
        return new Assignment(task, definition);
    }

    private static TaskContainer container(String name) {
        return new TaskContainer(
                name,
                "id-of-" + name,
                "busybox",
                true,
                0,
                null,
                null,
                TaskStatus.PENDING,
                null,
                null,
                null,
                null,
                Health.UNKNOWN,
                List.of(),
                name.equals("x") ? List.of("GPU-2") : List.of());
    }
}
