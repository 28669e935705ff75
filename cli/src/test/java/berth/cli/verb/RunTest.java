package berth.cli.verb;

import static berth.cli.verb.OneTask.PENDING;
import static berth.cli.verb.OneTask.RUNNING;
import static berth.cli.verb.OneTask.STOPPED;
import static berth.cli.verb.OneTask.TASK;
import static berth.cli.verb.OneTask.TWO_NODES;
import static berth.cli.verb.OneTask.WAITING;
import static berth.cli.verb.OneTask.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import berth.cli.json.Reading;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RunTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    RunTest() throws IOException {}

    @Test
    void run_waits_until_the_task_runs_and_shows_what_it_does() {
        api.says("RunTask", tasks(PENDING))
                .says("DescribeTasks", tasks(PENDING))
                .says("DescribeTasks", tasks(RUNNING))
                .says(
                        "Progress",
                        "{\"tasks\":[{\"taskArn\":\"" + TASK
                                + "\",\"containers\":[{\"name\":\"app\",\"text\":\"pulling 40 %\"}]}]}");
        var typed = api.type("run", "web:7", "--wait");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("abababab  web:7  RUNNING\n");
        assertThat(typed.err()).contains("PENDING  app: pulling 40 %").contains("abababab web:7  RUNNING");
    }

    @Test
    void run_fails_when_the_task_ended_badly() {
        api.says("RunTask", tasks(PENDING)).says("DescribeTasks", tasks(STOPPED));
        var typed = api.type("run", "web", "--wait");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.out()).contains("STOPPED").contains("app exited 3");
    }

    @Test
    void run_says_which_node_would_not_take_it_and_why() {
        api.says(
                "RunTask",
                "{\"tasks\":[],\"failures\":[{\"arn\":\"arn:aws:ecs:r:a:container-instance/default/77aa00bb\","
                        + "\"reason\":\"RESOURCE:MEMORY\",\"detail\":\"512 of 2048 MiB free\"}]}");
        var typed = api.type("run", "web", "--count", "2");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err())
                .contains("not placed on 77aa00bb: RESOURCE:MEMORY (512 of 2048 MiB free)")
                .contains("0 of 2 tasks placed");
    }

    @Test
    void run_asks_for_more_than_ten_in_several_calls() {
        api.says("RunTask", tasks(PENDING));
        api.type("run", "web", "--count", "23");
        assertThat(api.asked()).hasSize(3);
        assertThat(api.lastRequest("RunTask").number("count", 0)).isEqualTo(3);
    }

    @Test
    void run_says_where_and_how_in_ecss_words() {
        api.says("RunTask", tasks(PENDING));
        api.type(
                "run",
                "web",
                "--constraint",
                "attribute:disk == ssd",
                "--constraint",
                "distinctInstance",
                "--strategy",
                "spread:attribute:berth.rack",
                "--strategy",
                "random",
                "--address",
                "10.0.0.7");
        var asked = api.lastRequest("RunTask").members();
        assertThat(asked.get("placementConstraints"))
                .isEqualTo(Reading.json("[{\"type\":\"memberOf\",\"expression\":\"attribute:disk == ssd\"},"
                        + "{\"type\":\"distinctInstance\"}]"));
        assertThat(asked.get("placementStrategy"))
                .isEqualTo(Reading.json(
                        "[{\"type\":\"spread\",\"field\":\"attribute:berth.rack\"},{\"type\":\"random\"}]"));
        assertThat(asked.get("tags")).isEqualTo(Reading.json("[{\"key\":\"berth:address\",\"value\":\"10.0.0.7\"}]"));
        assertThat(asked).doesNotContainKeys("group", "overrides");
    }

    @Test
    void run_says_how_urgent_it_is_in_tags() {
        api.says("RunTask", tasks(WAITING));
        var typed = api.type("run", "web", "--wait-for-room", "10m", "--priority", "-5", "--preempt");
        assertThat(api.lastRequest("RunTask").members().get("tags"))
                .isEqualTo(Reading.json("[{\"key\":\"berth:wait\",\"value\":\"10m\"},"
                        + "{\"key\":\"berth:priority\",\"value\":\"-5\"},"
                        + "{\"key\":\"berth:preempt\",\"value\":\"lower\"}]"));
        assertThat(typed.out()).isEqualTo("abababab  web:7  PROVISIONING  waits for room\n");
        assertThat(typed.code()).isZero();
    }

    @Test
    void whoever_names_the_node_cannot_wait_for_room() {
        var typed = api.type("run", "web", "--on", "rack1", "--wait-for-room", "10m");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err()).contains("--on names the container instances");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void run_on_a_node_starts_the_task_there_by_name_or_id() {
        api.says("ListContainerInstances", "{\"containerInstanceArns\":[\"x\"]}")
                .says("DescribeContainerInstances", TWO_NODES)
                .says("StartTask", tasks(PENDING));
        var typed = api.type("run", "web", "--on", "rack1", "--on", "77aa1");
        assertThat(typed.code()).isZero();
        assertThat(api.lastRequest("StartTask").texts("containerInstances"))
                .containsExactly("arn:x/default/77aa00bb", "arn:x/default/77aa11cc");
        assertThat(api.asked()).noneMatch(call -> call.startsWith("RunTask"));
    }

    @Test
    void a_node_that_is_not_there_or_is_two_starts_nothing() {
        api.says("ListContainerInstances", "{\"containerInstanceArns\":[\"x\"]}")
                .says("DescribeContainerInstances", TWO_NODES);
        assertThat(api.type("run", "web", "--on", "rack2").err()).contains("has the name rack2");
        assertThat(api.type("run", "web", "--on", "77aa").err())
                .contains("2 container instances go by 77aa: 77aa00bb, 77aa11cc");
        assertThat(api.asked()).noneMatch(call -> call.startsWith("StartTask"));
    }
}
