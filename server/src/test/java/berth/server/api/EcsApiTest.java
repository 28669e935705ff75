package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Tags;
import berth.wire.aws.AwsModel;
import berth.wire.aws.AwsOperation;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EcsApiTest {
    private final Door door = new Door();

    static Stream<String> operations() {
        return AwsModel.ecs().operations().stream().map(AwsOperation::name);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_of_ecs_answers_or_refuses_in_words_of_aws(String operation) {
        try {
            assertThat(door.call(operation, "{}").isObject()).isTrue();
        } catch (berth.wire.aws.AwsFault fault) {
            assertThat(fault.httpStatus()).isEqualTo(400);
            assertThat(fault.type()).endsWith("Exception");
            assertThat(fault.getMessage()).isNotEmpty();
        }
    }

    @Test
    void a_node_may_touch_its_own_cluster_only() {
        door.call("CreateCluster", "{\"clusterName\":\"a\"}");
        door.call("CreateCluster", "{\"clusterName\":\"b\"}");
        var node = door.nodeKey("a");
        var joined = door.callAs(node, "RegisterContainerInstance", "{\"cluster\":\"a\"}");
        assertThat(joined.at("/containerInstance/status").stringValue()).isEqualTo("ACTIVE");
        for (var call : new String[][] {
            {"RegisterContainerInstance", "{\"cluster\":\"b\"}"},
            {"DiscoverPollEndpoint", "{\"cluster\":\"b\"}"},
            {"SubmitTaskStateChange", "{\"cluster\":\"b\",\"task\":\"1\",\"status\":\"RUNNING\"}"},
            {
                "SubmitTaskStateChange",
                "{\"cluster\":\"a\",\"task\":\"" + door.arns.task(new berth.core.task.TaskId("b", "1"))
                        + "\",\"status\":\"RUNNING\"}"
            },
            {
                "SubmitContainerStateChange",
                "{\"cluster\":\"b\",\"task\":\"1\",\"containerName\":\"c\",\"status\":\"RUNNING\"}"
            },
            {"SubmitAttachmentStateChanges", "{\"cluster\":\"b\",\"attachments\":[]}"},
            {"DeregisterContainerInstance", "{\"cluster\":\"b\",\"containerInstance\":\"1\"}"},
            {"ListTagsForResource", "{\"resourceArn\":\"" + door.arns.cluster("b") + "\"}"},
        }) {
            var fault = door.faultAs(node, call[0], call[1]);
            assertThat(fault.type()).as(call[0] + call[1]).isEqualTo("AccessDeniedException");
        }
    }

    @Test
    void a_token_used_with_other_words_names_the_tasks_it_made() {
        door.node();
        door.definition("web");
        var first = door.call("RunTask", "{\"taskDefinition\":\"web\",\"clientToken\":\"t\",\"count\":2}");
        var again = door.call("RunTask", "{\"count\":2,\"clientToken\":\"t\",\"taskDefinition\":\"web\"}");
        assertThat(again).isEqualTo(first);
        var fault = door.fault("RunTask", "{\"taskDefinition\":\"web\",\"clientToken\":\"t\"}");
        assertThat(fault.type()).isEqualTo("ConflictException");
        assertThat(fault.members().get("resourceIds"))
                .isEqualTo(first.at("/tasks")
                        .valueStream()
                        .map(task -> task.get("taskArn").stringValue())
                        .toList());
    }

    @Test
    void a_call_that_started_nothing_may_be_tried_again_with_its_token() {
        door.node("default", 64, 32);
        door.definition("web");
        var request = "{\"taskDefinition\":\"web\",\"clientToken\":\"t\"}";
        assertThat(door.call("RunTask", request).at("/failures/0/reason").stringValue())
                .isEqualTo("RESOURCE:MEMORY");
        door.node();
        assertThat(door.call("RunTask", request).get("tasks").size()).isEqualTo(1);
    }

    @Test
    void managed_tags_are_ours_to_put_and_nobodys_to_take() {
        door.node();
        door.definition("web");
        var arn = door.call("RunTask", "{\"taskDefinition\":\"web\",\"enableECSManagedTags\":true}")
                .at("/tasks/0/taskArn")
                .stringValue();
        door.call("TagResource", "{\"resourceArn\":\"" + arn + "\",\"tags\":[{\"key\":\"a\",\"value\":\"b\"}]}");
        assertThat(door.call("ListTagsForResource", "{\"resourceArn\":\"" + arn + "\"}")
                        .at("/tags/1/key")
                        .stringValue())
                .isEqualTo(Tags.CLUSTER_NAME);
        assertThat(door.fault(
                                "UntagResource",
                                "{\"resourceArn\":\"" + arn + "\",\"tagKeys\":[\"aws:ecs:clusterName\"]}")
                        .type())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void what_no_node_can_do_yet_is_refused_by_name() {
        door.node();
        door.call("RegisterTaskDefinition", """
                {"family":"gpu","containerDefinitions":[{"name":"a","image":"i","memory":64,"privileged":true}]}""");
        var reply = door.call("RunTask", "{\"taskDefinition\":\"gpu\"}");
        assertThat(reply.at("/failures/0/reason").stringValue()).isEqualTo("ATTRIBUTE");
        assertThat(reply.at("/failures/0/detail").stringValue())
                .contains("com.amazonaws.ecs.capability.privileged-container");
    }

    @Test
    void words_of_a_start_have_their_bounds() {
        door.node();
        door.definition("web");
        for (var call : new String[][] {
            {"\"count\":0", "count must be between 1 and 10 (got 0)."},
            {"\"count\":11", "count must be between 1 and 10 (got 11)."},
            {"\"startedBy\":\"a b\"", "startedBy"},
            {"\"group\":\"service:web\"", "group"},
            {"\"propagateTags\":\"SERVICE\"", "propagateTags"},
            {"\"clientToken\":\"has blank\"", "clientToken"},
            {
                "\"launchType\":\"EC2\",\"capacityProviderStrategy\":[{\"capacityProvider\":\"FARGATE\"}]",
                "Specifying both a launch type and capacity provider strategy is not supported."
            },
            {
                "\"overrides\":{\"containerOverrides\":[{\"name\":\"web\",\"command\":[\"" + "x".repeat(8_200)
                        + "\"]}]}",
                "8192"
            },
            {
                "\"networkConfiguration\":{\"awsvpcConfiguration\":{\"subnets\":[\"s\"]}}",
                "Network Configuration is not valid for the given networkMode"
            },
        }) {
            var fault = door.fault("RunTask", "{\"taskDefinition\":\"web\"," + call[0] + "}");
            assertThat(fault.type()).as(call[0]).isEqualTo("InvalidParameterException");
            assertThat(fault.getMessage()).contains(call[1]);
        }
    }
}
