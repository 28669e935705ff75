package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What goes to a node of the open-source Amazon ECS agent, and why the rest does not: it has the
/// attributes that the agent registers outside EC2, over an engine with API 1.41.
class AmazonAgentNodeTest {
    private static final List<String> CAPABILITIES = List.of(
            "com.amazonaws.ecs.capability.privileged-container",
            "com.amazonaws.ecs.capability.logging-driver.json-file",
            "com.amazonaws.ecs.capability.logging-driver.none",
            "com.amazonaws.ecs.capability.logging-driver.awsfirelens",
            "com.amazonaws.ecs.capability.ecr-auth",
            "com.amazonaws.ecs.capability.task-iam-role",
            "com.amazonaws.ecs.capability.task-iam-role-network-host",
            "ecs.capability.container-health-check",
            "ecs.capability.container-ordering",
            "ecs.capability.container-restart-policy",
            "ecs.capability.docker-plugin.local",
            "ecs.capability.ecr-endpoint",
            "ecs.capability.efs",
            "ecs.capability.env-files.s3",
            "ecs.capability.execution-role-ecr-pull",
            "ecs.capability.external",
            "ecs.capability.firelens.fluentd",
            "ecs.capability.firelens.fluentbit",
            "ecs.capability.full-sync",
            "ecs.capability.increased-task-cpu-limit",
            "ecs.capability.network.container-port-range",
            "ecs.capability.private-registry-authentication.secretsmanager",
            "ecs.capability.secrets.ssm.environment-variables",
            "ecs.capability.secrets.ssm.bootstrap.log-driver",
            "ecs.capability.secrets.asm.environment-variables",
            "ecs.capability.secrets.asm.bootstrap.log-driver",
            "ecs.capability.task-cpu-mem-limit");

    private final Door door = new Door();

    @BeforeEach
    void it_has_registered() {
        var api = Stream.of(IntStream.rangeClosed(17, 25), IntStream.rangeClosed(28, 30), IntStream.of(32))
                .flatMap(IntStream::boxed)
                .map(minor -> "com.amazonaws.ecs.capability.docker-remote-api.1." + minor);
        door.able(Stream.concat(api, CAPABILITIES.stream()).toList());
    }

    /// @param more further members of the call
    private JsonNode run(String task, String container, String more) {
        door.call(
                "RegisterTaskDefinition",
                "{'family':'app',%s'containerDefinitions':[{'name':'web','image':'x','memory':64%s}]}"
                        .formatted(task, container)
                        .replace('\'', '"'));
        return door.call("RunTask", "{'taskDefinition':'app'%s}".formatted(more).replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = true,
            emptyValue = "",
            value = {
                "~~ | ,'healthCheck':{'command':['CMD','true']}",
                "~~ | ,'restartPolicy':{'enabled':true}",
                "~~ | ,'portMappings':[{'containerPortRange':'8000-8003'}]",
                "'pidMode':'host',| ~~",
                "'networkMode':'host','taskRoleArn':'some',| ~~",
                "'executionRoleArn':'some',| ,'secrets':[{'name':'A','valueFrom':'/a'}]",
                "'executionRoleArn':'some',| ,'repositoryCredentials':{'credentialsParameter':'login'}",
                "'cpu':'256','memory':'128',| ~~",
                "'volumes':[{'name':'v','dockerVolumeConfiguration':{'scope':'task'}}],| ~~"
            })
    void goes_there(String task, String container) {
        assertThat(run(task, container, "").path("failures")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            emptyValue = "",
            value = {
                "'volumes':[{'name':'v','fsxWindowsFileServerVolumeConfiguration':{'fileSystemId':'fs-1','rootDirectory':'d','authorizationConfig':{'credentialsParameter':'arn:aws:ssm:us-east-1:1:parameter/p','domain':'d'}}}],"
                        + " | ~~ | ecs.capability.fsxWindowsFileServer",
                "'pidMode':'task', | ~~ | ecs.capability.pid-ipc-namespace-sharing",
                "~~ | ,'logConfiguration':{'logDriver':'awslogs','options':{'awslogs-group':'g','awslogs-region':'us-east-1'}}"
                        + " | com.amazonaws.ecs.capability.logging-driver.awslogs",
                "'volumes':[{'name':'v','dockerVolumeConfiguration':{'driver':'rexray'}}], | ~~ | ecs.capability.docker-plugin.rexray"
            })
    void does_not_go_there_and_the_call_is_told_what_the_node_lacks(String task, String container, String lacks) {
        assertLacking(run(task, container, ""), lacks);
    }

    private static void assertLacking(JsonNode reply, String attribute) {
        assertThat(reply.path("tasks")).isEmpty();
        assertThat(reply.at("/failures/0/reason").stringValue()).isEqualTo("ATTRIBUTE");
        assertThat(reply.at("/failures/0/detail").stringValue()).contains(attribute);
    }

    /// Its own interface would have to be a device that somebody attaches to the machine.
    @Test
    void a_task_with_a_network_of_its_own_does_not_either() {
        var network = ",'networkConfiguration':{'awsvpcConfiguration':{'subnets':['subnet-1']}}";
        assertLacking(run("'networkMode':'awsvpc',", "", network), "ecs.capability.task-eni");
    }

    @Test
    void one_that_was_deregistered_comes_back_only_as_a_new_one() {
        var arn = door.call("ListContainerInstances", "{}")
                .at("/containerInstanceArns/0")
                .stringValue();
        door.call("DeregisterContainerInstance", "{\"containerInstance\":\"" + arn + "\"}");
        var again = door.fault("RegisterContainerInstance", "{\"containerInstanceArn\":\"" + arn + "\"}");
        // Terminal for the agent: it ends instead of trying for an hour.
        assertThat(again.type()).isEqualTo("ClientException");
        assertThat(again.getMessage()).contains("was deregistered at", "it can join again only as a new one");
        door.call("CreateCluster", "{\"clusterName\":\"other\"}");
        assertThat(door.fault(
                        "RegisterContainerInstance",
                        "{\"cluster\":\"other\",\"containerInstanceArn\":\"" + arn + "\"}"))
                .hasMessageContaining("is not known in cluster 'other'");
        assertThat(door.call("RegisterContainerInstance", "{}")
                        .at("/containerInstance/containerInstanceArn")
                        .stringValue())
                .isNotEqualTo(arn);
    }

    @Test
    void where_its_lines_are_is_one_lasting_address() {
        var first = door.call(
                "DiscoverPollEndpoint", "{\"cluster\":\"default\",\"containerInstance\":\"x\",\"zoneId\":\"\"}");
        assertThat(List.of(
                        first.path("endpoint").stringValue(),
                        first.path("telemetryEndpoint").stringValue()))
                .allMatch(address -> address.startsWith("http://127.0.0.1:4770/"));
    }
}
