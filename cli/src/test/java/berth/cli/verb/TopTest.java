package berth.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TopTest {
    private static final String USAGE = """
            {"taskCount":2,
             "tasks":[
               {"taskArn":"arn:x:task/default/0123456789abcdef","containerInstanceArn":"arn:x/default/fedcba9876543210",
                "group":"service:web","cpu":512.0,"memory":100.4,"reservedCpu":512,"reservedMemory":256,
                "history":[{"cpu":0.0},{"cpu":256.0},{"cpu":512.0}]},
               {"taskArn":"arn:x:task/default/1123456789abcdef","containerInstanceArn":"arn:x/default/fedcba9876543210",
                "group":"family:job","cpu":10.24,"memory":1.0,"reservedCpu":0,"reservedMemory":4,"history":[{"cpu":10.24}]}],
             "groups":[
               {"group":"service:web","tasks":1,"cpu":512.0,"memory":100.4,"reservedCpu":512,"reservedMemory":256},
               {"group":"family:job","tasks":1,"cpu":10.24,"memory":1.0,"reservedCpu":0,"reservedMemory":4}],
             "containerInstances":[
               {"containerInstanceArn":"arn:x/default/fedcba9876543210","tasks":2,"cpu":522.24,"memory":101.4,
                "registeredCpu":2048,"registeredMemory":4096}]}""";

    @AutoClose
    private final CannedApi api = new CannedApi();

    TopTest() throws IOException {}

    @Test
    void nodes_groups_and_tasks_are_shown_with_their_share_of_what_is_reserved() {
        api.says("Usage", USAGE);
        var typed = api.type("top", "--sort", "memory", "--most", "5");
        assertThat(typed.out()).isEqualTo("""
                cluster default  2 tasks on 1 node  cpu 0.51 cores  memory 101 MiB

                NODE      TASKS  CPU   OF NODE  MEMORY  OF NODE
                fedcba98  2      0.51  26 %     101     2 %

                GROUP        TASKS  CPU   OF RESERVED  MEMORY  OF RESERVED
                service:web  1      0.50  100 %        100     39 %
                family:job   1      0.01  -            1       25 %

                TASK      GROUP        NODE      CPU   OF RESERVED  MEMORY  OF RESERVED  CPU UNTIL NOW
                01234567  service:web  fedcba98  0.50  100 %        100     39 %         ▁▅█
                11234567  family:job   fedcba98  0.01  -            1       25 %         █
                """);
        var asked = api.lastRequest("Usage");
        assertThat(asked.text("sort")).isEqualTo("memory");
        assertThat(asked.number("maxResults", 0)).isEqualTo(5);
    }

    @Test
    void a_cluster_of_which_nothing_is_known_is_said() {
        api.says("Usage", "{\"taskCount\":0,\"tasks\":[],\"groups\":[],\"containerInstances\":[]}");
        assertThat(api.type("top").out())
                .isEqualTo("Nothing is known of running tasks in cluster default; nodes tell every few seconds.\n");
    }

    @Test
    void a_number_out_of_bounds_is_refused_with_the_bound() {
        var typed = api.type("top", "--most", "1001");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err()).isEqualTo("berth: --most is 1 to 1000 (got 1001)\n");
    }
}
