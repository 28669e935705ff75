package berth.cli.verb;

import static berth.cli.verb.OneTask.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `services` and `rebalance`.
class ServicesTest {
    private static final String WEB = """
            {"serviceName":"web","taskDefinition":"arn:x/web:8","status":"ACTIVE","schedulingStrategy":"REPLICA",
             "desiredCount":3,"runningCount":2,"pendingCount":1,"createdAt":1768046100.000,
             "deployments":[{"status":"PRIMARY","taskDefinition":"arn:x/web:8","desiredCount":3,"runningCount":2,
               "pendingCount":1,"failedTasks":1,"createdAt":1768046355.000,"rolloutState":"IN_PROGRESS",
               "rolloutStateReason":"ECS deployment in progress."}],
             "events":[{"createdAt":1768046390.000,"message":"(service web) has started 1 tasks."}]}""";
    private static final String DB = """
            {"serviceName":"db","status":"ACTIVE","desiredCount":1,"runningCount":1,"createdAt":1768046100.000}""";

    @AutoClose
    private final CannedApi api = new CannedApi();

    ServicesTest() throws IOException {}

    @Test
    void services_are_a_line_each_by_name() {
        api.says("ListServices", "{\"serviceArns\":[\"arn:x/default/web\",\"arn:x/default/db\"]}")
                .says("DescribeServices", "{\"services\":[" + WEB + "," + DB + "]}");
        var typed = api.type("services");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                SERVICE  DEFINITION  STATUS  RUNNING  PENDING  AGE  DEPLOYMENT
                db       -           ACTIVE  1/1      0        5m   -
                web      web:8       ACTIVE  2/3      1        5m   IN_PROGRESS
                """);
    }

    @Test
    void many_services_are_described_ten_at_a_time() {
        var arns = IntStream.range(0, 11).mapToObj(i -> "\"arn:x/s" + i + "\"").collect(Collectors.joining(","));
        api.says("ListServices", "{\"serviceArns\":[" + arns + "]}").says("DescribeServices", "{\"services\":[]}");
        api.type("services");
        assertThat(api.lastRequest("DescribeServices").texts("services")).containsExactly("arn:x/s10");
        assertThat(api.asked()).hasSize(3);
    }

    @Test
    void a_service_is_shown_with_its_deployments_and_what_was_said_last() {
        api.says("DescribeServices", "{\"services\":[" + WEB + "]}");
        var typed = api.type("services", "web");
        assertThat(typed.out()).isEqualTo("""
                web  web:8  ACTIVE  REPLICA  2/3 running, 1 pending, since 5m

                DEPLOYMENT  DEFINITION  RUNNING  PENDING  FAILED  AGE  STATE
                PRIMARY     web:8       2/3      1        1       45s  IN_PROGRESS: ECS deployment in progress.

                AGE  WHAT HAPPENED
                10s  (service web) has started 1 tasks.
                """);
        assertThat(api.lastRequest("DescribeServices").texts("services")).containsExactly("web");
        assertThat(api.type("services", "web", "--json").out()).contains("\"rolloutStateReason\"");
    }

    @Test
    void a_service_that_is_not_there_is_said() {
        api.says("DescribeServices", "{\"services\":[],\"failures\":[{\"reason\":\"MISSING\"}]}");
        var typed = api.type("services", "wbe");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err())
                .isEqualTo("berth: Cluster default has no service wbe; ./berth services lists those it has\n");
    }

    @Test
    void a_cluster_without_services_is_said_on_the_error_stream() {
        api.says("ListServices", "{\"serviceArns\":[]}");
        var typed = api.type("services", "--cluster", "prod");
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).isEqualTo("No services in cluster prod.\n");
    }

    @Test
    void a_rebalance_says_which_tasks_move_from_where_to_where() {
        api.says("Rebalance", """
                {"plan":true,"budget":5,"moves":[{"taskArn":"%s","taskDefinitionArn":"arn:x/web:8",
                 "from":{"containerInstanceArn":"arn:x/default/77aa00bbcc","domain":"r1"},
                 "to":{"containerInstanceArn":"arn:x/default/77aa11ccdd","domain":"77aa11ccdd"}}]}""".formatted(TASK));
        var typed = api.type("rebalance", "web", "--by", "rack", "--budget", "5", "--plan");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                TASK      DEFINITION  FROM            TO
                abababab  web:8       77aa00bb in r1  77aa11cc
                """);
        assertThat(typed.err()).isEqualTo("1 task would move\n");
        var asked = api.lastRequest("Rebalance");
        assertThat(asked.text("by")).isEqualTo("rack");
        assertThat(asked.number("budget", 0)).isEqualTo(5);
        assertThat(asked.flag("plan")).isTrue();
        assertThat(api.type("rebalance", "web", "--by", "rack", "--json").out()).contains("\"moves\"");
        assertThat(api.lastRequest("Rebalance").flag("plan")).isFalse();
        assertThat(api.lastRequest("Rebalance").has("budget")).isFalse();
    }

    @Test
    void a_rebalance_of_what_is_balanced_moves_nothing_and_one_must_say_by_what() {
        api.says("Rebalance", "{\"moves\":[]}");
        var typed = api.type("rebalance", "web", "--by", "host");
        assertThat(typed.code()).isZero();
        assertThat(typed.err()).startsWith("No task moves: service web is balanced by host, or ");
        assertThat(api.type("rebalance", "web").code()).isEqualTo(Program.NOT_UNDERSTOOD);
    }
}
