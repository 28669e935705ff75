package berth.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.Program;
import berth.cli.json.Reading;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `rollout` and `rollback`.
class RolloutTest {
    private static final String OLD = deployment("ACTIVE", "web:7", 0, 1, 1, 1);
    private static final String GOING = rollout(
            "IN_PROGRESS",
            "",
            "(service web) has started 1 tasks.",
            2,
            deployment("PRIMARY", "web:8", 1, 2, 1, 0),
            OLD);
    private static final String STABLE = rollout(
            "SUCCESSFUL",
            "",
            "(service web) has reached a steady state.",
            3,
            deployment("PRIMARY", "web:8", 0, 3, 3, 0));
    private static final String BACK = rollout(
            "ROLLBACK_SUCCESSFUL",
            "3 tasks failed in a row.",
            "(service web) was rolled back.",
            3,
            deployment("PRIMARY", "web:7", 0, 3, 3, 0));

    @AutoClose
    private final CannedApi api = new CannedApi();

    RolloutTest() throws IOException {}

    private static String deployment(
            String status, String definition, int starting, int running, int healthy, int stopping) {
        return """
                {"status":"%s","taskDefinition":"arn:x/%s","rolloutState":"IN_PROGRESS","tasks":
                 {"starting":%d,"running":%d,"healthy":%d,"stopping":%d}}""".formatted(status, definition, starting, running, healthy, stopping);
    }

    private static String rollout(String status, String reason, String said, int running, String... deployments) {
        return """
                {"serviceArn":"arn:x/default/web","serviceName":"web","status":"ACTIVE","deploymentController":"ECS",
                 "desiredCount":3,"runningCount":%d,"pendingCount":0,"deployments":[%s],
                 "serviceDeployments":[{"status":"%s","statusReason":"%s","createdAt":1768046355.000}],
                 "events":[{"createdAt":1768046390.000,"message":"%s"}]}""".formatted(running, String.join(",", deployments), status, reason, said);
    }

    private static String page(int revision, String detail) {
        return "{\"revision\":" + revision + ",\"events\":["
                + (detail.isEmpty() ? "" : "{\"revision\":" + revision + ",\"detail\":" + detail + "}") + "]}";
    }

    private long asked(String operation) {
        return api.asked().stream()
                .filter(call -> call.startsWith(operation + " "))
                .count();
    }

