package berth.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import berth.cli.json.Reading;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final String TASK = "arn:aws:ecs:us-east-1:000000000000:task/default/" + "ab".repeat(16);
    private static final String RUN =
            "{\"number\":7,\"dueAt\":1768046400.000,\"trigger\":\"CLOCK\",\"outcome\":\"FAILED\","
                    + "\"reason\":\"task abab: app exited 3\",\"endedAt\":1768046410.0,\"attempts\":[{\"startedAt\":1768046400.0,"
                    + "\"taskArns\":[\"" + TASK + "\"]}]}";
    private static final String NIGHTLY = nightly("\"suspended\":false,\"nextRuns\":[1768053600.000]");

    @SuppressWarnings("NullAway.Init")
    private CannedApi api;

    @BeforeEach
    void open() throws IOException {
        api = new CannedApi();
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static String nightly(String more) {
        return "{\"name\":\"nightly\",\"scheduleExpression\":\"cron(0 15 * * *)\","
                + "\"scheduleExpressionTimezone\":\"Europe/Berlin\",\"task\":{\"taskDefinition\":\"web\",\"count\":2},"
                + "\"concurrencyPolicy\":\"FORBID\",\"retries\":3,\"retryBackoffSeconds\":10,"
                + "\"startingDeadlineSeconds\":3600,\"lastRun\":" + RUN + "," + more + "}";
    }

    @Test
    void put_says_when_it_is_due_and_what_is_run() {
        api.says("PutSchedule", "{\"schedule\":" + NIGHTLY + "}");
        var typed = api.type(
                "schedule",
                "put",
                "nightly",
                "web",
                "--cron",
                "0 15 * * *",
                "--timezone",
                "Europe/Berlin",
                "--count",
                "2",
                "--overlap",
                "replace",
                "--retries",
                "3",
                "--backoff",
                "30s",
                "--deadline",
                "10m",
                "--keep",
                "5",
                "--wait-for-room",
                "5m");
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out()).isEqualTo("nightly  cron(0 15 * * *)  next 2026-01-10 15:00:00 +01:00 (in 2h)\n");
        assertThat(api.lastRequest("PutSchedule").members()).isEqualTo(Reading.json("""
                {"cluster":"default","name":"nightly","scheduleExpression":"cron(0 15 * * *)",
                 "scheduleExpressionTimezone":"Europe/Berlin",
                 "task":{"taskDefinition":"web","count":2,"tags":[{"key":"berth:wait","value":"5m"}]},
                 "concurrencyPolicy":"REPLACE","retries":3,"retryBackoffSeconds":30,"startingDeadlineSeconds":600,
                 "succeededHistoryLimit":5}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rate=5 minutes", "--rate=rate(5 minutes)"})
    void an_expression_may_be_typed_whole_or_without_its_kind(String option) {
        api.says("PutSchedule", "{\"schedule\":" + NIGHTLY + "}");
        api.type("schedule", "put", "nightly", "web", option);
        assertThat(api.lastRequest("PutSchedule").text("scheduleExpression")).isEqualTo("rate(5 minutes)");
    }

    @Test
    void put_wants_one_way_to_say_when() {
        var none = api.type("schedule", "put", "nightly", "web");
        assertThat(none.code()).isNotZero();
        assertThat(none.err()).contains("Give one of --cron").contains("(got 0)");
        assertThat(api.type("schedule", "put", "nightly", "web", "--cron", "0 3 * * *", "--at", "2026-12-01T00:00:00")
                        .err())
                .contains("(got 2)");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void list_shows_a_line_per_schedule() {
        api.says(
                "ListSchedules",
                "{\"schedules\":[" + NIGHTLY + "," + nightly("\"suspended\":true,\"nextRuns\":[]") + "]}");
        var typed = api.type("schedule", "list");
        assertThat(typed.out()).isEqualTo("""
                NAME     WHEN              ZONE           DEFINITION  NEXT       LAST  OUTCOME
                nightly  cron(0 15 * * *)  Europe/Berlin  web         in 2h      0s    FAILED
                nightly  cron(0 15 * * *)  Europe/Berlin  web         suspended  0s    FAILED
                """);
    }

    @Test
    void list_reads_every_page() {
        api.says("ListSchedules", "{\"schedules\":[" + NIGHTLY + "],\"nextToken\":\"t\"}")
                .says("ListSchedules", "{\"schedules\":[" + NIGHTLY + "]}");
        assertThat(api.type("schedule", "list").lines()).hasSize(4);
        assertThat(api.lastRequest("ListSchedules").text("nextToken")).isEqualTo("t");
    }

    @Test
    void a_cluster_without_schedules_says_so() {
        api.says("ListSchedules", "{\"schedules\":[]}");
        assertThat(api.type("schedule", "list").err()).isEqualTo("No schedules in cluster default.\n");
    }

    @Test
    void show_tells_the_next_times_and_what_became_of_the_last_runs() {
        var skipped = "{\"number\":8,\"dueAt\":1768046400.0,\"lastDueAt\":1768046460.0,\"trigger\":\"USER\","
                + "\"outcome\":\"SKIPPED\",\"reason\":\"run 7 had not ended\",\"attempts\":[]}";
        api.says("DescribeSchedule", "{\"schedule\":" + NIGHTLY + ",\"runs\":[" + skipped + "," + RUN + "]}");
        assertThat(api.type("schedule", "show", "nightly").out()).isEqualTo("""
                name      nightly
                when      cron(0 15 * * *) Europe/Berlin
                runs      2 of web
                overlap   FORBID
                retries   3, the first after 10s
                deadline  3600s
                next      2026-01-10 15:00:00 +01:00 (in 2h)

                RUN  DUE                                                       BY     OUTCOME  TRIES  TASKS     REASON
                8    2026-01-10 13:00:00 +01:00 to 2026-01-10 13:01:00 +01:00  user   SKIPPED  0                run 7 had not ended
                7    2026-01-10 13:00:00 +01:00                                clock  FAILED   1      abababab  task abab: app exited 3
                """);
    }

    @Test
    void show_json_is_what_the_control_plane_said() {
        var answer = "{\"schedule\":" + NIGHTLY + ",\"runs\":[" + RUN + "]}";
        api.says("DescribeSchedule", answer);
        assertThat(Reading.json(
                        api.type("schedule", "show", "nightly", "--json").out()))
                .isEqualTo(Reading.json(answer));
    }

    @Test
    void run_suspend_resume_and_delete_say_what_is_so_now() {
        api.says(
                        "RunScheduleNow",
                        "{\"run\":" + RUN.replace("FAILED", "RUNNING").replaceAll("\"reason\":[^,]*,", "") + "}")
                .says("SuspendSchedule", "{\"schedule\":" + nightly("\"suspended\":true,\"nextRuns\":[]") + "}")
                .says("ResumeSchedule", "{\"schedule\":" + NIGHTLY + "}")
                .says("DeleteSchedule", "{\"schedule\":" + NIGHTLY + ",\"taskArns\":[\"" + TASK + "\"]}");
        assertThat(api.type("schedule", "run", "nightly").out()).isEqualTo("run 7  RUNNING  abababab\n");
        assertThat(api.type("schedule", "suspend", "nightly").out()).isEqualTo("nightly  suspended\n");
        assertThat(api.type("schedule", "resume", "nightly").out())
                .isEqualTo("nightly  resumed  next 2026-01-10 15:00:00 +01:00 (in 2h)\n");
        assertThat(api.type("schedule", "delete", "nightly").out()).isEqualTo("nightly  deleted  1 task left to end\n");
        assertThat(api.lastRequest("DeleteSchedule").has("stopTasks")).isFalse();
        assertThat(api.type("schedule", "delete", "nightly", "--stop-tasks").out())
                .isEqualTo("nightly  deleted  1 task told to stop\n");
        assertThat(api.lastRequest("DeleteSchedule").flag("stopTasks")).isTrue();
    }

    @Test
    void what_does_not_go_with_a_deed_is_not_understood() {
        for (var wrong : new String[][] {
            {"schedule", "put", "nightly"},
            {"schedule", "show"},
            {"schedule", "list", "nightly"},
            {"schedule", "show", "nightly", "--retries", "3"},
            {"schedule", "run", "nightly", "--count", "3"},
            {"schedule", "show", "nightly", "--stop-tasks"},
            {"schedule", "fly"},
        }) {
            assertThat(api.type(wrong).code()).as(String.join(" ", wrong)).isEqualTo(Program.NOT_UNDERSTOOD);
        }
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void a_refusal_is_told_in_the_control_planes_words() {
        api.refuses("DescribeSchedule", "ResourceNotFoundException", "There is no schedule 'x' in cluster 'default'.");
        var typed = api.type("schedule", "show", "x");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err())
                .isEqualTo("berth: DescribeSchedule: There is no schedule 'x' in cluster 'default'."
                        + " (ResourceNotFoundException)\n");
    }
}
