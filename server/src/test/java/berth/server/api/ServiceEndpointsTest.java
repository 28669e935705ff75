package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ServiceEndpointsTest {
    private final Door door = new Door();

    @BeforeEach
    void a_node_and_a_definition() {
        door.node();
        door.definition("web");
    }

    private JsonNode create(String members) {
        return door.call("CreateService", "{\"serviceName\":\"web\",\"taskDefinition\":\"web\"" + members + "}")
                .get("service");
    }

    private JsonNode update(String members) {
        return door.call("UpdateService", "{\"service\":\"web\"" + members + "}")
                .get("service");
    }

    private JsonNode described(String... include) {
        var more = include.length == 0 ? "" : ",\"include\":[\"" + include[0] + "\"]";
        return door.call("DescribeServices", "{\"services\":[\"web\"]" + more + "}")
                .at("/services/0");
    }

    private List<String> tasks() {
        return door.call("ListTasks", "{\"serviceName\":\"web\"}")
                .get("taskArns")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private void report(String task, String status) {
        door.call("SubmitTaskStateChange", """
                {"task":"%s","status":"%s","containers":[{"containerName":"web","status":"%s"}]}""".formatted(task, status, status));
    }

    /// All that are wanted run, all others have stopped, and time enough has passed for the former to
    /// count as healthy.
    private void settle() {
        for (var round = 0; round < 6; round++) {
            for (var task : tasks()) report(task, "RUNNING");
            for (var task :
                    door.call("ListTasks", "{\"desiredStatus\":\"STOPPED\"}").get("taskArns")) {
                report(task.stringValue(), "STOPPED");
            }
            door.wait(Duration.ofSeconds(2));
            described();
        }
    }

    @Test
    void a_service_is_shown_with_all_that_ecs_fills_in_and_nothing_that_was_never_set() {
        var service = create(",\"desiredCount\":1");
        var revision = service.at("/currentServiceRevisions/0/arn").stringValue();
        assertThat(service.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "serviceArn",
                        "serviceName",
                        "clusterArn",
                        "loadBalancers",
                        "serviceRegistries",
                        "status",
                        "desiredCount",
                        "runningCount",
                        "pendingCount",
                        "launchType",
                        "taskDefinition",
                        "deploymentConfiguration",
                        "deployments",
                        "events",
                        "createdAt",
                        "currentServiceDeployment",
                        "currentServiceRevisions",
                        "placementConstraints",
                        "placementStrategy",
                        "schedulingStrategy",
                        "deploymentController",
                        "createdBy",
                        "enableECSManagedTags",
                        "propagateTags",
                        "enableExecuteCommand",
                        "availabilityZoneRebalancing");
        assertThat(service.get("deploymentConfiguration")).isEqualTo(Door.JSON.readTree("""
                {"deploymentCircuitBreaker":{"enable":false,"rollback":false},"maximumPercent":200,
                 "minimumHealthyPercent":100,"strategy":"ROLLING","bakeTimeInMinutes":0}"""));
        assertThat(service.at("/serviceArn").stringValue())
                .isEqualTo("arn:aws:ecs:us-east-1:123456789012:service/default/web");
        assertThat(service.at("/createdBy").stringValue()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(service.at("/availabilityZoneRebalancing").stringValue()).isEqualTo("ENABLED");
        assertThat(service.at("/deploymentController/type").stringValue()).isEqualTo("ECS");
        assertThat(service.at("/propagateTags").stringValue()).isEqualTo("NONE");
        assertThat(service.at("/deployments/0/status").stringValue()).isEqualTo("PRIMARY");
        assertThat(service.at("/deployments/0/rolloutState").stringValue()).isEqualTo("IN_PROGRESS");
        assertThat(revision).startsWith("arn:aws:ecs:us-east-1:123456789012:service-revision/default/web/");
    }

    @Test
    void a_service_gets_its_tasks_and_is_steady_then() {
        create(",\"desiredCount\":2");
        settle();
        var service = described();
        assertThat(service.get("runningCount").intValue()).isEqualTo(2);
        assertThat(service.get("pendingCount").intValue()).isZero();
        assertThat(service.at("/deployments/0/rolloutState").stringValue()).isEqualTo("COMPLETED");
        assertThat(service.at("/events/0/message").stringValue())
                .isEqualTo("(service web) has reached a steady state.");
        assertThat(described()).isEqualTo(service);
    }

    @Test
    void an_update_shows_the_new_deployment_first_until_the_old_one_has_gone() {
        create(",\"desiredCount\":1");
        settle();
        door.definition("web");
        var service = update(",\"taskDefinition\":\"web:2\"");
        assertThat(service.at("/taskDefinition").stringValue()).endsWith("task-definition/web:2");
        assertThat(service.get("deployments")
                        .valueStream()
                        .map(d -> d.get("status").stringValue() + d.get("desiredCount")))
                .containsExactly("PRIMARY1", "ACTIVE0");
        settle();
        service = described();
        assertThat(service.get("deployments").size()).isEqualTo(1);
        assertThat(service.at("/deployments/0/runningCount").intValue()).isEqualTo(1);
    }

    @Test
    void what_an_update_does_not_name_stays() {
        create("""
                ,"desiredCount":1,"placementStrategy":[{"type":"binpack","field":"memory"},{"type":"spread","field":"host"}],
                "placementConstraints":[{"type":"distinctInstance"}],"propagateTags":"SERVICE","enableExecuteCommand":true,
                "healthCheckGracePeriodSeconds":7,"deploymentConfiguration":{"maximumPercent":150,
                "deploymentCircuitBreaker":{"enable":true,"rollback":true,"resetOnHealthyTask":false,
                "thresholdConfiguration":{"type":"COUNT","value":4}},
                "alarms":{"alarmNames":["a"],"enable":true,"rollback":true}}""");
        var before = described();
        assertThat(before.at("/placementStrategy/0/field").stringValue()).isEqualTo("MEMORY");
        assertThat(before.at("/placementStrategy/1/field").stringValue()).isEqualTo("instanceId");
        assertThat(before.at("/availabilityZoneRebalancing").stringValue()).isEqualTo("DISABLED");
        assertThat(before.at("/deploymentConfiguration/deploymentCircuitBreaker/thresholdConfiguration/value")
                        .intValue())
                .isEqualTo(4);
        assertThat(before.at("/deploymentConfiguration/alarms/alarmNames/0").stringValue())
                .isEqualTo("a");
        var after = update(",\"deploymentConfiguration\":{\"minimumHealthyPercent\":50},\"enableECSManagedTags\":true");
        for (var member : List.of(
                "placementStrategy",
                "placementConstraints",
                "propagateTags",
                "enableExecuteCommand",
                "healthCheckGracePeriodSeconds",
                "availabilityZoneRebalancing",
                "taskDefinition",
                "deployments")) {
            assertThat(after.get(member)).as(member).isEqualTo(before.get(member));
        }
        assertThat(after.at("/deploymentConfiguration/maximumPercent").intValue())
                .isEqualTo(150);
        assertThat(after.at("/deploymentConfiguration/minimumHealthyPercent").intValue())
                .isEqualTo(50);
        assertThat(after.at("/deploymentConfiguration/deploymentCircuitBreaker"))
                .isEqualTo(before.at("/deploymentConfiguration/deploymentCircuitBreaker"));
        assertThat(after.get("enableECSManagedTags").booleanValue()).isTrue();
        assertThat(update(",\"placementStrategy\":[]").get("placementStrategy").size())
                .isZero();
    }

    @Test
    void a_daemon_has_no_count_of_its_own() {
        var service = create(",\"schedulingStrategy\":\"DAEMON\"");
        assertThat(service.at("/deploymentConfiguration/maximumPercent").intValue())
                .isEqualTo(100);
        assertThat(service.at("/deploymentConfiguration/minimumHealthyPercent").intValue())
                .isZero();
        assertThat(service.at("/availabilityZoneRebalancing").stringValue()).isEqualTo("DISABLED");
        settle();
        assertThat(described().get("runningCount").intValue()).isEqualTo(1);
        assertThat(described().get("desiredCount").intValue()).isEqualTo(1);
    }

    @Test
    void a_service_goes_in_the_order_that_terraform_knows() {
        create(",\"desiredCount\":1");
        settle();
        assertThat(door.fault("DeleteService", "{\"service\":\"web\"}").getMessage())
                .isEqualTo("The service cannot be stopped while it is scaled above 0.");
        assertThat(door.fault("DeleteCluster", "{\"cluster\":\"default\"}").type())
                .startsWith("ClusterContains");
        assertThat(update(",\"desiredCount\":0").get("desiredCount").intValue()).isZero();
        var deleted = door.call("DeleteService", "{\"service\":\"web\"}").get("service");
        assertThat(deleted.get("status").stringValue()).isIn("DRAINING", "INACTIVE");
        settle();
        var gone = described();
        assertThat(gone.get("status").stringValue()).isEqualTo("INACTIVE");
        assertThat(gone.get("deployments").size()).isZero();
        assertThat(gone.get("taskDefinition").stringValue()).endsWith("web:1");
        assertThat(door.fault("UpdateService", "{\"service\":\"web\",\"desiredCount\":1}")
                        .type())
                .isEqualTo("ServiceNotActiveException");
        assertThat(create(",\"desiredCount\":1").get("status").stringValue()).isEqualTo("ACTIVE");
    }

    @Test
    void the_same_call_again_answers_the_same_and_another_one_is_refused() {
        var first = create(",\"desiredCount\":1,\"clientToken\":\"t\"");
        assertThat(create(",\"clientToken\":\"t\",\"desiredCount\":1").get("serviceArn"))
                .isEqualTo(first.get("serviceArn"));
        var fault = door.fault("CreateService", """
                {"serviceName":"web","taskDefinition":"web","desiredCount":2,"clientToken":"t"}""");
        assertThat(fault.type()).isEqualTo("InvalidParameterException");
        assertThat(fault.getMessage()).isEqualTo("Creation of service was not idempotent.");
    }

    @Test
    void what_is_not_there_is_missing_and_a_cluster_that_is_not_there_is_refused() {
        var reply = door.call("DescribeServices", "{\"services\":[\"none\"]}");
        assertThat(reply.at("/failures/0/reason").stringValue()).isEqualTo("MISSING");
        assertThat(reply.at("/failures/0/arn").stringValue()).endsWith(":service/default/none");
        assertThat(door.fault("DescribeServices", "{\"cluster\":\"c\",\"services\":[\"none\"]}")
                        .type())
                .isEqualTo("ClusterNotFoundException");
        assertThat(door.fault("UpdateService", "{\"service\":\"none\",\"desiredCount\":1}")
                        .type())
                .isEqualTo("ServiceNotFoundException");
        assertThat(door.fault("DeleteService", "{\"service\":\"none\"}").type()).isEqualTo("ServiceNotFoundException");
        assertThat(door.fault("ListServicesByNamespace", "{\"namespace\":\"none\"}")
                        .type())
                .isEqualTo("NamespaceNotFoundException");
    }

    @Test
    void services_are_listed_by_tens_and_by_kind() {
        for (var i = 0; i < 11; i++) {
            door.call("CreateService", """
                    {"serviceName":"s%02d","taskDefinition":"web","desiredCount":0}""".formatted(i));
        }
        create(",\"schedulingStrategy\":\"DAEMON\"");
        var page = door.call("ListServices", "{}");
        assertThat(page.get("serviceArns").size()).isEqualTo(10);
        var rest = door.call(
                "ListServices", "{\"nextToken\":\"" + page.get("nextToken").stringValue() + "\"}");
        assertThat(rest.get("serviceArns").size()).isEqualTo(2);
        assertThat(rest.has("nextToken")).isFalse();
        assertThat(door.call("ListServices", "{\"schedulingStrategy\":\"DAEMON\"}")
                        .get("serviceArns")
                        .size())
                .isEqualTo(1);
        assertThat(door.call("ListServices", "{\"launchType\":\"FARGATE\"}")
                        .get("serviceArns")
                        .size())
                .isZero();
        assertThat(door.call("ListServices", "{\"resourceManagementType\":\"ECS\"}")
                        .get("serviceArns")
                        .size())
                .isZero();
    }

    @Test
    void a_service_has_tags_by_either_form_of_its_arn() {
        var service = create(",\"desiredCount\":0,\"tags\":[{\"key\":\"a\",\"value\":\"b\"}]");
        assertThat(service.at("/tags/0/value").stringValue()).isEqualTo("b");
        assertThat(described().has("tags")).isFalse();
        assertThat(described("TAGS").at("/tags/0/key").stringValue()).isEqualTo("a");
        for (var arn : List.of("service/default/web", "service/web")) {
            var whole = "arn:aws:ecs:us-east-1:123456789012:" + arn;
            door.call("TagResource", "{\"resourceArn\":\"" + whole + "\",\"tags\":[{\"key\":\"c\",\"value\":\"d\"}]}");
            assertThat(door.call("ListTagsForResource", "{\"resourceArn\":\"" + whole + "\"}")
                            .get("tags")
                            .size())
                    .isEqualTo(2);
            door.call("UntagResource", "{\"resourceArn\":\"" + whole + "\",\"tagKeys\":[\"c\"]}");
        }
        assertThat(door.fault("TagResource", """
                {"resourceArn":"arn:aws:ecs:us-east-1:123456789012:service/default/web",
                 "tags":[{"key":"berth:healthy-after","value":"soon"}]}""").getMessage()).contains("berth:healthy-after", "soon");
    }

    @Test
    void a_cluster_counts_its_services() {
        create(",\"desiredCount\":0");
        var cluster =
                door.call("DescribeClusters", "{\"include\":[\"STATISTICS\"]}").at("/clusters/0");
        assertThat(cluster.get("activeServicesCount").intValue()).isEqualTo(1);
        assertThat(cluster.get("statistics")
                        .valueStream()
                        .filter(pair -> pair.get("name").stringValue().equals("activeEC2ServiceCount"))
                        .map(pair -> pair.get("value").stringValue()))
                .containsExactly("1");
    }

    @Test
    void a_service_that_its_owner_steers_has_task_sets_in_place_of_deployments() {
        var own = door.call("CreateService", """
                {"serviceName":"own","desiredCount":2,"deploymentController":{"type":"EXTERNAL"}}""").get("service");
        assertThat(own.has("taskDefinition")).isFalse();
        assertThat(own.has("currentServiceDeployment")).isFalse();
        assertThat(own.get("deployments").size()).isZero();
        assertThat(own.get("taskSets").size()).isZero();
        var deploy = create(",\"desiredCount\":2,\"deploymentController\":{\"type\":\"CODE_DEPLOY\"}");
        assertThat(deploy.at("/taskSets/0/status").stringValue()).isEqualTo("PRIMARY");
        assertThat(deploy.at("/taskSets/0/startedBy").stringValue()).isEqualTo("CODE_DEPLOY");
        assertThat(deploy.at("/taskSets/0/computedDesiredCount").intValue()).isEqualTo(2);
        assertThat(deploy.get("taskDefinition").stringValue()).endsWith("web:1");
        assertThat(door.fault("UpdateService", "{\"service\":\"web\",\"taskDefinition\":\"web\"}")
                        .getMessage())
                .startsWith("Unable to update task definition on services with a CODE_DEPLOY deployment controller.");
    }

    @Test
    void ways_of_deploying_beside_the_old_tasks_have_their_words() {
        var service = create("""
                ,"desiredCount":1,"deploymentConfiguration":{"strategy":"CANARY","bakeTimeInMinutes":3,"lifecycleHooks":[
                {"targetType":"PAUSE","lifecycleStages":["POST_SCALE_UP"],"timeoutConfiguration":{"timeoutInMinutes":5,
                "action":"CONTINUE"}}]}""");
        var words = service.get("deploymentConfiguration");
        assertThat(words.at("/canaryConfiguration")).isEqualTo(Door.JSON.readTree("""
                {"canaryPercent":5.0,"canaryBakeTimeInMinutes":10}"""));
        assertThat(words.at("/lifecycleHooks/0/timeoutConfiguration/action").stringValue())
                .isEqualTo("CONTINUE");
        var rolling = update(",\"deploymentConfiguration\":{\"strategy\":\"ROLLING\"}")
                .get("deploymentConfiguration");
        assertThat(rolling).isEqualTo(Door.JSON.readTree("""
                {"deploymentCircuitBreaker":{"enable":false,"rollback":false},"maximumPercent":200,
                 "minimumHealthyPercent":100,"strategy":"ROLLING","bakeTimeInMinutes":0}"""));
    }

    @Test
    void what_this_version_has_not_is_refused_and_not_dropped() {
        for (var member : List.of(
                "\"loadBalancers\":[{\"targetGroupArn\":\"t\",\"containerName\":\"web\",\"containerPort\":80}]",
                "\"serviceRegistries\":[{\"registryArn\":\"r\"}]",
                "\"serviceConnectConfiguration\":{\"enabled\":true}",
                "\"volumeConfigurations\":[{\"name\":\"v\"}]",
                "\"vpcLatticeConfigurations\":[{\"roleArn\":\"r\",\"targetGroupArn\":\"t\",\"portName\":\"p\"}]",
                "\"deploymentConfiguration\":{\"strategy\":\"BLUE_GREEN\",\"lifecycleHooks\":[{\"hookTargetArn\":\"l\",\"roleArn\":\"r\",\"lifecycleStages\":[\"POST_SCALE_UP\"]}]}")) {
            var fault = door.fault(
                    "CreateService",
                    "{\"serviceName\":\"web\",\"taskDefinition\":\"web\",\"desiredCount\":1," + member + "}");
            assertThat(fault.type()).as(member).isEqualTo("UnsupportedFeatureException");
            assertThat(fault.getMessage())
                    .contains(
                            member.contains("lifecycleHooks")
                                    ? "lifecycleHooks"
                                    : member.substring(1, member.indexOf('"', 1)));
        }
        assertThat(create("""
                ,"desiredCount":1,"loadBalancers":[],"serviceRegistries":[],"serviceConnectConfiguration":{"enabled":false}""").get("status").stringValue()).isEqualTo("ACTIVE");
    }

    @Test
    void words_of_a_service_have_their_bounds() {
        for (var call : new String[][] {
            {"\"desiredCount\":-1", "desiredCount must be between 0 and 1000000 (got -1)."},
            {"\"schedulingStrategy\":\"REPLICA\"", "desiredCount is required"},
            {"\"schedulingStrategy\":\"DAEMON\",\"desiredCount\":1", "does not support a desired count"},
            {"\"schedulingStrategy\":\"DAEMON\",\"placementStrategy\":[{\"type\":\"random\"}]", "placement strategies"},
            {
                "\"schedulingStrategy\":\"DAEMON\",\"deploymentConfiguration\":{\"maximumPercent\":200}",
                "does not support values above 100 for maximumPercent"
            },
            {"\"desiredCount\":1,\"clientToken\":\"has blank\"", "clientToken"},
            {
                "\"desiredCount\":1,\"deploymentConfiguration\":{\"maximumPercent\":100}",
                "Both maximumPercent and minimumHealthyPercent cannot be 100"
            },
            {"\"desiredCount\":1,\"deploymentConfiguration\":{\"maximumPercent\":99}", "(got 99)"},
            {"\"desiredCount\":1,\"deploymentConfiguration\":{\"minimumHealthyPercent\":101}", "(got 101)"},
            {"\"desiredCount\":1,\"deploymentConfiguration\":{\"bakeTimeInMinutes\":1441}", "(got 1441)"},
            {"\"desiredCount\":1,\"healthCheckGracePeriodSeconds\":-1", "healthCheckGracePeriodSeconds"},
            {"\"desiredCount\":1,\"platformVersion\":\"1.4.0\"", "The platform version must be null"},
            {
                "\"desiredCount\":1,\"launchType\":\"EC2\",\"capacityProviderStrategy\":[{\"capacityProvider\":\"FARGATE\"}]",
                "Specifying both a launch type and capacity provider strategy"
            },
            {
                "\"desiredCount\":1,\"availabilityZoneRebalancing\":\"ENABLED\",\"placementStrategy\":[{\"type\":\"random\"}]",
                "availabilityZoneRebalancing ENABLED is not possible"
            },
            {"\"desiredCount\":1,\"deploymentController\":{\"type\":\"EXTERNAL\"}", "taskDefinition can not be set"},
            {"\"desiredCount\":1,\"tags\":[{\"key\":\"berth:wait\",\"value\":\"1m\"}]", "berth:wait"},
            {
                "\"desiredCount\":1,\"deploymentConfiguration\":{\"lifecycleHooks\":[{\"targetType\":\"PAUSE\",\"lifecycleStages\":[\"POST_SCALE_UP\"]}]}",
                "lifecycleHooks go with the deployment strategies"
            },
            {
                "\"desiredCount\":1,\"networkConfiguration\":{\"awsvpcConfiguration\":{\"subnets\":[\"s\"]}}",
                "Network Configuration is not valid for the given networkMode"
            },
        }) {
            var fault =
                    door.fault("CreateService", "{\"serviceName\":\"web\",\"taskDefinition\":\"web\"," + call[0] + "}");
            assertThat(fault.type()).as(call[0]).isEqualTo("InvalidParameterException");
            assertThat(fault.getMessage()).as(call[0]).contains(call[1]);
        }
        assertThat(door.fault(
                                "CreateService",
                                "{\"serviceName\":\"a b\",\"taskDefinition\":\"web\",\"desiredCount\":1}")
                        .getMessage())
                .contains("serviceName", "a b");
    }
}
