package berth.cli.verb;

import static berth.cli.verb.OneTask.TASK;
import static berth.cli.verb.OneTask.task;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StopTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    StopTest() throws IOException {}

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
}
