package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.Target;
import berth.cli.ecs.ExecCall;
import berth.cli.show.Paint;
import berth.wire.aws.AwsFault;
import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecRequest;
import berth.wire.exec.ExecSocket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Commands in containers on a real engine: by our own command line, by its frames, and by the AWS CLI. The
/// session-manager-plugin itself is not to be had from any registry here, so `src/test/python/plugin.py`
/// stands in for it: written from its published sources' facts, with a codec of its own.
@Timeout(180)
@ExtendWith(RunningBerth.Started.class)
class ExecContractTest {
    private final RunningBerth berth;
    private final Api api;

    ExecContractTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    /// @param out what the command wrote to standard output
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Typed(int code, byte[] out, String err) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    private Typed typed(InputStream in, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                new HashMap<>(variables()),
                Path.of("/nonexistent"),
                null,
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Paint.NONE,
                0,
                false,
                InstantSource.system());
        var code = new Program(surroundings).run(words);
        return new Typed(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    private Map<String, String> variables() {
        return Map.of(
                "AWS_ENDPOINT_URL", berth.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", berth.operator().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", berth.operator().secretAccessKey());
    }

    private Typed exec(String task, String... command) {
        var words = new ArrayList<>(List.of("exec", task, "--"));
        words.addAll(List.of(command));
        return typed(InputStream.nullInputStream(), words.toArray(String[]::new));
    }

    private JsonNode started(String family, String more) {
        var definition = api.define(family, "[{name: 'main', command: ['sh', '-c', \"" + Aws.STAYS + "\"]}]");
        return api.awaitRunning(api.run(definition, more));
    }

    private ExecSocket open(String arn, boolean terminal, String... command) throws InterruptedException {
        var target = new Target(berth.endpoint(), berth.operator(), "us-east-1", RunningBerth.CLUSTER, "a test");
        return ExecCall.open(
                target,
                InstantSource.system(),
                new ExecRequest(null, arn, null, List.of(command), terminal, true, 33, 77));
    }

    /// What comes until the text is seen in it.
    private static String until(ExecSocket session, String wanted) throws InterruptedException {
        var all = new StringBuilder();
        while (all.indexOf(wanted) < 0) {
            if (!(session.read() instanceof ExecFrame.Output(var bytes)))
                throw new AssertionError("it ended after: " + all);
            all.append(new String(bytes, StandardCharsets.UTF_8));
        }
        return all.toString();
    }

    private static @Nullable ExecFrame end(ExecSocket session) throws InterruptedException {
        while (true) {
            var frame = session.read();
            if (!(frame instanceof ExecFrame.Output) && !(frame instanceof ExecFrame.ErrorOutput)) return frame;
        }
    }

    private static ExecFrame.Input typing(String keys) {
        return new ExecFrame.Input(keys.getBytes(StandardCharsets.UTF_8));
    }

    private boolean runs(JsonNode task, String words) {
        return berth.engine()
                .docker("top", Api.container(task, "main").path("runtimeId").asString())
                .contains(words);
    }

    @Test
    void the_commands_outputs_and_exit_code_are_its_own() {
        var arn = Api.arn(started("exec-codes", ""));
        var fine = exec(arn, "sh", "-c", "echo \"$0 $1\"; echo bad >&2", "it's", "a word");
        assertThat(fine.code()).as("%s", fine.err()).isZero();
        assertThat(fine.text()).isEqualTo("it's a word\n");
        assertThat(fine.err()).isEqualTo("bad\n");
        assertThat(exec(arn, "sh", "-c", "exit 3").code()).isEqualTo(3);
        var missing = exec(arn, "no-such-program");
        assertThat(missing.code()).isEqualTo(127);
        assertThat(missing.text()).isEmpty();
        assertThat(missing.err())
                .startsWith("berth: ")
                .contains("no-such-program")
                .contains("not found");
        assertThat(exec(arn, "/etc/passwd").code()).isEqualTo(126);
        assertThat(exec(arn, "cat").text()).as("without -i there is no input").isEmpty();
    }

    @Test
    void ten_megabytes_go_through_a_slow_command_and_come_back_whole() {
        var arn = Api.arn(started("exec-bytes", ""));
        var sent = new byte[10 << 20];
        new Random(4).nextBytes(sent);
        var back = typed(new ByteArrayInputStream(sent), "exec", arn, "-i", "--", "sh", "-c", "cat");
        assertThat(back.code()).as("%s", back.err()).isZero();
        assertThat(back.out()).isEqualTo(sent);
    }

    @Test
    void what_cannot_be_run_is_said_at_once() {
        var waiting = api.run(api.define("exec-waits", "[{name: 'main', image: 'no.such/image:1'}]"));
        assertThat(exec(waiting, "true"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(125))
                .satisfies(refused -> assertThat(refused.err()).contains("only in a container that is RUNNING"));
        var three = api.awaitRunning(api.run(api.define("exec-three", """
                [{name: 'a'}, {name: 'b', essential: false}, {name: 'c', essential: false}]""")));
        var arn = Api.arn(three);
        assertThat(exec(arn, "hostname").code()).as("the only essential one").isZero();
        var other = typed(InputStream.nullInputStream(), "exec", arn, "-c", "x", "--", "true");
        assertThat(other.code()).isEqualTo(125);
        assertThat(other.err()).contains("The task has no container 'x', but: a, b, c");
        var two = Api.arn(api.awaitRunning(api.run(api.define("exec-two", "[{name: 'a'}, {name: 'b'}]"))));
        assertThat(exec(two, "true").err())
                .contains("Name one of the task's containers, 2 of which are essential: a, b");
        assertThat(exec("0123456789abcdef0123456789abcdef", "true").err()).contains("was not found");
        var notTerminal = typed(InputStream.nullInputStream(), "exec", arn, "-it", "--", "true");
        assertThat(notTerminal.code()).isEqualTo(125);
        assertThat(notTerminal.err()).contains("-t needs a terminal");
    }

    @Test
    void a_terminal_has_the_size_it_is_given_and_ctrl_c_reaches_the_command() throws Exception {
        var task = started("exec-terminal", "");
        try (var session = open(Api.arn(task), true, "sh")) {
            session.write(typing("until [ \"$(stty size)\" != \"0 0\" ]; do :; done; echo size:$(stty size)\r"));
            until(session, "size:33 77");
            session.write(new ExecFrame.Size(12, 140));
            session.write(typing("until [ \"$(stty size)\" != \"33 77\" ]; do :; done; echo now:$(stty size)\r"));
            until(session, "now:12 140");
            session.write(typing("echo $TERM; sleep 1234\r"));
            until(session, "xterm-256color");
            Await.until("the sleep", () -> runs(task, "sleep 1234"));
            session.write(typing("\u0003"));
            Await.until("its end", () -> !runs(task, "sleep 1234"));
            session.write(typing("echo still-$((40+2)); exit 7\r"));
            until(session, "still-42");
            assertThat(end(session)).isEqualTo(new ExecFrame.Exited(7));
        }
    }

    @Test
    void a_terminal_of_ours_is_handed_over_raw_followed_in_size_and_given_back() {
        assumeTrue(Command.isThere("python3"), "skipped: there is no python3");
        var arn = Api.arn(started("exec-ours", ""));
        var said = Command.run(
                variables(),
                List.of(
                        "python3",
                        Path.of("src", "test", "python", "terminal.py").toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        ChildJvm.classPath(),
                        "berth.cli.Main",
                        "exec",
                        arn,
                        "-it",
                        "--",
                        "sh"));
        assertThat(said.exit()).as("%s", said).isZero();
        assertThat(said.out()).isEqualTo("a terminal works");
    }

    @Test
    void a_command_whose_client_leaves_is_ended_and_so_are_its_children() throws Exception {
        var task = started("exec-left", "");
        try (var session = open(Api.arn(task), false, "sh", "-c", "trap '' TERM; echo here; sleep 4321; echo on")) {
            until(session, "here");
            Await.until("its child", () -> runs(task, "sleep 4321"));
        }
        Await.until("their end", () -> !runs(task, "sleep 4321") && !runs(task, "echo here"));
    }

    @Test
    void a_container_that_stops_ends_its_sessions_with_a_reason() throws Exception {
        var arn = Api.arn(started("exec-stops", ""));
        try (var session = open(arn, false, "sh", "-c", "echo here; sleep 1000")) {
            until(session, "here");
            api.stop(arn);
            assertThat(end(session)).isInstanceOfSatisfying(ExecFrame.Failed.class, failed -> {
                assertThat(failed.reason()).isEqualTo("the container has stopped");
                assertThat(failed.code()).isEqualTo(137);
            });
        }
    }

    @Test
    void an_agent_that_is_killed_ends_its_sessions_and_the_next_one_ends_what_they_ran() throws Exception {
        var task = started("exec-agent", "");
        try (var session = open(Api.arn(task), false, "sh", "-c", "echo here; exec sleep 5432")) {
            until(session, "here");
            Await.until("its process", () -> runs(task, "sleep 5432"));
            berth.killAgent();
            try {
                assertThat(end(session))
                        .isEqualTo(new ExecFrame.Failed(125, "the container instance has broken off the session"));
            } finally {
                berth.startAgent();
            }
            Await.until("the end of what was left", () -> !runs(task, "sleep 5432"));
            berth.awaitConnected();
        }
    }

    @Test
    void a_control_plane_that_is_killed_ends_sessions_on_both_sides() throws Exception {
        var task = started("exec-server", "");
        try (var session = open(Api.arn(task), false, "sh", "-c", "echo here; exec sleep 6543")) {
            until(session, "here");
            berth.killServer();
            try {
                assertThat(end(session)).isNull();
                assertThat(session.endCode()).isEqualTo(1006);
                Await.until("the command's end", () -> !runs(task, "sleep 6543"));
            } finally {
                berth.startServer();
                berth.awaitConnected();
            }
        }
    }

    @Test
    void who_ran_what_is_noted_at_its_begin_and_its_end_and_no_more() {
        var arn = Api.arn(started("exec-audit", ""));
        typed(
                new ByteArrayInputStream("secret input".getBytes(StandardCharsets.UTF_8)),
                "exec",
                arn,
                "-i",
                "--",
                "sh",
                "-c",
                "cat; exit 3");
        Await.until("both lines", () -> noted(arn).size() == 2);
        var begin = noted(arn).getFirst();
        assertThat(begin.path("event").asString()).isEqualTo("ExecBegin");
        assertThat(begin.path("accessKeyId").asString())
                .isEqualTo(berth.operator().accessKeyId());
        assertThat(begin.path("container").asString()).isEqualTo("main");
        assertThat(begin.path("command").asString()).isEqualTo("sh -c \"cat; exit 3\"");
        var end = noted(arn).getLast();
        assertThat(end.path("event").asString()).isEqualTo("ExecEnd");
        assertThat(end.path("session").asString())
                .isEqualTo(begin.path("session").asString());
        assertThat(end.path("exitCode").asInt()).isEqualTo(3);
        assertThat(noted(arn).toString()).doesNotContain("secret input");
        var shown = typed(InputStream.nullInputStream(), "events", "--exec");
        assertThat(shown.code()).isZero();
        assertThat(shown.text()
                        .lines()
                        .filter(line ->
                                line.contains(arn.substring(arn.lastIndexOf('/') + 1, arn.lastIndexOf('/') + 9))))
                .hasSize(2)
                .last()
                .asString()
                .contains("exit code 3", berth.operator().accessKeyId());
    }

    private List<JsonNode> noted(String arn) {
        try {
            var events = api.logs(
                            "FilterLogEvents", "{logGroupName: '/berth/exec', filterPattern: '\"%s\"'}".formatted(arn))
                    .path("events");
            return events.valueStream()
                    .map(event -> Api.JSON.readTree(event.path("message").asString()))
                    .toList();
        } catch (AwsFault noGroup) {
            return List.of();
        }
    }

    // ---- ExecuteCommand

    @Test
    void execute_command_refuses_with_awss_errors() {
        var closed = Api.arn(started("exec-closed", ""));
        assertThatThrownBy(() -> execute(closed, "sh", true))
                .isInstanceOfSatisfying(
                        AwsFault.class, refused -> assertThat(refused.type()).isEqualTo("InvalidParameterException"))
                .hasMessageStartingWith("The execute command failed because execute command was not enabled when the"
                        + " task was run or the execute command agent isn’t running.");
        assertThat(managedAgents(api.task(closed)).isMissingNode()).isTrue();
        var open = Api.arn(started("exec-open", ", enableExecuteCommand: true"));
        assertThat(managedAgents(api.task(open)).path(0).path("name").asString())
                .isEqualTo("ExecuteCommandAgent");
        assertThat(managedAgents(api.task(open)).path(0).path("lastStatus").asString())
                .isEqualTo("RUNNING");
        assertThatThrownBy(() -> execute(open, "sh", false)).hasMessageContaining("Interactive");
        assertThatThrownBy(() -> execute(open, "sh -c 'a", true)).hasMessageContaining("not closed");
        assertThatThrownBy(() -> execute("0123456789abcdef0123456789abcdef", "sh", true))
                .hasMessage("The referenced task was not found.");
        assertThatThrownBy(() -> api.call(
                        "ExecuteCommand",
                        "{cluster: 'none', command: 'sh', interactive: true, task: '%s'}"
                                .formatted("0123456789abcdef0123456789abcdef")))
                .isInstanceOfSatisfying(
                        AwsFault.class, refused -> assertThat(refused.type()).isEqualTo("ClusterNotFoundException"));
    }

    private static JsonNode managedAgents(JsonNode task) {
        return Api.container(task, "main").path("managedAgents");
    }

    private JsonNode execute(String task, String command, boolean interactive) {
        return api.call(
                "ExecuteCommand",
                Api.JSON
                        .createObjectNode()
                        .put("task", task)
                        .put("command", command)
                        .put("interactive", interactive)
                        .toString());
    }

    @Test
    void the_aws_cli_runs_a_command_through_a_client_of_the_plugins_protocol(
            @org.junit.jupiter.api.io.TempDir Path folder) throws IOException, InterruptedException {
        Aws.assumeItIsHere();
        assumeTrue(Command.isThere("python3"), "skipped: there is no python3");
        var plugin = folder.resolve("session-manager-plugin");
        Files.copy(Path.of("src", "test", "python", "plugin.py"), plugin);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
        var arn = Api.arn(started("exec-aws", ", enableExecuteCommand: true"));

        // The stand-in gives a size, types a line, drops the first output once, and reorders its own first messages.
        var shell = aws(
                folder,
                "stty size; echo got-$((40+2)); dd if=/dev/zero bs=1000 count=300 2>/dev/null | tr '\\0' z;"
                        + " echo; exit 5\r",
                arn,
                "sh");
        assertThat(shell.exit()).as("%s", shell).isZero();
        assertThat(shell.out())
                .contains("got-42", "31 99", "z".repeat(300_000))
                .contains("Exiting session with sessionId: ecs-execute-command-")
                .contains("retransmitted: 1");
        var missing = aws(folder, "", arn, "no-such-program");
        assertThat(missing.out()).contains("SessionId: ecs-execute-command-").contains("executable file not found");
        Await.until("four lines", () -> noted(arn).size() == 4);
        assertThat(noted(arn).get(1).path("exitCode").asInt()).isEqualTo(5);
        assertThat(noted(arn).get(1).path("through").asString()).isEqualTo("ExecuteCommand");
    }

    private Command aws(Path plugin, String keys, String arn, String command) throws IOException, InterruptedException {
        var aws = new Aws(berth);
        var environment = new HashMap<>(aws.environment(berth.operator()));
        environment.put("PATH", plugin + ":" + System.getenv("PATH"));
        environment.put("PLUGIN_KEYS", keys);
        return Command.run(
                environment,
                List.of(
                        "aws",
                        "--endpoint-url",
                        berth.endpoint().toString(),
                        "ecs",
                        "execute-command",
                        "--task",
                        arn,
                        "--container",
                        "main",
                        "--interactive",
                        "--command",
                        command));
    }

    @Test
    void a_wrong_token_and_a_used_one_open_nothing() throws Exception {
        var arn = Api.arn(started("exec-token", ", enableExecuteCommand: true"));
        var session = execute(arn, "sh", true).path("session");
        var url = java.net.URI.create(session.path("streamUrl").asString());
        // Not closed: that would wait for what was refused.
        @SuppressWarnings("resource")
        var client = java.net.http.HttpClient.newHttpClient();
        try (var socket = ExecSocket.dial(client, url, Map.of())) {
            // No token at all: a frame that is none.
            socket.write(new ExecFrame.InputEnd());
            assertThat(socket.read()).isNull();
            assertThatThrownBy(() -> ExecSocket.dial(client, url, Map.of()))
                    .isInstanceOfSatisfying(
                            ExecSocket.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(404));
        }
        assertThat(noted(arn)).isEmpty();
    }

    private void recorded(String configuration) {
        api.call(
                "UpdateCluster",
                "{cluster: 'default', configuration: {executeCommandConfiguration: %s}}".formatted(configuration));
    }

    private List<String> lines(String group) {
        var lines = new ArrayList<String>();
        api.logs("FilterLogEvents", "{logGroupName: '" + group + "'}")
                .path("events")
                .forEach(event -> lines.add(event.path("message").asString()));
        return lines;
    }

    @Test
    void what_a_session_shows_is_recorded_where_the_cluster_says() throws Exception {
        var arn = Api.arn(started("exec-recorded", ""));
        var group = "/exec/audit";
        recorded("{logging: 'OVERRIDE', logConfiguration: {cloudWatchLogGroupName: '" + group + "'}}");
        try {
            var refused = exec(arn, "echo", "one");
            assertThat(refused.code()).isEqualTo(125);
            assertThat(refused.err()).contains("log group " + group + ", which does not exist");
            api.logs("CreateLogGroup", "{logGroupName: '" + group + "'}");
            assertThat(exec(arn, "sh", "-c", "echo one; echo two >&2; printf three")
                            .text())
                    .isEqualTo("one\nthree");
            assertThat(lines(group)).containsExactlyInAnyOrder("one", "two", "three");
            try (var shell = open(arn, true, "sh")) {
                shell.write(typing("echo fo''ur\r"));
                until(shell, "four");
                Await.until("its line", () -> lines(group).contains("four"));
                shell.write(typing("exit\r"));
                end(shell);
            }
            recorded("{logging: 'NONE'}");
            exec(arn, "echo", "five");
            assertThat(lines(group)).contains("four").doesNotContain("five");
        } finally {
            recorded("{logging: 'DEFAULT'}");
        }
    }
}
