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

    private static final String AWSLOGS =
            "{\"taskDefinition\":{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"app\","
                    + "\"logConfiguration\":{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-group\":\"g\","
                    + "\"awslogs-stream-prefix\":\"p\"}}}]}}";
    private static final String EVENTS =
            "{\"events\":[{\"eventId\":\"1\",\"timestamp\":1768046220500,\"message\":\"one\","
                    + "\"logStreamName\":\"p/app/" + "ab".repeat(16)
                    + "\"},{\"eventId\":\"2\",\"timestamp\":1768046220501,"
                    + "\"message\":\"two\",\"logStreamName\":\"p/app/" + "cd".repeat(16) + "\"}]}";

    @Test
    void a_log_that_its_node_cannot_give_is_read_from_its_group() {
        api.says("DescribeTasks", tasks(RUNNING))
                .refuses("GET /berth/logs", "ClientException", "the agent is not connected")
                .says("DescribeTaskDefinition", AWSLOGS)
                .says("FilterLogEvents", EVENTS);
        var typed = api.type("logs", "ab".repeat(16), "--tail", "1", "-t");
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out()).isEqualTo("2026-01-10T11:57:00.501Z two\n");
        assertThat(api.lastRequest("FilterLogEvents").text("logGroupName")).isEqualTo("g");
        assertThat(api.lastRequest("FilterLogEvents").texts("logStreamNames"))
                .containsExactly("p/app/" + "ab".repeat(16));
    }

    @Test
    void of_another_driver_it_is_said_where_the_log_went() {
        api.says("DescribeTasks", tasks(RUNNING))
                .refuses("GET /berth/logs", "ClientException", "the agent is not connected")
                .says("DescribeTaskDefinition", AWSLOGS.replace("awslogs\",\"options", "syslog\",\"options"));
        var typed = api.type("logs", "ab".repeat(16));
        assertThat(typed.code()).isNotZero();
        assertThat(typed.err())
                .contains("the agent is not connected")
                .contains("Container app writes by log driver syslog, whose log stays with the container");
    }

    @Test
    void of_a_service_all_its_tasks_logs_are_shown() {
        api.says("DescribeServices", "{\"services\":[{\"serviceName\":\"web\",\"taskDefinition\":\"web:7\"}]}")
                .says("ListTasks", "{\"taskArns\":[]}")
                .says("DescribeTaskDefinition", AWSLOGS)
                .says("FilterLogEvents", EVENTS);
        var typed = api.type("logs", "web", "--since", "10m");
        assertThat(typed.out()).isEqualTo("abababab  one\ncdcdcdcd  two\n");
        assertThat(api.lastRequest("FilterLogEvents").text("logStreamNamePrefix"))
                .isEqualTo("p/app/");
    }
}
