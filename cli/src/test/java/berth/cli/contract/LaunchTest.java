package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What of a container definition reaches the engine, in the engine's own words.
@ExtendWith(RunningBerth.Started.class)
class LaunchTest {
    private static final String MIB = "1048576";

    private final RunningBerth berth;
    private final Api api;

    LaunchTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    private static long mib(int count) {
        return Long.parseLong(MIB) * count;
    }

    private static Iterable<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void every_setting_of_a_container_reaches_the_engine() {
        var task = api.started(api.define("launch-all", """
                [{name: 'main', cpu: 256, memory: 64, memoryReservation: 32,
                  entryPoint: ['sh', '-c'], command: ['trap "exit 0" TERM; sleep 3600 & wait'],
                  environment: [{name: 'GREETING', value: 'hello = world'}, {name: 'EMPTY', value: ''}],
                  workingDirectory: '/tmp', user: 'nobody', hostname: 'harbour',
                  ulimits: [{name: 'nofile', softLimit: 1000, hardLimit: 2000}],
                  dockerLabels: {team: 'blue', 'com.example/x': 'y z'},
                  readonlyRootFilesystem: true, privileged: false, pseudoTerminal: false,
                  extraHosts: [{hostname: 'db.example', ipAddress: '192.0.2.7'}],
                  dnsServers: ['192.0.2.53'], dnsSearchDomains: ['example'],
                  systemControls: [{namespace: 'net.core.somaxconn', value: '200'}],
                  linuxParameters: {capabilities: {add: ['SYS_PTRACE'], drop: ['MKNOD']}, sharedMemorySize: 16,
                    tmpfs: [{containerPath: '/scratch', size: 8, mountOptions: ['noexec']}]},
                  logConfiguration: {logDriver: 'json-file', options: {'max-size': '1m', 'max-file': '2'}}}]"""));
        var seen = berth.inspect(task, "main");
        var config = seen.path("Config");
        assertThat(texts(config.path("Entrypoint"))).containsExactly("sh", "-c");
        assertThat(texts(config.path("Env")))
                .contains("GREETING=hello = world", "EMPTY=", "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1");
        assertThat(config.path("WorkingDir").asString()).isEqualTo("/tmp");
        assertThat(config.path("User").asString()).isEqualTo("nobody");
        assertThat(config.path("Hostname").asString()).isEqualTo("harbour");
        assertThat(config.path("Labels").path("team").asString()).isEqualTo("blue");
        assertThat(config.path("Labels").path("com.example/x").asString()).isEqualTo("y z");
        var host = seen.path("HostConfig");
        assertThat(host.path("CpuShares").asLong()).isEqualTo(256);
        assertThat(host.path("Memory").asLong()).isEqualTo(mib(64));
        assertThat(host.path("MemoryReservation").asLong()).isEqualTo(mib(32));
        assertThat(host.path("ShmSize").asLong()).isEqualTo(mib(16));
        assertThat(host.path("Ulimits").path(0).path("Soft").asLong()).isEqualTo(1000);
        assertThat(host.path("Ulimits").path(0).path("Hard").asLong()).isEqualTo(2000);
        assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
        assertThat(texts(host.path("ExtraHosts"))).containsExactly("db.example:192.0.2.7");
        assertThat(texts(host.path("Dns"))).containsExactly("192.0.2.53");
        assertThat(texts(host.path("DnsSearch"))).containsExactly("example");
        assertThat(host.path("Sysctls").path("net.core.somaxconn").asString()).isEqualTo("200");
        assertThat(host.path("CapAdd").toString()).contains("SYS_PTRACE");
        assertThat(host.path("CapDrop").toString()).contains("MKNOD");
        assertThat(host.path("Tmpfs").path("/scratch").asString())
                .contains("size=8m")
                .contains("noexec");
        assertThat(host.path("LogConfig").path("Type").asString()).isEqualTo("json-file");
        assertThat(host.path("LogConfig").path("Config").path("max-size").asString())
                .isEqualTo("1m");

        // The hard limit: runc's exec may raise the soft one, when its runtime's own adjustment comes in between.
        assertThat(berth.exec(task, "main", "sh", "-c", "id -un; pwd; hostname; ulimit -Hn; echo \"$GREETING\"")
                        .out()
                        .lines())
                .containsExactly("nobody", "/tmp", "harbour", "2000", "hello = world");
        assertThat(berth.exec(task, "main", "touch", "/tmp/x").exit()).isNotZero();
    }

