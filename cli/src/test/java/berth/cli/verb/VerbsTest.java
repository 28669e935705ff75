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
    private static final String WAITING = PENDING.replaceAll(
                    "\"containerInstanceArn\":[^,]*,|(?<=\"networkBindings\":\\[)[^]]*", "")
            .replace("\"PENDING\"", "\"PROVISIONING\"");
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
    void ps_shows_the_address_that_a_task_was_given() {
        var bound = RUNNING.replace("\"0.0.0.0\",\"hostPort\":8080", "\"192.0.2.7\",\"hostPort\":443")
                .replace("10.0.0.1", "2001:db8::7");
        api.says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}").says("DescribeTasks", tasks(bound));
        assertThat(api.type("ps").out()).contains("  192.0.2.7:443->80, [2001:db8::7]:53->53/udp");
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
    void ps_shows_what_waits_for_room() {
        api.says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}").says("DescribeTasks", tasks(WAITING));
        assertThat(api.type("ps").out()).isEqualTo("""
                        TASK      DEFINITION  STATUS        AGE  NODE  PORTS  NOTE
                        abababab  web:7       PROVISIONING  2m   -     -      waits for room
                        """);
    }

    @Test
    void plan_run_says_where_in_the_queue_a_task_would_be() {
        api.says(
                "PlanRunTask",
                "{\"tasks\":[" + PENDING + "," + WAITING + "],\"failures\":[],"
                        + "\"waiting\":[{\"rank\":2,\"of\":5,\"priority\":-5,\"until\":\"2026-01-10T12:30:00Z\","
                        + "\"keeps\":\"arn:x/default/77aa00bb\",\"stops\":[\"" + TASK + "\"]}],"
                        + "\"nearest\":{\"containerInstanceArn\":\"arn:x/default/77aa00bbcc\",\"text\":"
                        + "\"77aa00bbcc would take it with 212 more MiB of memory.\"}}");
        var typed = api.type("plan", "run", "web", "--count", "2", "--wait-for-room", "10m");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                77aa00bb  1 task of web:7
                no room yet  1 task, which waits: rank 2 of 5, priority -5, until 2026-01-10T12:30:00Z; it keeps 77aa00bb and \
                has abababab stopped there
                77aa00bb would take it with 212 more MiB of memory.
                """);
    }

    @Test
    void explain_of_a_task_that_waits_says_what_every_node_lacks() {
        api.refuses("DescribeTaskDefinition", "ClientException", "Unable to describe task definition.")
                .says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}")
                .says("Explain", """
                        {"taskArn":"%s","taskDefinitionArn":"arn:x/web:7","lastStatus":"PROVISIONING",
                         "needs":{"cpu":256,"memory":512,"ports":[]},"containers":[],"weights":[],
                         "waiting":{"rank":1,"of":3,"priority":0,"until":"2026-01-10T12:30:00Z"},
                         "containerInstances":[
                          {"containerInstanceArn":"arn:x/default/88","fits":false,
                           "dimensions":[{"name":"CPU","free":100,"total":2048},{"name":"MEMORY","free":1,"total":2}],
                           "weights":[],"lacks":[{"reason":"RESOURCE:CPU","detail":"Too little."}]}]}""".formatted(TASK));
        assertThat(api.type("explain", "abab").out()).isEqualTo("""
                abababab  web:7  PROVISIONING
                It waits for room: rank 1 of 3, priority 0, until 2026-01-10T12:30:00Z
                It needs 256 CPU units, 512 MiB

                NODE  NAME  TAKES IT  CPU       MEMORY  WHY
                88    -     no        100/2048  1/2     Too little.
                """);
    }

    private static final String TWO_NODES =
            "{\"containerInstances\":[{\"containerInstanceArn\":\"arn:x/default/77aa00bb\",\"attributes\":"
                    + "[{\"name\":\"berth.node\",\"value\":\"rack1\"}]},"
                    + "{\"containerInstanceArn\":\"arn:x/default/77aa11cc\",\"attributes\":[]}]}";

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

    @Test
    void plan_run_says_where_and_changes_nothing() {
        api.says("PlanRunTask", tasks(PENDING, PENDING));
        var typed = api.type("plan", "run", "web:7", "--count", "2", "--strategy", "binpack:memory");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("77aa00bb  2 tasks of web:7\n");
        assertThat(api.lastRequest("PlanRunTask").number("count", 0)).isEqualTo(2);
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void plan_run_says_why_not_and_what_would_help() {
        api.says(
                "PlanRunTask",
                "{\"tasks\":[],\"failures\":[{\"arn\":\"arn:aws:ecs:r:a:container-instance/default/77aa00bb\","
                        + "\"reason\":\"RESOURCE:MEMORY\",\"detail\":\"512 of 2048 MiB free\"}],"
                        + "\"nearest\":{\"containerInstanceArn\":\"arn:x/default/77aa00bbcc\",\"text\":"
                        + "\"77aa00bbcc would take it with 212 MiB of memory more.\"}}");
        var typed = api.type("plan", "run", "web", "--count", "3");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err()).isEqualTo("""
                berth: not placed on 77aa00bb: RESOURCE:MEMORY (512 of 2048 MiB free)
                berth: 0 of 3 tasks would be placed. 77aa00bb would take it with 212 MiB of memory more.
                """);
    }

    @Test
    void plan_drain_says_of_each_task_what_would_become_of_it() {
        api.says("ListContainerInstances", "{\"containerInstanceArns\":[\"x\"]}")
                .says("DescribeContainerInstances", TWO_NODES)
                .says("PlanDrain", """
                        {"containerInstances":[{"containerInstanceArn":"arn:x/default/77aa00bb","name":"rack1","tasks":[
                          {"taskArn":"%s","taskDefinitionArn":"arn:x/web:7","lastStatus":"RUNNING","way":"ITSELF",
                           "text":"It belongs to no service, so it ends when it ends. Another one would find room.",
                           "replacement":{"containerInstanceArn":"arn:x/default/77aa11cc"}},
                          {"taskArn":"arn:x/default/cdcd","taskDefinitionArn":"arn:x/db:1","lastStatus":"RUNNING",
                           "way":"SERVICE","text":"Service db replaces it once there is room for another one.",
                           "nearest":{"containerInstanceArn":"arn:x/default/77aa11cc00",
                            "text":"77aa11cc00 would take it with 5 more CPU units."}}]}],
                         "counts":{"tasks":2,"placed":1,"unplaced":1},"failures":[]}""".formatted(TASK));
        var typed = api.type("plan", "drain", "rack1");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.out()).isEqualTo("""
                NODE   TASK      DEFINITION  STATUS   ITS LIKE     WHAT HAPPENS
                rack1  abababab  web:7       RUNNING  on 77aa11cc  It belongs to no service, so it ends when it ends. \
                Another one would find room.
                rack1  cdcd      db:1        RUNNING  -            Service db replaces it once there is room for another \
                one. 77aa11cc would take it with 5 more CPU units.
                """);
        assertThat(typed.err()).isEqualTo("2 tasks; the like of 1 would find no room\n");
        assertThat(api.asked()).noneMatch(call -> call.startsWith("UpdateContainerInstancesState"));
        assertThat(api.lastRequest("PlanDrain").texts("containerInstances")).hasSize(1);
    }

    @Test
    void plan_drain_of_an_idle_node_is_well() {
        api.says(
                "PlanDrain",
                "{\"containerInstances\":[{\"tasks\":[]}],\"counts\":{\"tasks\":0,\"unplaced\":0},\"failures\":[]}");
        var typed = api.type("plan", "drain", "ab".repeat(16));
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).isEqualTo("No task is there: draining changes nothing for any.\n");
        assertThat(api.type("plan", "drain", "ab".repeat(16), "--json").out()).contains("\"unplaced\"");
    }

    @Test
    void plan_drain_names_nodes_that_are_not_there() {
        api.says(
                "PlanDrain",
                "{\"containerInstances\":[],\"counts\":{},\"failures\":[{\"arn\":\"arn:x/default/77aa00bb\",\"reason\":"
                        + "\"MISSING\"}]}");
        var typed = api.type("plan", "drain", "ab".repeat(16));
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err()).startsWith("berth: 77aa00bb: MISSING\n");
    }

    @Test
    void consolidate_plan_shows_the_steps_and_what_holds_the_rest() {
        api.says("PlanConsolidate", """
                {"counts":{"containerInstances":4,"empty":1,"emptied":1,"held":2,"moves":1,"maxMoves":100},
                 "empty":[{"containerInstanceArn":"arn:x/default/77aa00bb00"}],
                 "emptied":[{"containerInstanceArn":"arn:x/default/1","name":"rack1","tasks":1}],
                 "moves":[{"step":1,"taskArn":"%s","taskDefinitionArn":"arn:x/web:7",
                   "from":{"containerInstanceArn":"arn:x/default/1","name":"rack1"},
                   "to":{"containerInstanceArn":"arn:x/default/2","name":"rack2"}}],
                 "held":[{"containerInstanceArn":"arn:x/default/2","name":"rack2","reason":"RECEIVES","text":"It takes 1 task."},
                  {"containerInstanceArn":"arn:x/default/3","name":"rack3","reason":"TASK","taskArn":"arn:x/default/cdcdcdcdcd",
                   "text":"Task cdcdcdcdcd finds no room on the others in use. 77aa11cc00 would take it with 1 more GPU.",
                   "nearest":{"containerInstanceArn":"arn:x/default/77aa11cc00","text":"-"}}]}""".formatted(TASK));
        var typed = api.type("consolidate", "--plan", "--max-moves", "7");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                STEP  TASK      DEFINITION  FROM   TO
                1     abababab  web:7       rack1  rack2

                NODE      OUTCOME         WHY
                77aa00bb  empty           It has no tasks.
                rack1     can be emptied  Its tasks find room elsewhere: 1 move.
                rack2     stays           It takes 1 task.
                rack3     stays           Task cdcdcdcd finds no room on the others in use. 77aa11cc would take it with \
                1 more GPU.
                """);
        assertThat(typed.err())
                .isEqualTo("1 of 4 container instances could be emptied by 1 move; 1 is empty already\n");
        assertThat(api.lastRequest("PlanConsolidate").number("maxMoves", 0)).isEqualTo(7);
    }

    @Test
    void explain_shows_every_node_and_what_is_short_there() {
        api.says("DescribeTaskDefinition", "{}").says("Explain", """
                {"taskDefinitionArn":"arn:x/web:7","group":"family:web","needs":{"cpu":256,"memory":512,"ports":["80/tcp"]},
                 "placementConstraints":[{"type":"memberOf","expression":"attribute:disk == ssd"}],
                 "placementStrategy":[{"type":"binpack","field":"MEMORY"}],
                 "chosen":{"containerInstanceArn":"arn:x/default/77aa00bb","name":"rack1","address":"10.0.0.7"},
                 "counts":{"containerInstances":3},
                 "containerInstances":[
                  {"containerInstanceArn":"arn:x/default/77aa00bb","name":"rack1","fits":true,
                   "dimensions":[{"name":"CPU","asked":256,"free":1024,"total":2048,"short":0},
                    {"name":"MEMORY","asked":512,"free":600,"total":2000,"short":0}],
                   "weights":[{"text":"it had 600 MiB of memory left"}],"lacks":[]},
                  {"containerInstanceArn":"arn:x/default/88","name":"-","fits":false,
                   "dimensions":[{"name":"CPU","free":100,"total":2048},{"name":"MEMORY","free":1,"total":2}],
                   "weights":[],"lacks":[{"reason":"RESOURCE:CPU","detail":"Too little."}]}]}""");
        var typed = api.type("explain", "web");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                web:7 needs 256 CPU units, 512 MiB, port 80/tcp
                  on container instances with attribute:disk == ssd
                  chosen by binpack:MEMORY
                It would run on 77aa00bb (rack1), address 10.0.0.7.

                NODE      NAME   TAKES IT  CPU        MEMORY    WHY
                77aa00bb  rack1  yes       1024/2048  600/2000  it had 600 MiB of memory left
                88        -      no        100/2048   1/2       Too little.
                and 1 more
                """);
    }

    @Test
    void explain_of_a_task_says_where_it_is_and_why() {
        api.refuses("DescribeTaskDefinition", "ClientException", "Unable to describe task definition.")
                .says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}")
                .says("Explain", """
                        {"taskArn":"%s","taskDefinitionArn":"arn:x/web:7","lastStatus":"STOPPED",
                         "containerInstanceArn":"arn:x/default/77aa00bb","name":"rack1","stopCode":"EssentialContainerExited",
                         "stoppedReason":"Essential container in task exited",
                         "containers":[{"name":"app","reason":"OutOfMemoryError"}],
                         "weights":[{"text":"it had 0 tasks of the group"}]}""".formatted(TASK));
        var typed = api.type("explain", "abab");
        assertThat(typed.out()).isEqualTo("""
                abababab  web:7  STOPPED on 77aa00bb (rack1)
                It ended: Essential container in task exited (EssentialContainerExited)
                  app: OutOfMemoryError
                Why there, in the order in which it was decided:
                  it had 0 tasks of the group
                """);
        assertThat(api.lastRequest("Explain").text("task")).isEqualTo(TASK);
    }

    @Test
    void nodes_are_filtered_in_the_query_language() {
        api.says("ListContainerInstances", "{\"containerInstanceArns\":[]}");
        var typed = api.type("nodes", "--filter", "attribute:disk == ssd");
        assertThat(api.lastRequest("ListContainerInstances").text("filter")).isEqualTo("attribute:disk == ssd");
        assertThat(typed.err()).isEqualTo("No container instance of cluster default matches attribute:disk == ssd.\n");
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
