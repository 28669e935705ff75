package berth.cli.launch;

import berth.agent.Agent;
import berth.agent.AgentSettings;
import berth.agent.Provisions;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import berth.cli.Program;
import berth.server.ControlPlane;
import berth.server.ServerSettings;
import berth.server.api.EcsApi;
import berth.wire.http.EcsClient;
import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs a control plane and two nodes over canned engines through some tasks' lives, so that the JVM can write down
/// which classes the verbs that stay need.
///
/// The launcher calls this twice at the same time after a build, each with an `-XX:AOTCacheOutput` of its own: as
/// `plane FOLDER`, which is a control plane with a node in one process and asks for the tasks, and as
/// `agent FOLDER`, which is a node alone. They find each other by files in the folder. Nothing leaves the machine.
public final class StayRehearsal {
    private static final Duration LONGEST = Duration.ofSeconds(45);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int ROUNDS = 6;
    private static final String CLUSTER = "default";
    private static final String REGION = "us-east-1";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DEFINITION = """
            {"family":"rehearsal","containerDefinitions":[
             {"name":"a","image":"canned","memory":8,"cpu":1,"command":["c"],"environment":[{"name":"A","value":"b"}],
              "portMappings":[{"containerPort":80}],"mountPoints":[{"sourceVolume":"v","containerPath":"/v"}]},
             {"name":"b","image":"canned","memory":8,"links":["a"],"essential":false}],
             "volumes":[{"name":"v"}]}
            """;

    private final Path folder;

    private StayRehearsal(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        var rehearsal = new StayRehearsal(Path.of(arguments[1]));
        if (arguments[0].equals("plane")) rehearsal.plane();
        else rehearsal.agent();
        // What is still open ends with the process, as it does when a signal ends it.
        System.exit(0);
    }

    private void plane() throws IOException {
        new Program(Rehearsal.surroundings("http://127.0.0.1:1")).run("up", "--help");
        var settings = ServerSettings.of(folder.resolve("plane"))
                .region(REGION)
                .cluster(CLUSTER)
                .build();
        try (var plane = ControlPlane.start(settings);
                var _ = new CannedEngine(folder.resolve("plane.sock"))) {
            var ecs = client(plane.endpoint(), plane.operator());
            var key = call(ecs, "Berth.CreateNodeKey", "{}");
            var secret = new Credentials(
                    key.path("accessKeyId").stringValue(),
                    key.path("secretAccessKey").stringValue());
            hand(plane.endpoint() + " " + secret.accessKeyId() + " " + secret.secretAccessKey());
            try (var _ = node("plane", plane.endpoint(), secret)) {
                await(() -> nodes(ecs) == 2);
                tasks(ecs);
            }
        } finally {
            Files.createFile(folder.resolve("done"));
        }
    }

    private void agent() throws IOException {
        new Program(Rehearsal.surroundings("http://127.0.0.1:1")).run("agent", "--help");
        var handed = folder.resolve("join");
        await(() -> Files.exists(handed));
        var words = Files.readString(handed).split(" ", -1);
        try (var _ = new CannedEngine(folder.resolve("agent.sock"));
                var _ = node("agent", URI.create(words[0]), new Credentials(words[1], words[2]))) {
            await(() -> Files.exists(folder.resolve("done")));
        }
    }

    /// Written whole before it has its name.
    private void hand(String words) throws IOException {
        var draft = Files.writeString(folder.resolve("join.new"), words);
        Files.move(draft, folder.resolve("join"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Agent node(String name, URI endpoint, Credentials key) {
        var agent = Agent.over(AgentSettings.of(
                        endpoint,
                        key,
                        REGION,
                        CLUSTER,
                        "unix://" + folder.resolve(name + ".sock"),
                        folder.resolve(name + ".node"))
                .name(name)
                .cleanUpAfter(Duration.ZERO)
                // No cgroups: a trial of them would leave its parent on this machine.
                .provisions(new Provisions(null, EnvironmentFiles.NONE, FileSystems.NONE))
                .build());
        agent.start();
        return agent;
    }

    private static void tasks(EcsClient ecs) {
        call(ecs, "RegisterTaskDefinition", DEFINITION);
        for (var round = 0; round < ROUNDS; round++) {
            call(ecs, "RunTask", "{\"taskDefinition\":\"rehearsal\",\"count\":10}");
            await(() -> statuses(ecs).equals("RUNNING"));
            call(ecs, "DescribeTaskDefinition", "{\"taskDefinition\":\"rehearsal\",\"include\":[\"TAGS\"]}");
            for (var arn : call(ecs, "ListTasks", "{}").path("taskArns"))
                call(ecs, "StopTask", "{\"task\":" + arn + "}");
            await(() -> statuses(ecs).isEmpty());
        }
    }

    /// The statuses of all tasks that are to run, each once.
    private static String statuses(EcsClient ecs) {
        var arns = call(ecs, "ListTasks", "{}").path("taskArns");
        if (arns.isEmpty()) return "";
        var tasks = call(ecs, "DescribeTasks", "{\"tasks\":" + arns + "}").path("tasks");
        return StreamSupport.stream(tasks.spliterator(), false)
                .map(task -> task.path("lastStatus").stringValue())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static long nodes(EcsClient ecs) {
        var arns = call(ecs, "ListContainerInstances", "{}").path("containerInstanceArns");
        if (arns.isEmpty()) return 0;
        var connected = new ArrayList<JsonNode>();
        for (var node : call(ecs, "DescribeContainerInstances", "{\"containerInstances\":" + arns + "}")
                .path("containerInstances")) if (node.path("agentConnected").asBoolean()) connected.add(node);
        return connected.size();
    }

    private static EcsClient client(URI endpoint, Credentials key) {
        return new EcsClient(
                endpoint, key, REGION, Duration.ofSeconds(5), Duration.ofSeconds(20), InstantSource.system());
    }

    private static JsonNode call(EcsClient ecs, String operation, String body) {
        var target = operation.contains(".") ? operation : EcsApi.ECS + operation;
        return JSON.readTree(ecs.callRaw(target, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void await(BooleanSupplier condition) {
        try {
            for (var left = LONGEST.dividedBy(LOOK_EVERY); !condition.getAsBoolean(); left--) {
                if (left == 0) throw new IllegalStateException("the rehearsal got stuck");
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
