package berth.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import berth.cli.json.Reading;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerbsTest {
    private static final String TASK = "arn:aws:ecs:us-east-1:000000000000:task/default/" + "ab".repeat(16);
    private static final String RUNNING = task("RUNNING", "RUNNING", "");
    private static final String PENDING = task("PENDING", "RUNNING", "");
    private static final String STOPPED = task(
            "STOPPED",
            "STOPPED",
            ",\"stoppedReason\":\"Essential container in task exited\",\"stoppedAt\":1768046340.0");

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

    private static String task(String last, String desired, String more) {
        return "{\"taskArn\":\"" + TASK
                + "\",\"taskDefinitionArn\":\"arn:aws:ecs:us-east-1:000000000000:task-definition/"
                + "web:7\",\"containerInstanceArn\":\"arn:aws:ecs:us-east-1:0:container-instance/default/77aa00bb\","
                + "\"lastStatus\":\"" + last + "\",\"desiredStatus\":\"" + desired + "\",\"createdAt\":1768046220.5,"
                + "\"containers\":[{\"name\":\"app\"" + (last.equals("STOPPED") ? ",\"exitCode\":3" : "")
                + ",\"networkBindings\":[{\"bindIP\":\"0.0.0.0\",\"hostPort\":8080,\"containerPort\":80,"
                + "\"protocol\":\"tcp\"},{\"bindIP\":\"10.0.0.1\",\"hostPort\":53,\"containerPort\":53,"
                + "\"protocol\":\"udp\"}]}]" + more + "}";
    }

    private static String tasks(String... tasks) {
        return "{\"tasks\":[" + String.join(",", tasks) + "],\"failures\":[]}";
    }

    @Test
    void ps_shows_a_line_per_task() {
        api.says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}").says("DescribeTasks", tasks(RUNNING));
        var typed = api.type("ps");
        assertThat(typed.out()).isEqualTo("""
                        TASK      DEFINITION  STATUS   AGE  NODE      PORTS                          NOTE
                        abababab  web:7       RUNNING  2m   77aa00bb  8080->80, 10.0.0.1:53->53/udp
                        """);
        assertThat(typed.code()).isZero();
    }

    @Test
    void ps_all_asks_for_stopped_tasks_too_and_says_why_they_ended() {
        api.says("ListTasks", "{\"taskArns\":[]}")
                .says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}")
                .says("DescribeTasks", tasks(STOPPED));
        var typed = api.type("ps", "-a");
        assertThat(typed.out())
                .contains("Essential container in task exited; app exited 3")
                .contains("  60s  ");
        assertThat(api.lastRequest("ListTasks").text("desiredStatus")).isEqualTo("STOPPED");
    }

    @Test
    void ps_json_is_what_ecs_said() {
        api.says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}").says("DescribeTasks", tasks(RUNNING));
        var typed = api.type("ps", "--json");
        assertThat(Reading.json(typed.out())).isEqualTo(Reading.json("{\"tasks\":[" + RUNNING + "]}"));
    }

    @Test
    void ps_reads_every_page() {
        api.says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"],\"nextToken\":\"t\"}")
                .says("ListTasks", "{\"taskArns\":[\"" + TASK + "2\"]}")
                .says("DescribeTasks", tasks(RUNNING));
        api.type("ps");
        assertThat(api.lastRequest("ListTasks").text("nextToken")).isEqualTo("t");
        assertThat(api.lastRequest("DescribeTasks").texts("tasks")).containsExactly(TASK, TASK + "2");
    }

    @Test
    void an_empty_cluster_is_said_on_the_error_stream() {
        api.says("ListTasks", "{\"taskArns\":[]}");
        var typed = api.type("ps", "--cluster", "prod");
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).isEqualTo("No tasks in cluster prod; -a shows stopped ones.\n");
    }

    @Test
    void a_refusal_is_told_in_awss_words() {
        api.refuses("ListTasks", "ClusterNotFoundException", "Cluster not found.");
        var typed = api.type("ps");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err()).isEqualTo("berth: ListTasks: Cluster not found. (ClusterNotFoundException)\n");
    }

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
    void stop_finds_the_task_by_the_beginning_of_its_id() {
        api.says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}")
                .says("StopTask", "{\"task\":" + task("RUNNING", "STOPPED", "") + "}");
        var typed = api.type("stop", "abab", "--reason", "enough");
        assertThat(typed.out()).isEqualTo("abababab  web:7  STOPPING\n");
        assertThat(api.lastRequest("StopTask").text("task")).isEqualTo(TASK);
        assertThat(api.lastRequest("StopTask").text("reason")).isEqualTo("enough");
    }

    @Test
    void an_id_that_nobody_has_stops_nothing() {
        api.says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}");
        var typed = api.type("stop", "abab", "ffff");
        assertThat(typed.err()).contains("No task in cluster default has an id that begins with ffff");
        assertThat(api.asked()).noneMatch(call -> call.startsWith("StopTask"));
    }

    @Test
    void logs_come_through_as_they_are() {
        api.says("DescribeTasks", tasks(RUNNING)).says("GET /berth/logs", "one\ntwo\n");
        var typed = api.type("logs", "ab".repeat(16), "--tail", "5");
        assertThat(typed.out()).isEqualTo("one\ntwo\n");
        assertThat(api.asked().getLast())
                .isEqualTo("/berth/logs?task=" + "ab".repeat(16)
                        + "&cluster=default&container=app&follow=false&tail=5&timestamps=false");
    }

    @Test
    void nodes_show_what_is_free() {
        api.says("ListContainerInstances", "{\"containerInstanceArns\":[\"x\"]}")
                .says(
                        "DescribeContainerInstances",
                        "{\"containerInstances\":[{\"containerInstanceArn\":\"arn:x/default/77aa00bbcc\",\"status\":"
                                + "\"ACTIVE\",\"agentConnected\":true,\"runningTasksCount\":2,\"pendingTasksCount\":1,"
                                + "\"attributes\":[{\"name\":\"berth.node\",\"value\":\"rack1\"}],\"versionInfo\":"
                                + "{\"dockerVersion\":\"DockerVersion: 20.10.24\"},\"registeredAt\":1768042800,"
                                + "\"registeredResources\":[{\"name\":\"CPU\",\"integerValue\":2048},{\"name\":"
                                + "\"MEMORY\",\"integerValue\":4000}],\"remainingResources\":[{\"name\":\"CPU\","
                                + "\"integerValue\":1024},{\"name\":\"MEMORY\",\"integerValue\":3000}]}]}");
        assertThat(api.type("nodes").out()).isEqualTo("""
                NODE      NAME   STATUS  AGENT      TASKS  CPU        MEMORY     DOCKER    AGE
                77aa00bb  rack1  ACTIVE  connected  2+1    1024/2048  3000/4000  20.10.24  60m
                """);
    }

    @Test
    void a_node_key_is_printed_as_the_line_to_type() {
        api.says("CreateNodeKey", "{\"accessKeyId\":\"AK\",\"secretAccessKey\":\"s/e+c\"}");
        var typed = api.type("node-key", "--note", "rack 2");
        assertThat(typed.out())
                .startsWith("./berth agent --join http://127.0.0.1:")
                .endsWith("--key AK:s/e+c\n");
        assertThat(api.lastRequest("CreateNodeKey").text("note")).isEqualTo("rack 2");
    }

    @Test
    void register_says_what_it_mended_and_what_it_got() {
        api.says(
                "RegisterTaskDefinition",
                "{\"taskDefinition\":{\"family\":\"web\",\"revision\":8},\"tags\":[{\"key\":\"berth:version\",\"value\":"
                        + "\"1.0\"}]}");
        var typed = api.typeWith(
                "{\"family\":\"web\",\"version\":\"1.0\",\"containers\":[{\"name\":\"a\",\"image\":\"x\",\"memory\":\"6\"}]}",
                "register",
                "-");
        assertThat(typed.out()).isEqualTo("registered web:8 (version 1.0)\n");
        assertThat(typed.err()).contains("mended: containerDefinitions[0].memory: the text \"6\" taken as a number");
    }

    @Test
    void a_dry_run_sends_nothing() {
        var typed = api.typeWith("{\"family\":\"w\",\"containers\":[{\"name\":\"a\"}]}", "register", "-", "--dry-run");
        assertThat(Reading.json(typed.out()))
                .isEqualTo(Reading.json("{\"family\":\"w\",\"containerDefinitions\":[{\"name\":\"a\"}]}"));
        assertThat(api.asked()).isEmpty();
    }
}
