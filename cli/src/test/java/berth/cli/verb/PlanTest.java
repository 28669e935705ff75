package berth.cli.verb;

import static berth.cli.verb.OneTask.PENDING;
import static berth.cli.verb.OneTask.TASK;
import static berth.cli.verb.OneTask.TWO_NODES;
import static berth.cli.verb.OneTask.WAITING;
import static berth.cli.verb.OneTask.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PlanTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    PlanTest() throws IOException {}

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
    void plan_deploy_says_round_by_round_what_starts_and_what_stops() {
        api.says("PlanDeploy", """
                {"serviceName":"web","taskDefinition":"arn:x/web:8","version":"1.3","desiredCount":1,"runningCount":1,
                 "completes":true,"leastHealthy":1,"mostAtOnce":2,"rounds":[
                 {"round":1,"starts":[{"taskDefinitionArn":"arn:x/web:8","containerInstanceArn":"arn:x/default/1",
                   "name":"rack1"}],"stops":[]},
                 {"round":2,"starts":[],"stops":[{"taskArn":"%s","taskDefinitionArn":"arn:x/web:7",
                   "containerInstanceArn":"arn:x/default/77aa00bbcc"}]}]}""".formatted(TASK));
        var typed = api.type("plan", "deploy", "web", "web:1.3");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                ROUND  WHAT    DEFINITION  NODE      TASK
                1      starts  web:8       rack1     -
                2      stops   web:7       77aa00bb  abababab

                1 running now, 1 wanted; meanwhile at least 1 healthy, at most 2 at once
                It ends with all of them made from web:8 (version 1.3).
                """);
        assertThat(api.lastRequest("PlanDeploy").text("taskDefinition")).isEqualTo("web:1.3");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void plan_deploy_says_why_it_would_not_end() {
        api.says("PlanDeploy", """
                {"serviceName":"web","taskDefinition":"arn:x/web:8","desiredCount":1,"runningCount":1,"completes":false,
                 "reason":"No container instance takes it.","leastHealthy":1,"mostAtOnce":1,"rounds":[]}""");
        var typed = api.type("plan", "deploy", "web");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.out()).isEqualTo("1 running now, 1 wanted; meanwhile at least 1 healthy, at most 1 at once\n");
        assertThat(typed.err()).isEqualTo("berth: it would not end with web:8: No container instance takes it.\n");
        assertThat(api.lastRequest("PlanDeploy").has("taskDefinition")).isFalse();
    }

    @Test
    void plan_deploy_takes_no_options_of_run_and_needs_a_service() {
        assertThat(api.type("plan", "deploy", "web", "--count", "2").err())
                .contains("--count is an option of plan run");
        assertThat(api.type("plan", "deploy").err()).contains("Missing required parameter: 'SERVICE'");
        assertThat(api.asked()).isEmpty();
    }
}
