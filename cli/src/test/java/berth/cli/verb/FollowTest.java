package berth.cli.verb;

import static berth.cli.verb.OneTask.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import berth.cli.json.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What schedulers of one's own use: `events`, `snapshot`, `replay`.
class FollowTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    FollowTest() throws IOException {}

    private static String event(int revision, String type, String detail) {
        return "{\"revision\":" + revision + ",\"time\":1768046220.500,\"detailType\":\"" + type + "\",\"detail\":"
                + detail + "}";
    }

    private static String page(int revision, String... events) {
        return "{\"events\":[" + String.join(",", events) + "],\"revision\":" + revision + "}";
    }

    @Test
    void events_are_lines_in_order_until_nothing_is_left() {
        var instance = "{\"containerInstanceArn\":\"arn:x/default/77aa00bb\",\"status\":\"ACTIVE\","
                + "\"agentConnected\":false,\"runningTasksCount\":2,\"registeredResources\":[{\"name\":\"CPU\","
                + "\"integerValue\":4096}],\"remainingResources\":[{\"name\":\"CPU\",\"integerValue\":96}]}";
        api.says(
                        "Events",
                        page(
                                7,
                                event(6, "ECS Task State Change", STOPPED),
                                event(7, "ECS Container Instance State Change", instance)))
                .says("Events", page(7));
        var typed = api.type("events", "--after", "5");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                        6         2026-01-10T11:57:00.500Z  task        abababab  web:7  STOPPED on 77aa00bb (Essential container in task exited)
                        7         2026-01-10T11:57:00.500Z  instance    77aa00bb  ACTIVE, agent away, free 96/4096 CPU units, 0/0 MiB, 2 running, 0 pending
                        """);
        assertThat(api.lastRequest("Events").number("after", 0)).isEqualTo(7);
    }

    private static final String SAID = event(
            8,
            "ECS Service Action",
            "{\"eventType\":\"INFO\",\"eventName\":\"SERVICE_STEADY_STATE\",\"serviceArn\":\"arn:x:service/default/web\","
                    + "\"reason\":\"(service web) has reached a steady state.\"}");
    private static final String DEPLOYED = event(
            9,
            "ECS Deployment State Change",
            "{\"eventType\":\"ERROR\",\"status\":\"STOPPED\",\"serviceArn\":\"arn:x:service/default/db\","
                    + "\"lifecycleStage\":\"SCALE_UP\",\"reason\":\"Stop was requested by a user.\"}");
    private static final String TASK = event(
            10,
            "ECS Task State Change",
            "{\"taskArn\":\"arn:x/default/3f2c1ab900\",\"taskDefinitionArn\":\"arn:x/web:7\",\"group\":\"service:web\","
                    + "\"lastStatus\":\"PENDING\",\"desiredStatus\":\"RUNNING\"}");

    @Test
    void what_was_said_of_services_is_shown_with_its_text_and_deployments_with_their_reasons() {
        api.says("Events", page(9, SAID, DEPLOYED)).says("Events", page(9));
        assertThat(api.type("events").out()).isEqualTo("""
                        8         2026-01-10T11:57:00.500Z  service     web       (service web) has reached a steady state.
                        9         2026-01-10T11:57:00.500Z  deployment  db        STOPPED at SCALE_UP (Stop was requested by a user.)
                        """);
    }

    private static String shown(String... filter) throws IOException {
        try (var api = new CannedApi()) {
            api.says("Events", page(10, SAID, DEPLOYED, TASK)).says("Events", page(10));
            var words = new ArrayList<>(List.of("events"));
            words.addAll(List.of(filter));
            return api.type(words.toArray(String[]::new))
                    .out()
                    .lines()
                    .map(line -> line.split(" ", 2)[0])
                    .collect(Collectors.joining(" "));
        }
    }

    @Test
    void only_what_concerns_a_service_or_a_task_is_shown_if_that_is_asked_for() throws IOException {
        assertThat(shown()).isEqualTo("8 9 10");
        assertThat(shown("--service", "web")).isEqualTo("8 10");
        assertThat(shown("--service", "arn:x:service/default/db")).isEqualTo("9");
        assertThat(shown("--service", "we")).isEmpty();
        assertThat(shown("--task", "3f2c")).isEqualTo("10");
        assertThat(shown("--task", "arn:x/default/3f2c1ab900")).isEqualTo("10");
        assertThat(shown("--task", "ab9")).isEmpty();
        assertThat(shown("--service", "db", "--task", "3f2c")).isEmpty();
    }

    @Test
    void events_as_json_are_what_was_said_a_line_each() {
        var one = event(6, "Cluster State Change", "{\"clusterName\":\"default\",\"status\":\"ACTIVE\"}");
        api.says("Events", page(6, one)).says("Events", page(6));
        var typed = api.type("events", "--json");
        assertThat(typed.out().lines()).hasSize(1);
        assertThat(Reading.json(typed.out())).isEqualTo(Reading.json(one));
        assertThat(api.asked().getFirst()).doesNotContain("after");
    }

    @Test
    void a_snapshot_is_counted_for_people() {
        api.says("Snapshot", "{\"revision\":42,\"containerInstances\":[{}],\"tasks\":[{},{}]}");
        assertThat(api.type("snapshot").out())
                .isEqualTo("Cluster default at revision 42: 1 container instances, 2 live tasks\n");
    }

    @Test
    void a_recording_that_is_not_there_is_said() {
        var typed = api.type("replay", "/nonexistent/decisions.jsonl");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err()).startsWith("berth: Cannot read /nonexistent/decisions.jsonl");
    }
}
