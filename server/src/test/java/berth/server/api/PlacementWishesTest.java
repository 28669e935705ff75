package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.InstanceId;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Constraints, strategies and addresses at the door.
class PlacementWishesTest {
    private final Door door = new Door();
    private final InstanceId a = door.node();
    private final InstanceId b = door.node();

    PlacementWishesTest() {
        door.definition("web");
    }

    private static String run(String more) {
        return ("{'taskDefinition':'web'," + more + "}").replace('\'', '"');
    }

    private void refused(String more, String... words) {
        var fault = door.fault("RunTask", run(more));
        assertThat(fault.type()).as(more).isEqualTo("InvalidParameterException");
        assertThat(fault.getMessage()).contains(words);
    }

    private static String times(int count, String element) {
        return "[" + String.join(",", Collections.nCopies(count, element)) + "]";
    }

    private static String memberOf(String expression) {
        return "'placementConstraints':[{'type':'memberOf','expression':'" + expression + "'}]";
    }

    @Test
    void constraints_are_checked_in_words_of_aws() {
        refused(
                "'placementConstraints':[{'type':'near'}]",
                "Value 'near' at 'placementConstraints[0].type' failed to satisfy constraint: Member must satisfy enum"
                        + " value set: [distinctInstance, memberOf]");
        refused(
                "'placementConstraints':[{}]",
                "A placement constraint must have a type: distinctInstance or memberOf.");
        refused(
                "'placementConstraints':[{'type':'distinctInstance','expression':''}]",
                "distinctInstance expression should not be specified.");
        refused(
                "'placementConstraints':[{'type':'memberOf'}]",
                "A memberOf placement constraint must have an expression.");
        refused(memberOf(" "), "A memberOf placement constraint must have an expression.");
        refused(
                memberOf("attribute:" + "x".repeat(2_000) + " exists"),
                "An expression can have at most 2000 characters (got 2017).");
        refused(
                "'placementConstraints':" + times(11, "{'type':'distinctInstance'}"),
                "A task can have at most 10 placement constraints (got 11).");
    }

    @Test
    void an_expression_that_is_none_is_refused_with_its_column() {
        refused(memberOf("attribute:rack =="), "column 18");
        refused(memberOf("rack == 7"), "column 1)");
    }

    @Test
    void strategies_are_checked() {
        for (var call : new String[][] {
            {"{'type':'spread'}", "must be instanceId, host or attribute:NAME (got '')."},
            {"{'type':'spread','field':'zone'}", "must be instanceId, host or attribute:NAME (got 'zone')."},
            {"{'type':'spread','field':'attribute:'}", "host or attribute:NAME (got 'attribute:')."},
            {"{'type':'spread','field':'attribute:a b'}", "host or attribute:NAME (got 'attribute:a b')."},
            {
                "{'type':'binpack'}",
                "The field of a binpack placement strategy must be cpu, memory or resources (got '')."
            },
            {"{'type':'binpack','field':'disk'}", "must be cpu, memory or resources (got 'disk')."},
            {"{'field':'cpu'}", "A placement strategy must have a type: random, spread or binpack."},
            {"{'type':'first'}", "Member must satisfy enum value set: [random, spread, binpack]"},
        }) {
            refused("'placementStrategy':[" + call[0] + "]", call[1]);
        }
        refused(
                "'placementStrategy':" + times(6, "{'type':'random'}"),
                "A task can have at most 5 placement strategies (got 6).");
    }

    @Test
    void a_fargate_task_has_no_container_instance_to_choose() {
        for (var capacity :
                List.of("'launchType':'FARGATE',", "'capacityProviderStrategy':[{'capacityProvider':'FARGATE'}],")) {
            refused(
                    capacity + "'placementConstraints':[{'type':'distinctInstance'}]",
                    "Placement constraints are not supported with FARGATE launch type.");
            refused(
                    capacity + "'placementStrategy':[{'type':'random'}]",
                    "Placement strategies are not supported with FARGATE launch type.");
        }
    }

    @Test
    void an_address_comes_as_a_tag_and_must_be_one() {
        refused("'tags':[{'key':'berth:address','value':'web.example'}]", "berth:address", "'web.example'");
        var fault = door.fault(
                "StartTask",
                run("'containerInstances':['" + a.id() + "'],'tags':[{'key':'berth:address','value':'10.0.0.256'}]"));
        assertThat(fault.type()).isEqualTo("InvalidParameterException");
        var reply = door.call("RunTask", run("'tags':[{'key':'berth:address','value':'10.0.0.9'}]"));
        assertThat(reply.at("/failures/0/reason").stringValue()).isEqualTo("LOCATION");
        assertThat(reply.at("/failures/0/detail").stringValue()).contains("10.0.0.9");
    }

    private Stream<String> placed(JsonNode reply) {
        assertThat(reply.get("failures").size()).as(reply.toString()).isZero();
        return reply.get("tasks")
                .valueStream()
                .map(task -> task.get("containerInstanceArn").stringValue());
    }

    @Test
    void a_constraint_chooses_the_node_and_says_what_the_others_lack() {
        door.call("PutAttributes", """
                {"attributes":[{"name":"rack","value":"7","targetId":"%s"}]}""".formatted(door.arns.instance(b)));
        assertThat(placed(door.call("RunTask", run("'count':3," + memberOf("attribute:rack == 7")))))
                .containsOnly(door.arns.instance(b));
        var no = door.call("RunTask", run(memberOf("attribute:rack == 8")));
        assertThat(no.get("tasks").size()).isZero();
        assertThat(no.get("failures")
                        .valueStream()
                        .map(failure -> failure.get("reason").stringValue()))
                .containsExactly(
                        "MemberOf placement constraint unsatisfied.", "MemberOf placement constraint unsatisfied.");
        assertThat(no.at("/failures/1/detail").stringValue()).contains("attribute:rack == 8", "7");
    }

