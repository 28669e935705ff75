package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.operation.ReportTask;
import berth.core.service.ServiceId;
import berth.core.task.TaskReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeploymentEndpointsTest {
    private static final ServiceId WEB = new ServiceId("default", "web");

    private final Door door = new Door();

    DeploymentEndpointsTest() {
        door.node();
        door.definition("app");
        door.call("CreateService", """
                {"serviceName":"web","taskDefinition":"app","desiredCount":2,"deploymentConfiguration":{
                 "deploymentCircuitBreaker":{"enable":true,"rollback":false}}}""");
        settle();
    }

    private void settle() {
        for (var i = 0; i < 4; i++) {
            for (var task : List.copyOf(door.state.services().live(WEB))) {
                if (task.last() == task.desired()) continue;
                door.ask(new ReportTask(task.id(), new TaskReport(task.desired(), "", List.of(), null, null, null)));
            }
            door.wait(Duration.ofSeconds(2));
            door.call("ListClusters", "{}");
        }
    }

    private void update(String members) {
        door.definition("app");
        door.call("UpdateService", "{\"service\":\"web\",\"taskDefinition\":\"app\"" + members + "}");
    }

    private JsonNode list(String members) {
        return door.call("ListServiceDeployments", "{\"service\":\"web\"" + members + "}");
    }

    private String newest() {
        return list("").at("/serviceDeployments/0/serviceDeploymentArn").stringValue();
    }

    private JsonNode described(String arn) {
        return door.call("DescribeServiceDeployments", "{\"serviceDeploymentArns\":[\"" + arn + "\"]}");
    }

    @Test
    void a_deployment_is_shown_with_its_revisions_rules_and_breaker() {
        var deployment = described(newest()).at("/serviceDeployments/0");
        assertThat(deployment.path("status").stringValue()).isEqualTo("SUCCESSFUL");
        assertThat(deployment.path("serviceArn").stringValue()).endsWith(":service/default/web");
        assertThat(deployment.path("sourceServiceRevisions")).isEmpty();
        assertThat(deployment.at("/targetServiceRevision/runningTaskCount").intValue())
                .isEqualTo(2);
        assertThat(deployment.at("/targetServiceRevision/requestedTaskCount").intValue())
                .isEqualTo(2);
        assertThat(deployment.at("/deploymentConfiguration/maximumPercent").intValue())
                .isEqualTo(200);
        assertThat(deployment.at("/deploymentCircuitBreaker/status").stringValue())
                .isEqualTo("MONITORING_COMPLETE");
        assertThat(deployment.at("/deploymentCircuitBreaker/threshold").intValue())
                .isEqualTo(3);
        assertThat(deployment.at("/alarms/status").stringValue()).isEqualTo("DISABLED");
        assertThat(deployment.has("finishedAt")).isTrue();
        assertThat(deployment.has("lifecycleStage")).isFalse();
        assertThat(deployment.has("rollback")).isFalse();
        var arn = deployment.at("/targetServiceRevision/arn").stringValue();
        var revision = door.call("DescribeServiceRevisions", "{\"serviceRevisionArns\":[\"" + arn + "\"]}")
                .at("/serviceRevisions/0");
        assertThat(revision.path("serviceRevisionArn").stringValue()).isEqualTo(arn);
        assertThat(revision.path("taskDefinition").stringValue()).endsWith(":task-definition/app:1");
        assertThat(revision.path("launchType").stringValue()).isEqualTo("EC2");
        assertThat(revision.at("/containerImages/0/image").stringValue()).isEqualTo("nginx");
    }

    @Test
    void unknown_ones_are_missing_and_what_is_no_arn_is_refused() {
        var arn = newest().replaceAll("/[^/]*$", "/nothing");
        assertThat(described(arn).at("/failures/0/reason").stringValue()).isEqualTo("MISSING");
        assertThat(door.fault("DescribeServiceDeployments", "{\"serviceDeploymentArns\":[\"short\"]}")
                        .type())
                .isEqualTo("InvalidParameterException");
        assertThat(door.fault("StopServiceDeployment", "{\"serviceDeploymentArn\":\"" + arn + "\"}")
                        .type())
                .isEqualTo("ServiceDeploymentNotFoundException");
        assertThat(door.fault("ListServiceDeployments", "{\"service\":\"nobody\"}")
                        .type())
                .isEqualTo("ServiceNotFoundException");
    }

    @Test
    void deployments_are_listed_in_pages_by_status_and_by_time() {
        update("");
        var both = list("");
        assertThat(both.path("serviceDeployments")).hasSize(2);
        assertThat(both.at("/serviceDeployments/0/status").stringValue()).isEqualTo("IN_PROGRESS");
        var page = list(",\"maxResults\":1");
        var next = list(
                ",\"maxResults\":1,\"nextToken\":\"" + page.path("nextToken").stringValue() + "\"");
        assertThat(next.path("serviceDeployments").get(0))
                .isEqualTo(both.path("serviceDeployments").get(1));
        assertThat(next.has("nextToken")).isFalse();
        assertThat(list(",\"status\":[\"SUCCESSFUL\"]").path("serviceDeployments"))
                .hasSize(1);
        assertThat(list(",\"status\":[\"PENDING\"]").path("serviceDeployments")).isEmpty();
        assertThat(list(",\"createdAt\":{\"after\":4102444800}").path("serviceDeployments"))
                .isEmpty();
        assertThat(list(",\"createdAt\":{\"before\":4102444800}").path("serviceDeployments"))
                .hasSize(2);
        assertThat(door.fault("ListServiceDeployments", "{\"service\":\"web\",\"nextToken\":\"TGlzdAo\"}"))
                .hasMessageStartingWith("Invalid token.");
    }

    @Test
    void a_deployment_is_stopped_and_goes_back() {
        update("");
        var arn = newest();
        var answer = door.call("StopServiceDeployment", "{\"serviceDeploymentArn\":\"" + arn + "\"}");
        assertThat(answer.path("serviceDeploymentArn").stringValue()).isEqualTo(arn);
        settle();
        var deployment = described(arn).at("/serviceDeployments/0");
        assertThat(deployment.path("status").stringValue()).isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(deployment.at("/rollback/reason").stringValue()).isNotEmpty();
        assertThat(deployment.at("/rollback/serviceRevisionArn"))
                .isEqualTo(deployment.at("/sourceServiceRevisions/0/arn"));
        assertThat(door.fault("StopServiceDeployment", "{\"serviceDeploymentArn\":\"" + arn + "\"}")
                        .type())
                .isEqualTo("ConflictException");
    }

    @Test
    void a_deployment_waits_at_its_hook_and_goes_on_when_it_is_told_so() {
        update("""
                ,"deploymentConfiguration":{"strategy":"BLUE_GREEN","bakeTimeInMinutes":1,"lifecycleHooks":[
                 {"targetType":"PAUSE","lifecycleStages":["POST_SCALE_UP"],
                  "timeoutConfiguration":{"timeoutInMinutes":30,"action":"ROLLBACK"}}]}""");
        settle();
        var arn = newest();
        var waiting = described(arn).at("/serviceDeployments/0");
        assertThat(waiting.path("lifecycleStage").stringValue()).isEqualTo("POST_SCALE_UP");
        var hook = waiting.at("/lifecycleHookDetails/0");
        assertThat(hook.path("status").stringValue()).isEqualTo("AWAITING_ACTION");
        assertThat(hook.path("targetType").stringValue()).isEqualTo("PAUSE");
        assertThat(hook.path("timeoutAction").stringValue()).isEqualTo("ROLLBACK");
        assertThat(hook.has("expiresAt")).isTrue();
        door.call(
                "ContinueServiceDeployment",
                "{\"serviceDeploymentArn\":\"" + arn + "\",\"hookId\":\""
                        + hook.path("hookId").stringValue() + "\"}");
        var baking = described(arn).at("/serviceDeployments/0");
        assertThat(baking.path("lifecycleStage").stringValue()).isEqualTo("BAKE_TIME");
        // Who let it go is behind it, and stays to be seen.
        assertThat(baking.path("lifecycleHookDetails")).hasSize(1);
        var passed = baking.at("/lifecycleHookDetails/0");
        assertThat(passed.path("status").stringValue()).isEqualTo("SUCCEEDED");
        for (var kept : List.of("hookId", "expiresAt", "timeoutAction", "targetType")) {
            assertThat(passed.path(kept)).isEqualTo(hook.path(kept));
        }
        door.wait(Duration.ofMinutes(1));
        settle();
        assertThat(described(arn).at("/serviceDeployments/0/status").stringValue())
                .isEqualTo("SUCCESSFUL");
        assertThat(door.fault(
                                "ContinueServiceDeployment",
                                "{\"serviceDeploymentArn\":\"" + arn + "\",\"hookId\":\"x\"}")
                        .type())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void a_services_tasks_can_be_protected_on_the_wire() {
        var task = door.call("ListTasks", "{}").at("/taskArns/0").stringValue();
        var tasks = "{\"cluster\":\"default\",\"tasks\":[\"" + task + "\"]";
        var done = door.call("UpdateTaskProtection", tasks + ",\"protectionEnabled\":true,\"expiresInMinutes\":5}");
        assertThat(done.at("/protectedTasks/0/protectionEnabled").booleanValue())
                .isTrue();
        assertThat(done.at("/protectedTasks/0").has("expirationDate")).isTrue();
        var seen = door.call("GetTaskProtection", tasks + "}");
        assertThat(seen).isEqualTo(done);
        var off = door.call("UpdateTaskProtection", tasks + ",\"protectionEnabled\":false}");
        assertThat(off.at("/protectedTasks/0/protectionEnabled").booleanValue()).isFalse();
        assertThat(off.at("/protectedTasks/0").has("expirationDate")).isFalse();
        assertThat(door.fault("UpdateTaskProtection", tasks + ",\"protectionEnabled\":true,\"expiresInMinutes\":2881}"))
                .hasMessage("expiresInMinutes must be between 1 and 2880 (got 2881).");
        var missing = door.call(
                "UpdateTaskProtection", "{\"cluster\":\"default\",\"tasks\":[\"nothing\"],\"protectionEnabled\":true}");
        assertThat(missing.at("/failures/0/reason").stringValue()).isEqualTo("MISSING");
    }
}