    @Test
    void a_rollout_is_a_line_per_change_until_it_is_stable() {
        api.says("DescribeRollout", GOING)
                .says("DescribeRollout", GOING)
                .says("DescribeRollout", STABLE)
                .says("Events", page(40, ""))
                .says("Events", page(41, "{\"group\":\"service:web\"}"))
                .says("Events", page(42, "{\"serviceArn\":\"arn:x/default/web\"}"));
        var typed = api.type("rollout", "web");
        assertThat(typed.code()).isZero();
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out()).isEqualTo("""
                 45s  IN_PROGRESS  new web:8: 1 starting, 1 running, 1 healthy; old web:7: 1 healthy, 1 stopping; 3 wanted  \
                (service web) has started 1 tasks.
                 45s  SUCCESSFUL  new web:8: 3 healthy; 3 wanted  (service web) has reached a steady state.
                """);
        assertThat(api.asked().getFirst()).startsWith("Events ").contains("\"after\":-1");
        assertThat(api.lastRequest("Events").number("after", 0)).isEqualTo(41);
    }

    @Test
    void nothing_is_asked_again_for_what_is_no_concern_of_the_service() {
        api.says("DescribeRollout", GOING)
                .says("DescribeRollout", STABLE)
                .says("Events", page(40, ""))
                .says("Events", page(41, "{\"group\":\"service:webshop\"}"))
                .says("Events", page(42, "{\"serviceArn\":\"arn:x/default/db\"}"))
                .says("Events", page(42, ""))
                .says("Events", page(43, "{\"group\":\"service:web\"}"));
        assertThat(api.type("rollout", "web").code()).isZero();
        assertThat(asked("Events")).isEqualTo(5);
        assertThat(asked("DescribeRollout")).isEqualTo(2);
    }

    @Test
    void what_holds_for_a_while_only_is_asked_for_again_though_nothing_happens() {
        var soon = GOING.replace("\"desiredCount\":3", "\"holdsForSeconds\":0.001,\"desiredCount\":3");
        var healthier = soon.replace("\"running\":2,\"healthy\":1", "\"running\":2,\"healthy\":2");
        api.says("DescribeRollout", soon)
                .says("DescribeRollout", healthier)
                .says("DescribeRollout", healthier.replace("0.001", "0.002"))
                .says("DescribeRollout", STABLE)
                .says("Events", page(40, ""));
        var typed = api.type("rollout", "web");
        assertThat(typed.code()).isZero();
        assertThat(typed.out().lines()).hasSize(3);
        assertThat(typed.out())
                .contains("new web:8: 1 starting, 1 running, 1 healthy", "new web:8: 1 starting, 2 healthy");
        assertThat(api.lastRequest("Events").number("waitSeconds", 0)).isEqualTo(1);
    }

    @Test
    void that_an_answer_holds_for_less_is_no_change_as_json() {
        var soon = GOING.replace("\"desiredCount\":3", "\"holdsForSeconds\":0.002,\"desiredCount\":3");
        api.says("DescribeRollout", soon)
                .says("DescribeRollout", soon.replace("0.002", "0.001"))
                .says("DescribeRollout", STABLE)
                .says("Events", page(40, ""));
        assertThat(api.type("rollout", "web", "--json").out().lines()).hasSize(2);
    }

    @Test
    void success_is_not_stable_while_tasks_are_missing() {
        api.says("DescribeRollout", STABLE.replace("\"runningCount\":3", "\"runningCount\":2"))
                .says("DescribeRollout", STABLE)
                .says("Events", page(41, "{\"group\":\"service:web\"}"));
        assertThat(api.type("rollout", "web").code()).isZero();
        assertThat(asked("DescribeRollout")).isEqualTo(2);
    }

    @Test
    void a_deployment_that_was_rolled_back_has_failed_and_says_why() {
        api.says("DescribeRollout", BACK).says("Events", page(40, ""));
        var typed = api.type("rollout", "web");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err())
                .isEqualTo("berth: the deployment of service web was rolled back: 3 tasks failed in a row.\n");
    }

    @Test
    void when_the_time_is_over_the_code_is_2() {
        api.says("DescribeRollout", GOING).says("Events", page(40, ""));
        var typed = api.type("rollout", "web", "--timeout", "1ms");
        assertThat(typed.code()).isEqualTo(RolloutWatch.TIMED_OUT);
        assertThat(typed.err()).contains("service web is not stable yet. Its deployment goes on");
    }

    @Test
    void a_service_that_others_deploy_is_not_waited_for() {
        api.says("DescribeRollout", GOING.replace("\"ECS\"", "\"EXTERNAL\"")).says("Events", page(40, ""));
        var typed = api.type("rollout", "web");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err()).contains("its deployment controller is EXTERNAL");
    }

    @Test
    void a_rollout_as_json_is_what_was_answered_a_line_each() {
        api.says("DescribeRollout", STABLE).says("Events", page(40, ""));
        var typed = api.type("rollout", "web", "--json");
        assertThat(typed.out().lines()).hasSize(1);
        assertThat(Reading.json(typed.out())).isEqualTo(Reading.json(STABLE));
    }

    @Test
    void a_rollback_says_from_what_to_what_it_goes() {
        api.says("RollBack", "{\"serviceName\":\"web\",\"from\":\"arn:x/web:8\",\"taskDefinition\":\"arn:x/web:7\"}");
        var typed = api.type("rollback", "web", "7");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("web  web:8 -> web:7\n");
        assertThat(api.lastRequest("RollBack").text("version")).isEqualTo("7");
        assertThat(api.asked()).hasSize(1);
        assertThat(api.type("rollback", "web", "--json").out()).contains("\"from\"");
        assertThat(api.lastRequest("RollBack").has("version")).isFalse();
    }

    @Test
    void a_rollback_that_is_waited_for_is_followed_as_a_rollout_is() {
        api.says("RollBack", "{\"serviceName\":\"web\",\"from\":\"arn:x/web:7\",\"taskDefinition\":\"arn:x/web:8\"}")
                .says("Events", page(41, "{\"group\":\"service:web\"}"))
                .says("DescribeRollout", GOING)
                .says("DescribeRollout", STABLE);
        var typed = api.type("rollback", "web", "--wait");
        assertThat(typed.code()).isZero();
        assertThat(typed.out().lines()).hasSize(3).first().isEqualTo("web  web:7 -> web:8");
        assertThat(typed.out()).contains("has reached a steady state.");
    }
}