    @Test
    void each_copy_of_distinct_tasks_gets_a_node_of_its_own() {
        var reply = door.call("RunTask", run("'count':3,'placementConstraints':[{'type':'distinctInstance'}]"));
        assertThat(reply.get("tasks")
                        .valueStream()
                        .map(task -> task.get("containerInstanceArn").stringValue()))
                .containsExactlyInAnyOrder(door.arns.instance(a), door.arns.instance(b));
        assertThat(reply.at("/failures/0/reason").stringValue())
                .isEqualTo("DistinctInstance placement constraint unsatisfied.");
    }

    @Test
    void packing_fills_a_node_and_spreading_fills_both() {
        assertThat(placed(door.call(
                        "RunTask", run("'count':4,'placementStrategy':[{'type':'binpack','field':'MEMORY'}]"))))
                .containsOnly(door.arns.instance(a));
        for (var field : List.of("instanceId", "host", "INSTANCEID")) {
            var apart =
                    "'count':2,'group':'" + field + "','placementStrategy':[{'type':'spread','field':'" + field + "'}]";
            assertThat(placed(door.call("RunTask", run(apart))))
                    .containsExactlyInAnyOrder(door.arns.instance(a), door.arns.instance(b));
        }
    }

    @Test
    void a_definitions_constraints_count_with_the_calls() {
        door.call("RegisterTaskDefinition", """
                {"family":"picky","placementConstraints":%s,
                 "containerDefinitions":[{"name":"web","image":"nginx","cpu":64,"memory":64}]}""".formatted(
                        times(9, "{'type':'memberOf','expression':'attribute:rack == 7'}")
                                .replace('\'', '"')));
        door.call("PutAttributes", """
                {"attributes":[{"name":"rack","value":"7","targetId":"%s"}]}""".formatted(door.arns.instance(b)));
        assertThat(placed(door.call("RunTask", "{\"taskDefinition\":\"picky\",\"count\":3}")))
                .containsOnly(door.arns.instance(b));
        var more = run("'placementConstraints':" + times(2, "{'type':'distinctInstance'}"))
                .replace("web", "picky");
        assertThat(door.fault("RunTask", more).getMessage())
                .isEqualTo("A task can have at most 10 placement constraints (got 9 from the task definition and 2 from"
                        + " the call).");
    }

    @Test
    void gpus_are_shown_where_they_are_and_where_they_are_left() {
        var arn = door.call("RegisterContainerInstance", """
                {"totalResources":[{"name":"CPU","type":"INTEGER","integerValue":1024},
                  {"name":"MEMORY","type":"INTEGER","integerValue":1024}],
                 "platformDevices":[{"id":"GPU-1","type":"GPU"},{"id":"GPU-2","type":"GPU"},{"id":"GPU-3","type":"GPU"}]}""")
                .at("/containerInstance/containerInstanceArn")
                .stringValue();
        door.connect(door.arns.instanceId("default", arn));
        door.call("RegisterTaskDefinition", """
                {"family":"train","containerDefinitions":[{"name":"web","image":"nginx","cpu":64,"memory":64,
                  "resourceRequirements":[{"type":"GPU","value":"2"}]}]}""");
        var task = door.call("RunTask", "{\"taskDefinition\":\"train\"}").at("/tasks/0");
        assertThat(task.get("containerInstanceArn").stringValue()).isEqualTo(arn);
        assertThat(task.at("/containers/0/gpuIds").toString()).isEqualTo("[\"GPU-1\",\"GPU-2\"]");
        var seen = door.call("DescribeContainerInstances", "{\"containerInstances\":[\"" + arn + "\"]}")
                .at("/containerInstances/0");
        assertThat(gpus(seen, "registeredResources")).isEqualTo("[\"GPU-1\",\"GPU-2\",\"GPU-3\"]");
        assertThat(gpus(seen, "remainingResources")).isEqualTo("[\"GPU-3\"]");
        var no = door.call("RunTask", "{\"taskDefinition\":\"train\"}");
        assertThat(no.get("failures")
                        .valueStream()
                        .map(failure -> failure.get("reason").stringValue()))
                .containsOnly("RESOURCE:GPU");
        var one = door.call("RunTask", """
                {"taskDefinition":"train","overrides":{"containerOverrides":[{"name":"web",
                  "resourceRequirements":[{"type":"GPU","value":"1"}]}]}}""");
        assertThat(one.at("/tasks/0/containers/0/gpuIds").toString()).isEqualTo("[\"GPU-3\"]");
        assertThat(door.fault("RunTask", """
                        {"taskDefinition":"train","overrides":{"containerOverrides":[{"name":"web",
                          "resourceRequirements":[{"type":"GPU","value":"none"}]}]}}""").type()).isEqualTo("InvalidParameterException");
    }

    private static String gpus(JsonNode instance, String member) {
        return instance.get(member)
                .valueStream()
                .filter(resource -> resource.get("name").stringValue().equals("GPU"))
                .findFirst()
                .orElseThrow()
                .get("stringSetValue")
                .toString();
    }
}
