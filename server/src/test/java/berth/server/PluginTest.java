package berth.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.ConnectAgent;
import berth.core.operation.RegisterContainerInstance;
import berth.core.scheduler.Scheduler;
import berth.wire.http.EcsClient;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Schedulers in real jars, the example among them, in a real control plane that is asked over HTTP.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ControlPlane plane;

    @SuppressWarnings("NullAway.Init")
    private EcsClient ecs;

    @BeforeAll
    void start(@TempDir Path own) throws Exception {
        folder = own;
        var plugins = Files.createDirectories(folder.resolve("plugins"));
        buildExample(plugins);
        bad(plugins, "Late", "late", "Thread.sleep(60_000); return List.of();");
        bad(plugins, "Throwing", "throwing", "throw new java.io.IOException(\"no opinion today\");");
        bad(plugins, "Lying", "lying", "return List.of(new InstanceId(\"default\", \"nowhere\"));");
        bad(
                plugins,
                "Curious",
                "curious",
                "return List.of(new InstanceId(\"default\", seen()));"
                        + " } private static String seen() {"
                        + " try { Class.forName(\"berth.server.ControlPlane\"); return \"ours\"; }"
                        + " catch (ClassNotFoundException hidden) { return \"n3\"; }");
        bad(plugins, "Nameless", "not a name", "return List.of();");
        Files.writeString(plugins.resolve("broken.jar"), "this is no jar");
        plane = ControlPlane.start(ServerSettings.of(folder)
                .scheduling(new ServerSettings.Scheduling(plugins, Duration.ofSeconds(2), null, 1 << 20))
                .build());
        ecs = new EcsClient(
                plane.endpoint(),
                plane.operator(),
                "us-east-1",
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                InstantSource.system());
        node("n1", 2_000, "r1");
        node("n2", 4_000, "r2");
        node("n3", 3_000, "r1");
        call("RegisterTaskDefinition", """
                {"family":"web","containerDefinitions":[{"name":"web","image":"nginx","memory":900}]}""");
    }

    @AfterAll
    void end() {
        plane.close();
    }

    private static Path core() throws URISyntaxException {
        return Path.of(Scheduler.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static void buildExample(Path plugins) throws Exception {
        var script = Path.of("..", "examples", "scheduler-plugin", "build").toAbsolutePath();
        var builder = new ProcessBuilder(script.toString(), core().toString()).redirectErrorStream(true);
        builder.environment().put("OUT", plugins.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private void bad(Path plugins, String type, String name, String body) throws Exception {
        var work = Files.createDirectories(folder.resolve("work-" + type));
        var source = Files.writeString(work.resolve(type + ".java"), """
                package bad;
                import berth.core.node.InstanceId;
                import berth.core.scheduler.*;
                import java.util.List;
                public final class %s implements Scheduler {
                    public String name() { return "%s"; }
                    public List<InstanceId> choose(Wanted wanted, Nodes nodes) throws Exception { %s }
                }
                """.formatted(type, name, body));
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        assertThat(compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-classpath",
                        core().toString(),
                        "-d",
                        work.toString(),
                        source.toString()))
                .isZero();
        try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve(type + ".jar")))) {
            entry(jar, "bad/" + type + ".class", Files.readAllBytes(work.resolve("bad/" + type + ".class")));
            entry(jar, "META-INF/services/" + Scheduler.class.getName(), ("bad." + type + "\n").getBytes(UTF_8));
        }
    }

    private static void entry(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }

    private void node(String id, int memoryMiB, String rack) {
        var node = new InstanceId("default", id);
        plane.asker()
                .ask(new RegisterContainerInstance(
                        "default",
                        node,
                        null,
                        null,
                        null,
                        new Resources(4_096, memoryMiB, List.of(), List.of(), List.of(), List.of()),
                        List.of(
                                new Attribute("berth.rack", rack),
                                new Attribute("com.amazonaws.ecs.capability.docker-remote-api.1.18", null)),
                        AgentInfo.UNKNOWN,
                        Map.of()));
        plane.asker().ask(new ConnectAgent(node, true, AgentInfo.UNKNOWN));
    }

    private JsonNode call(String operation, String request) {
        return JSON.readTree(ecs.callRaw("AmazonEC2ContainerServiceV20141113." + operation, request.getBytes(UTF_8)));
    }

    private JsonNode run(String scheduler, int count) {
        var answer = call("RunTask", """
                {"taskDefinition":"web","count":%d,"tags":[{"key":"berth:scheduler","value":"%s"}]}""".formatted(count, scheduler));
        assertThat(answer.path("failures")).isEmpty();
        for (var task : answer.path("tasks")) {
            call("StopTask", "{\"task\":\"" + task.path("taskArn").asString() + "\"}");
            call(
                    "SubmitTaskStateChange",
                    "{\"task\":\"" + task.path("taskArn").asString() + "\",\"status\":\"STOPPED\"}");
        }
        return answer.path("tasks");
    }

    private static String by(JsonNode task) {
        for (var tag : task.path("tags")) {
            if (tag.path("key").asString().equals("berth:scheduled-by"))
                return tag.path("value").asString();
        }
        return "";
    }

    private static List<String> nodes(JsonNode tasks) {
        return tasks.valueStream()
                .map(task -> task.path("containerInstanceArn").asString())
                .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void the_example_puts_each_task_on_the_node_with_the_most_free_memory() {
        var tasks = run("most-free-memory", 4);
        // 4000, then 3100 against 3000, then 3000 against 2200, then 2200.
        assertThat(nodes(tasks)).containsExactly("n2", "n2", "n3", "n2");
        assertThat(tasks.valueStream().map(PluginTest::by)).containsOnly("most-free-memory");
    }

    @Test
    void a_cluster_can_name_its_scheduler_and_a_call_goes_before_it() {
        var arn = "arn:aws:ecs:us-east-1:000000000000:cluster/default";
        call("TagResource", """
                {"resourceArn":"%s","tags":[{"key":"berth:scheduler","value":"most-free-memory"}]}""".formatted(arn));
        try {
            var tasks = call("RunTask", "{\"taskDefinition\":\"web\"}").path("tasks");
            assertThat(by(tasks.path(0))).isEqualTo("most-free-memory");
            call("StopTask", "{\"task\":\"" + tasks.path(0).path("taskArn").asString() + "\"}");
            call(
                    "SubmitTaskStateChange",
                    "{\"task\":\"" + tasks.path(0).path("taskArn").asString() + "\",\"status\":\"STOPPED\"}");
            assertThat(by(run("built-in", 1).path(0))).isEmpty();
        } finally {
            call("UntagResource", "{\"resourceArn\":\"" + arn + "\",\"tagKeys\":[\"berth:scheduler\"]}");
        }
    }

    @Test
    void one_that_is_late_throws_or_lies_costs_its_tasks_nothing() {
        assertThat(by(run("late", 1).path(0))).isEqualTo("built-in (late: took longer than 2000 ms)");
        assertThat(by(run("throwing", 1).path(0)))
                .isEqualTo("built-in (throwing: threw IOException: no opinion today)");
        assertThat(by(run("lying", 1).path(0)))
                .isEqualTo("built-in (lying: container instance nowhere does not take it)");
        assertThat(by(run("not-there", 1).path(0)))
                .isEqualTo("built-in (not-there: there is no scheduler of that name)");
    }

    /// Its tasks once there are so many; they are ended and the service deleted.
    private JsonNode serve(String name, String scheduler, int count) throws InterruptedException {
        call("CreateService", """
                {"serviceName":"%s","taskDefinition":"web","desiredCount":%d,
                 "tags":[{"key":"berth:scheduler","value":"%s"}]}""".formatted(name, count, scheduler));
        try {
            for (var tries = 0; tries < 400; tries++) {
                var arns =
                        call("ListTasks", "{\"serviceName\":\"" + name + "\"}").path("taskArns");
                if (arns.size() == count) {
                    return call("DescribeTasks", "{\"include\":[\"TAGS\"],\"tasks\":" + arns + "}")
                            .path("tasks");
                }
                Thread.sleep(25);
            }
            throw new AssertionError(name + " has not got its tasks within ten seconds");
        } finally {
            call("DeleteService", "{\"force\":true,\"service\":\"" + name + "\"}");
            for (var arn : call("ListTasks", "{\"desiredStatus\":\"STOPPED\"}").path("taskArns")) {
                call("SubmitTaskStateChange", "{\"task\":\"" + arn.asString() + "\",\"status\":\"STOPPED\"}");
            }
        }
    }

    @Test
    void a_service_names_its_scheduler_which_is_asked_without_anybody_calling() throws InterruptedException {
        var tasks = serve("spread-out", "most-free-memory", 4);
        assertThat(nodes(tasks)).containsExactlyInAnyOrder("n2", "n2", "n3", "n2");
        assertThat(tasks.valueStream().map(PluginTest::by)).containsOnly("most-free-memory");
    }

    @Test
    void a_service_gets_its_tasks_whatever_its_scheduler_does() throws InterruptedException {
        assertThat(by(serve("waits", "late", 1).path(0))).isEqualTo("built-in (late: took longer than 2000 ms)");
        assertThat(by(serve("falls", "throwing", 1).path(0)))
                .isEqualTo("built-in (throwing: threw IOException: no opinion today)");
        assertThat(by(serve("alone", "not-there", 1).path(0)))
                .isEqualTo("built-in (not-there: there is no scheduler of that name)");
    }

    @Test
    void a_plug_in_sees_the_core_and_nothing_else_of_ours() {
        var tasks = run("curious", 1);
        assertThat(nodes(tasks)).containsExactly("n3");
        assertThat(by(tasks.path(0))).isEqualTo("curious");
    }

    @Test
    void explain_says_who_would_choose_and_who_did() {
        var plan = JSON.readTree(ecs.callRaw("Berth.Explain", """
                {"taskDefinition":"web","tags":[{"key":"berth:scheduler","value":"most-free-memory"}]}""".getBytes(UTF_8)));
        assertThat(plan.at("/chosen/scheduledBy").asString()).isEqualTo("most-free-memory");
        assertThat(plan.at("/chosen/weights/0/by").asString()).isEqualTo("CHOSEN");
        var task = run("throwing", 1).path(0).path("taskArn").asString();
        var told = JSON.readTree(ecs.callRaw("Berth.Explain", ("{\"task\":\"" + task + "\"}").getBytes(UTF_8)));
        assertThat(told.path("scheduledBy").asString())
                .isEqualTo("built-in (throwing: threw IOException: no opinion today)");
    }
}
