package berth.cli.verb;

import static berth.cli.verb.OneTask.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ExplainTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    ExplainTest() throws IOException {}

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
}
