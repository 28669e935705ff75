package berth.cli.verb;

import static berth.cli.verb.OneTask.RUNNING;
import static berth.cli.verb.OneTask.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LogsTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    LogsTest() throws IOException {}

    @Test
    void logs_come_through_as_they_are() {
        api.says("DescribeTasks", tasks(RUNNING)).says("GET /berth/logs", "one\ntwo\n");
        var typed = api.type("logs", "ab".repeat(16), "--tail", "5");
        assertThat(typed.out()).isEqualTo("one\ntwo\n");
        assertThat(api.asked().getLast())
                .isEqualTo("/berth/logs?task=" + "ab".repeat(16)
                        + "&cluster=default&container=app&follow=false&tail=5&timestamps=false");
    }
}
