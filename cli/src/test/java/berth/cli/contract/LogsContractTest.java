package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.show.Paint;
import berth.wire.aws.AwsFault;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What containers with log driver `awslogs` write, on a real engine: whoever dies, nothing of it is lost.
@ExtendWith(RunningBerth.Started.class)
class LogsContractTest {
    private static final String GROUP = "/contract/logs";

    private final RunningBerth berth;
    private final Api api;

    LogsContractTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    private String define(String family, String script, String options) {
        return define(family, script, options, "");
    }

    private String define(String family, String script, String options, String more) {
        return api.define(family, """
                [{name: 'main', command: ['sh', '-c', '%s'], logConfiguration: {logDriver: 'awslogs', options: {
                  'awslogs-group': '%s', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'p' %s}}}]""".formatted(script, GROUP, options), more);
    }

    private static String stream(String taskArn) {
        return "p/main/" + taskArn.substring(taskArn.lastIndexOf('/') + 1);
    }

    /// All that there is of a task's log now; nothing if there is no stream yet.
    private List<String> written(String taskArn) {
        var all = new ArrayList<String>();
        var token = "";
        while (true) {
            JsonNode page;
            try {
                page = api.logs(
                        "GetLogEvents",
                        "{logGroupName: '%s', logStreamName: '%s', startFromHead: true %s}"
                                .formatted(GROUP, stream(taskArn), token));
            } catch (AwsFault none) {
                assertThat(none.type()).isEqualTo("ResourceNotFoundException");
                return List.of();
            }
            if (page.path("events").isEmpty()) return all;
            for (var event : page.path("events")) all.add(event.path("message").asString());
            token = ", nextToken: '" + page.path("nextForwardToken").asString() + "'";
        }
    }

    private static List<String> lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> "line " + n).toList();
    }

    @Test
    void a_thousand_lines_are_there_in_order_for_the_aws_cli() {
        Aws.assumeItIsHere();
        var arn = api.run(define("logs-many", "i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo line $i; done", ""));
        api.awaitStopped(arn);
        Await.until("a thousand lines", () -> written(arn).size() >= 1000);
        assertThat(written(arn)).isEqualTo(lines(1000));

        var aws = new Aws(berth);
        var said = aws.said(
                "logs",
                "get-log-events",
                "--log-group-name",
                GROUP,
                "--log-stream-name",
                stream(arn),
                "--start-from-head");
        assertThat(said.exit()).as("%s", said).isZero();
        var events = Api.JSON.readTree(said.out()).path("events");
        assertThat(events.valueStream().map(event -> event.path("message").asString()))
                .isEqualTo(lines(1000));
        var found = aws.said(
                "logs",
                "filter-log-events",
                "--log-group-name",
                GROUP,
                "--log-stream-names",
                stream(arn),
                "--filter-pattern",
                "\"line 99\"",
                "--query",
                "events[].message",
                "--output",
                "text");
        assertThat(found.out().split("\t", -1)).hasSize(11).startsWith("line 99", "line 990");
        var refused = aws.said("logs", "create-log-group", "--log-group-name", GROUP);
        Aws.assertRefused(refused, "ResourceAlreadyExistsException", "CreateLogGroup", "already exists");
    }

    @Test
    void nothing_is_lost_when_control_plane_and_agent_die_while_a_container_writes() {
        var arn = Api.arn(api.started(define(
                "logs-deaths",
                "i=0; while [ $i -lt 800 ]; do i=$((i+1)); echo line $i; sleep 0.01; done; echo line 801 >&2; sleep 1",
                "")));
        Await.until("its first lines", () -> !written(arn).isEmpty());
        berth.killServer();
        var container = berth.containersOf(arn).getFirst();
        Await.until("more lines than were sent", () -> inFile(container) > 300);
        berth.startServer();
        Await.until("lines from meanwhile", () -> written(arn).size() > 300);
        berth.killAgent();
        Await.until("its end", () -> !runs(container));
        berth.startAgent();
        berth.awaitConnected();
        api.awaitStopped(arn);
        Await.until("all lines", () -> written(arn).contains("line 801"));
        // What was under way at the death of either side may be there twice.
        assertThat(written(arn).stream().distinct()).isEqualTo(lines(801));
    }

    private long inFile(String container) {
        return berth.engine().docker("logs", container).lines().count();
    }

    private boolean runs(String container) {
        return berth.engine()
                .tryDocker("inspect", "-f", "{{.State.Running}}", container)
                .out()
                .equals("true");
    }

    @Test
    void last_words_are_there_after_the_container_is_gone_and_berth_logs_finds_them() {
        var task = api.started(
                define("logs-last", "trap \"echo last words; exit 3\" TERM; echo first; sleep 3600 & wait", ""));
        var arn = Api.arn(task);
        assertThat(typed("logs", arn)).isEqualTo("first\n");
        api.stop(arn);
        assertThat(Api.exitCode(api.awaitStopped(arn), "main")).isEqualTo(3);
        Await.until("its last words", () -> written(arn).contains("last words"));
        berth.engine().docker("rm", "-f", berth.containersOf(arn).getFirst());
        assertThat(written(arn)).containsExactly("first", "last words");
        assertThat(typed("logs", arn)).isEqualTo("first\nlast words\n");
        assertThat(typed("logs", arn, "-c", "main", "--tail", "1")).isEqualTo("last words\n");
    }

    private String typed(String... words) {
        var variables = Map.of(
                "AWS_ENDPOINT_URL", berth.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", berth.operator().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", berth.operator().secretAccessKey());
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                new HashMap<>(variables),
                Path.of("/nonexistent"),
                null,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Paint.NONE,
                0,
                false,
                InstantSource.system());
        assertThat(new Program(surroundings).run(words)).as("%s", err).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void lines_that_belong_together_are_one_event_and_the_definition_stays_as_it_was_given() {
        var definition = define(
                "logs-lines",
                "echo \"[1] broke\"; echo \"  at a\"; echo \"  at b\"; echo \"[2] on\"",
                ", 'awslogs-multiline-pattern': '^[[]', 'mode': 'non-blocking'",
                // With AWS the role is what may write; here it is the node's key.
                "executionRoleArn: 'arn:aws:iam::000000000000:role/execution',");
        var arn = api.run(definition);
        api.awaitStopped(arn);
        Await.until("both events", () -> written(arn).size() >= 2);
        assertThat(written(arn)).containsExactly("[1] broke\n  at a\n  at b", "[2] on");
        var log = api.call("DescribeTaskDefinition", "{taskDefinition: '%s'}".formatted(definition))
                .at("/taskDefinition/containerDefinitions/0/logConfiguration");
        assertThat(log.path("logDriver").asString()).isEqualTo("awslogs");
        assertThat(log.at("/options/awslogs-region").asString()).isEqualTo("eu-west-1");
    }
}
