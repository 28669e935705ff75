package berth.server.api.taskdef;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.operation.RegisterTaskDefinition;
import berth.core.query.ClusterQuery;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.PortMapping;
import berth.wire.aws.AwsJson;
import berth.wire.aws.AwsModel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;

class RegistrationsTest {
    private static final String FSX =
            "{'name':'d','fsxWindowsFileServerVolumeConfiguration':{'fileSystemId':'fs-1','rootDirectory':'share',"
                    + "'authorizationConfig':{'credentialsParameter':'arn:aws:ssm:us-east-1:1:parameter/p','domain':'corp'}}}";

    /// One container with more members, in a definition with more members. Quotes are single, for reading's sake.
    private static RegisterTaskDefinition read(String container, String definition) {
        var json = "{'family':'f'" + comma(definition)
                + ",'containerDefinitions':[{'name':'web','image':'nginx','memory':64" + comma(container) + "}]}";
        var operation = Objects.requireNonNull(AwsModel.ecs().operation("RegisterTaskDefinition"));
        var request = AwsJson.readRequest(operation, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return Registrations.read((RegisterTaskDefinitionRequest) request, Map.of(), "somebody");
    }

    private static String comma(String members) {
        return members.isEmpty() ? "" : "," + members;
    }

    private static TaskDefinition document(RegisterTaskDefinition question) {
        return AwsJson.read(TaskDefinition.class, question.document().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_plain_definition_requires_nothing_and_gets_the_defaults() {
        var question = read("", "");
        assertThat(question.requiresAttributes()).isEmpty();
        assertThat(question.networkMode()).isEqualTo(NetworkMode.BRIDGE);
        assertThat(question.compatibilities()).containsExactly("EXTERNAL", "EC2");
        assertThat(question.document())
                .isEqualTo(("{'containerDefinitions':[{'name':'web','image':'nginx','cpu':0,'memory':64,"
                                + "'portMappings':[],'essential':true,'environment':[],'mountPoints':[],"
                                + "'volumesFrom':[],'systemControls':[]}],'family':'f','volumes':[],"
                                + "'placementConstraints':[],'compatibilities':['EXTERNAL','EC2']}")
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"bridge,0", "host,80", "awsvpc,80"})
    void a_host_port_left_out_follows_from_the_network_mode(String mode, int hostPort) {
        var question = read("'portMappings':[{'containerPort':80}]", "'networkMode':'" + mode + "'");
        assertThat(question.containers().getFirst().ports())
                .containsExactly(new PortMapping(80, hostPort, PortMapping.Protocol.TCP));
        var shown = document(question)
                .containerDefinitions()
                .getFirst()
                .portMappings()
                .getFirst();
        assertThat(shown.hostPort()).isEqualTo(hostPort);
        assertThat(shown.protocolAsString()).isEqualTo("tcp");
    }

    @Test
    void sizes_are_shown_in_units() {
        var question = read("", "'cpu':'1 vCPU','memory':'2GB'");
        assertThat(document(question).cpu()).isEqualTo("1024");
        assertThat(document(question).memory()).isEqualTo("2048");
        assertThat(question.cpu()).isEqualTo(1_024);
        assertThat(question.memoryMiB()).isEqualTo(2_048);
    }

    @Test
    void an_awsvpc_definition_of_a_size_that_fargate_sells_can_run_there() {
        assertThat(read("", "'networkMode':'awsvpc','cpu':'256','memory':'512'").compatibilities())
                .containsExactly("EC2", "FARGATE");
        assertThat(read("", "'networkMode':'awsvpc'").compatibilities()).containsExactly("EC2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'privileged':true | com.amazonaws.ecs.capability.privileged-container",
                "'healthCheck':{'command':['CMD','x']} | ecs.capability.container-health-check",
                "'memoryReservation':32 | com.amazonaws.ecs.capability.docker-remote-api.1.21",
                "'logConfiguration':{'logDriver':'syslog'} | com.amazonaws.ecs.capability.logging-driver.syslog",
                "'environmentFiles':[{'type':'s3','value':'arn:aws:s3:::b/x.env'}] | ecs.capability.env-files.s3",
                "'restartPolicy':{'enabled':true} | ecs.capability.container-restart-policy",
                "'repositoryCredentials':{'credentialsParameter':'x'}"
                        + " | ecs.capability.private-registry-authentication.secretsmanager",
            })
    void what_a_container_asks_for_its_node_must_be_able_to_do(String member, String attribute) {
        assertThat(read(member, "").requiresAttributes()).contains(attribute);
    }

    @Test
    void what_a_task_asks_for_its_node_must_be_able_to_do() {
        assertThat(read("", "'taskRoleArn':'r'").requiresAttributes())
                .containsExactly(
                        "com.amazonaws.ecs.capability.docker-remote-api.1.17",
                        "com.amazonaws.ecs.capability.task-iam-role");
        assertThat(read("", "'networkMode':'awsvpc'").requiresAttributes()).contains("ecs.capability.task-eni");
        assertThat(read("", "'pidMode':'host'").requiresAttributes()).isEmpty();
        assertThat(read("", "'pidMode':'task'").requiresAttributes())
                .containsExactly("ecs.capability.pid-ipc-namespace-sharing");
        assertThat(read("", "'volumes':[{'name':'d','efsVolumeConfiguration':{'fileSystemId':'fs-1'}}]")
                        .requiresAttributes())
                .contains("ecs.capability.efs")
                .doesNotContain("ecs.capability.efsAuth");
        assertThat(read(
                                "",
                                "'volumes':[{'name':'d','efsVolumeConfiguration':{'fileSystemId':'fs-1',"
                                        + "'transitEncryption':'ENABLED'}}]")
                        .requiresAttributes())
                .contains("ecs.capability.efsAuth");
        assertThat(read("", "'volumes':[" + FSX + "]").requiresAttributes())
                .containsExactly("ecs.capability.fsxWindowsFileServer");
        assertThat(read(
                                "",
                                "'volumes':[{'name':'d','efsVolumeConfiguration':{'fileSystemId':'fs-1',"
                                        + "'transitEncryption':'DISABLED','authorizationConfig':{'iam':'DISABLED'}}}]")
                        .requiresAttributes())
                .doesNotContain("ecs.capability.efsAuth");
    }

    @Test
    void constraints_are_kept_for_placement_and_shown_as_they_were_written() {
        var question = read("", "'placementConstraints':[{'type':'memberOf','expression':'attribute:x==1'}]");
        assertThat(question.placementConstraints()).containsExactly(ClusterQuery.parse("attribute:x == 1"));
        assertThat(document(question).placementConstraints())
                .extracting(TaskDefinitionPlacementConstraint::expression)
                .containsExactly("attribute:x==1");
        assertThat(question.requiresAttributes()).isEmpty();
    }

    @Test
    void a_containers_gpus_are_counted() {
        var question = read("'resourceRequirements':[{'type':'GPU','value':'2'}]", "");
        assertThat(question.containers().getFirst().gpus()).isEqualTo(2);
        assertThat(question.requiresAttributes()).isEmpty();
        assertThat(read("", "").containers().getFirst().gpus()).isZero();
    }
}
