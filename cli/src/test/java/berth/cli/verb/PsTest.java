package berth.cli.verb;

import static berth.cli.verb.OneTask.RUNNING;
import static berth.cli.verb.OneTask.STOPPED;
import static berth.cli.verb.OneTask.TASK;
import static berth.cli.verb.OneTask.WAITING;
import static berth.cli.verb.OneTask.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import berth.cli.json.Reading;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PsTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    PsTest() throws IOException {}

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
    void ps_shows_what_waits_for_room() {
        api.says("ListTasks", "{\"taskArns\":[\"" + TASK + "\"]}").says("DescribeTasks", tasks(WAITING));
        assertThat(api.type("ps").out()).isEqualTo("""
                        TASK      DEFINITION  STATUS        AGE  NODE  PORTS  NOTE
                        abababab  web:7       PROVISIONING  2m   -     -      waits for room
                        """);
    }
}