    @Test
    void the_labels_are_those_that_existing_tools_look_for() {
        var definition = api.define("launch-labels", "[{name: 'main'}]");
        var task = api.started(definition);
        var labels = berth.inspect(task, "main").path("Config").path("Labels");
        var prefix = "com.amazonaws.ecs.";
        assertThat(labels.path(prefix + "cluster").asString()).isEqualTo(RunningBerth.CLUSTER);
        assertThat(labels.path(prefix + "task-arn").asString()).isEqualTo(Api.arn(task));
        assertThat(labels.path(prefix + "task-definition-family").asString()).isEqualTo("launch-labels");
        assertThat(labels.path(prefix + "task-definition-version").asString()).isEqualTo("1");
        assertThat(labels.path(prefix + "container-name").asString()).isEqualTo("main");
    }

    @Test
    void a_container_with_a_reservation_only_has_no_hard_bound() {
        var task = api.started(api.define("launch-soft", "[{name: 'main', memoryReservation: 48}]"));
        var host = berth.inspect(task, "main").path("HostConfig");
        assertThat(host.path("Memory").asLong()).isZero();
        assertThat(host.path("MemoryReservation").asLong()).isEqualTo(mib(48));
        assertThat(host.path("CpuShares").asLong()).isEqualTo(2);
    }

    @Test
    void overrides_of_a_run_are_what_runs() {
        var arn = api.run(api.define("launch-overrides", """
                        [{name: 'main', cpu: 64, memory: 64,
                          environment: [{name: 'KEPT', value: '1'}, {name: 'CHANGED', value: 'old'}]}]"""), """
                , overrides: {containerOverrides: [{name: 'main', cpu: 128, memory: 48, memoryReservation: 24,
                    command: ['sh', '-c', 'echo $KEPT $CHANGED $NEW; trap "exit 0" TERM; sleep 3600 & wait'],
                    environment: [{name: 'CHANGED', value: 'new'}, {name: 'NEW', value: '3'}]}]}""");
        var task = api.awaitRunning(arn);
        var host = berth.inspect(task, "main").path("HostConfig");
        assertThat(host.path("CpuShares").asLong()).isEqualTo(128);
        assertThat(host.path("Memory").asLong()).isEqualTo(mib(48));
        assertThat(host.path("MemoryReservation").asLong()).isEqualTo(mib(24));
        var id = Api.container(task, "main").path("runtimeId").asString();
        Await.until("its words", () -> berth.engine().docker("logs", id).equals("1 new 3"));
    }

    @Test
    void a_task_of_the_host_network_has_the_nodes_ports() {
        var definition = api.call("RegisterTaskDefinition", """
                        {family: 'launch-host', networkMode: 'host', containerDefinitions: [{name: 'main', memory: 32,
                          image: 'busybox:latest', command: ['nc', '-ll', '-p', '9471', '-e', 'echo', 'here'],
                          stopTimeout: 2, portMappings: [{containerPort: 9471}]}]}""")
                .path("taskDefinition")
                .path("taskDefinitionArn")
                .asString();
        var task = api.started(definition);
        assertThat(berth.inspect(task, "main")
                        .path("HostConfig")
                        .path("NetworkMode")
                        .asString())
                .isEqualTo("host");
        Await.until(
                "the node's own port",
                () -> berth.engine()
                        .inItsNetwork("busybox", "nc", "-w", "2", "127.0.0.1", "9471")
                        .out()
                        .equals("here"));
    }

    @Test
    void a_health_check_is_the_engines_and_shows_in_the_task() {
        var task = api.started(api.define("launch-health", """
                [{name: 'main', healthCheck: {command: ['CMD-SHELL', 'test -e /tmp/well'], interval: 5, retries: 1},
                  command: ['sh', '-c', 'touch /tmp/well; trap "exit 0" TERM; sleep 3600 & wait']}]"""));
        assertThat(berth.inspect(task, "main")
                        .path("Config")
                        .path("Healthcheck")
                        .path("Test")
                        .toString())
                .contains("/tmp/well");
        Await.until(
                "HEALTHY",
                () -> api.task(Api.arn(task)).path("healthStatus").asString().equals("HEALTHY"));
    }
}
