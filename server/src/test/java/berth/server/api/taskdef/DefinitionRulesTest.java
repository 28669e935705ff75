package berth.server.api.taskdef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Refusal;
import berth.wire.aws.AwsJson;
import berth.wire.aws.AwsModel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class DefinitionRulesTest {
    private static final String WEB = "{'name':'web','image':'nginx','memory':64}";

    /// Quotes are single, for reading's sake.
    private static RegisterTaskDefinitionRequest request(String json) {
        var operation = Objects.requireNonNull(AwsModel.ecs().operation("RegisterTaskDefinition"));
        return (RegisterTaskDefinitionRequest)
                AwsJson.readRequest(operation, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static void accepted(String json) {
        DefinitionRules.check(request(json));
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> accepted(json))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.CLIENT))
                .hasMessageContaining(message);
    }

    /// One container `web` with more members, in a definition with more members.
    private static String with(String container, String definition) {
        return "{'family':'f'" + (definition.isEmpty() ? "" : "," + definition)
                + ",'containerDefinitions':[{'name':'web','image':'nginx','memory':64"
                + (container.isEmpty() ? "" : "," + container) + "}]}";
    }

    private static String of(String... containers) {
        return "{'family':'f','containerDefinitions':[" + String.join(",", containers) + "]}";
    }

    @Test
    void a_plain_definition_is_taken() {
        accepted(of(WEB));
    }

    @Test
    void family_and_container_names_have_their_letters_and_length() {
        refused("{'family':'','containerDefinitions':[" + WEB + "]}", "Family should not be null or empty.");
        refused("{'family':'a b','containerDefinitions':[" + WEB + "]}", "Family contains invalid characters.");
        refused("{'family':'" + "a".repeat(256) + "','containerDefinitions':[" + WEB + "]}", "Family is too long.");
        refused(of("{'image':'nginx','memory':64}"), "Container.name should not be null or empty.");
        refused(of("{'name':'a.b','image':'nginx','memory':64}"), "Container.name contains invalid characters.");
        refused(of(WEB, WEB), "Container.name 'web' is used more than once.");
    }

    @Test
    void there_are_one_to_ten_containers_and_one_is_essential() {
        refused("{'family':'f','containerDefinitions':[]}", "Container list cannot be empty.");
        refused(
                of(IntStream.range(0, 11)
                        .mapToObj(i -> "{'name':'c" + i + "','image':'i','memory':64}")
                        .toArray(String[]::new)),
                "Too many containers.");
        refused(with("'essential':false", ""), "At least one container of a task definition must be essential.");
    }

    @Test
    void an_image_is_needed() {
        refused(of("{'name':'web','memory':64}"), "Container.image should not be null or empty.");
        refused(of("{'name':'web','image':' ','memory':64}"), "Container.image should not be null or empty.");
    }

    @Test
    void memory_is_the_tasks_or_each_containers() {
        refused(
                of("{'name':'web','image':'i'}"),
                "Invalid setting for container 'web'. At least one of 'memory' or 'memoryReservation' must be specified.");
        accepted("{'family':'f','memory':'512','containerDefinitions':[{'name':'web','image':'i'}]}");
        refused(of("{'name':'web','image':'i','memory':5}"), "It must be at least 6 MiB (got 5).");
        refused(with("'memoryReservation':65", ""), "'memory' must not be less than 'memoryReservation'");
        accepted(with("'memoryReservation':64", ""));
        refused(with("", "'memory':'32'"), "must not be greater than the task 'memory'");
        refused(
                "{'family':'f','memory':'100','containerDefinitions':[{'name':'a','image':'i','memoryReservation':60},"
                        + "{'name':'b','image':'i','memoryReservation':60}]}",
                "The sum of all container 'memoryReservation' values");
    }

    @Test
    void cpu_is_never_negative_and_fits_the_task() {
        refused(with("'cpu':-1", ""), "Invalid 'cpu' setting for container 'web'.");
        refused(
                with("'cpu':257", "'cpu':'256'"),
                "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.");
    }

    @ParameterizedTest
    @CsvSource({"1 vCPU,1024", ".5 vcpu,512", "0.25vCPU,256", "1024,1024", "128,128"})
    void cpu_has_two_forms(String text, int units) {
        assertThat(TaskSizes.cpu(text)).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({"1GB,1024", "2 gb,2048", "0.5GB,512", "300,300"})
    void memory_has_two_forms(String text, int mib) {
        assertThat(TaskSizes.memoryMiB(text)).isEqualTo(mib);
    }

    @Test
    void a_size_of_neither_form_is_refused() {
        refused(with("", "'cpu':'one'"), "Invalid 'cpu' setting for task.");
        refused(with("", "'cpu':'100'"), "Invalid 'cpu' setting for task.");
        refused(with("", "'memory':'1 TB'"), "Invalid 'memory' setting for task.");
    }

    @Test
    void links_name_known_containers_in_no_circle_and_only_on_a_bridge() {
        accepted(of(WEB, "{'name':'p','image':'i','memory':64,'links':['web:w']}"));
        refused(with("'links':['db']", ""), "Invalid 'links' setting. Unknown container: 'db'.");
        refused(with("'links':['web']", ""), "Container links should not have a cycle");
        refused(
                of(
                        "{'name':'a','image':'i','memory':64,'links':['b']}",
                        "{'name':'b','image':'i','memory':64,'links':['a']}"),
                "Container links should not have a cycle");
        refused(with("'links':['x']", "'networkMode':'awsvpc'").replace("'x'", "'web'"), "should not have a cycle");
        refused(
                "{'family':'f','networkMode':'awsvpc','containerDefinitions':[" + WEB
                        + ",{'name':'p','image':'i','memory':64,'links':['web']}]}",
                "Links are not supported when networkMode=awsvpc.");
    }

    @Test
    void volumes_are_known_where_they_are_mounted() {
        refused(with("'mountPoints':[{'sourceVolume':'data','containerPath':'/d'}]", ""), "Unknown volume 'data'.");
        accepted(with("'mountPoints':[{'sourceVolume':'data','containerPath':'/d'}]", "'volumes':[{'name':'data'}]"));
        refused(
                with("", "'volumes':[{'name':'data','host':{'sourcePath':''}}]"),
                "host.sourcePath should not be blank.");
        refused(with("", "'volumes':[{'name':'data'},{'name':'data'}]"), "Volume.name 'data' is used more than once.");
        refused(
                with("'volumesFrom':[{'sourceContainer':'db'}]", ""),
                "Invalid 'volumesFrom' setting. Unknown container: 'db'.");
    }

    @Test
    void dependencies_are_known_in_no_circle_and_can_come_true() {
        refused(
                with("'dependsOn':[{'containerName':'db','condition':'START'}]", ""),
                "Invalid 'dependsOn' setting. Unknown container: 'db'.");
        refused(
                with("'dependsOn':[{'containerName':'web','condition':'START'}]", ""),
                "Container dependencies should not have a cycle");
        refused(
                of(
                        WEB,
                        "{'name':'p','image':'i','memory':64,'dependsOn':[{'containerName':'web','condition':'SUCCESS'}]}"),
                "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container");
        refused(
                of(
                        WEB,
                        "{'name':'p','image':'i','memory':64,'dependsOn':[{'containerName':'web','condition':'HEALTHY'}]}"),
                "Container 'web' must have a healthCheck");
        refused(
                of(
                        "{'name':'a','image':'i','memory':64,'volumesFrom':[{'sourceContainer':'b'}]}",
                        "{'name':'b','image':'i','memory':64,'dependsOn':[{'containerName':'a','condition':'START'}]}"),
                "links, dependsOn and volumesFrom together");
        accepted(of(
                "{'name':'a','image':'i','memory':64,'dependsOn':[{'containerName':'b','condition':'COMPLETE'}],"
                        + "'links':['b'],'volumesFrom':[{'sourceContainer':'b'}]}",
                "{'name':'b','image':'i','memory':64,'essential':false}"));
    }

    @Test
    void a_restart_policy_has_its_bounds() {
        accepted(with("'restartPolicy':{'enabled':true}", ""));
        accepted(with("'restartPolicy':{'enabled':true,'ignoredExitCodes':[0,255],'restartAttemptPeriod':60}", ""));
        refused(
                with("'restartPolicy':{'enabled':true,'restartAttemptPeriod':59}", ""),
                "It must be from 60 to 1800 seconds (got 59).");
        refused(with("'restartPolicy':{'enabled':true,'restartAttemptPeriod':1801}", ""), "(got 1801)");
        refused(
                with("'restartPolicy':{'enabled':true,'ignoredExitCodes':[256]}", ""),
                "An exit code is from 0 to 255 (got 256).");
        refused(
                with(
                        "'restartPolicy':{'enabled':true,'ignoredExitCodes':"
                                + IntStream.rangeClosed(0, 50).boxed().toList() + "}",
                        ""),
                "There can be at most 50 (got 51).");
    }

    @Test
    void port_ranges_rise_and_do_not_overlap() {
        refused(with("'portMappings':[{'containerPortRange':'8000-8000'}]", ""), "containerPortRange");
        refused(
                with("'portMappings':[{'containerPortRange':'80-90'},{'containerPortRange':'90-99'}]", ""),
                "Port ranges must not overlap");
        refused(
                with("'portMappings':[{'containerPortRange':'80-90'},{'containerPort':85}]", ""),
                "A port can only be in one port mapping");
        accepted(with(
                "'portMappings':[{'containerPortRange':'80-90'},{'containerPortRange':'80-90','protocol':'udp'},"
                        + "{'containerPort':91}]",
                ""));
    }

    @Test
    void ports_are_in_range_once_per_node_and_match_where_they_must() {
        refused(with("'portMappings':[{'hostPort':80}]", ""), "Invalid 'containerPort' setting for container 'web'.");
        refused(with("'portMappings':[{'containerPort':65536}]", ""), "Invalid 'containerPort' setting");
        refused(with("'portMappings':[{'containerPort':80,'hostPort':-1}]", ""), "Invalid 'hostPort' setting");
        refused(
                with("'portMappings':[{'containerPort':80,'hostPort':80},{'containerPort':81,'hostPort':80}]", ""),
                "TCP host port '80' is mapped multiple times in task.");
        accepted(with(
                "'portMappings':[{'containerPort':80,'hostPort':80},{'containerPort':80,'hostPort':80,'protocol':'udp'}]",
                ""));
        accepted(with("'portMappings':[{'containerPort':80},{'containerPort':80}]", ""));
        refused(
                with("'portMappings':[{'containerPort':80,'hostPort':81}]", "'networkMode':'host'"),
                "When networkMode=host, the host ports and container ports in port mappings must match.");
        refused(
                with("'portMappings':[{'containerPort':80,'hostPort':81}]", "'networkMode':'awsvpc'"),
                "When networkMode=awsvpc, the host ports and container ports in port mappings must match.");
        accepted(with("'portMappings':[{'containerPortRange':'8000-8010'}]", ""));
        refused(with("'portMappings':[{'containerPortRange':'8010-8000'}]", ""), "containerPortRange");
    }

    @Test
    void fargate_has_its_own_demands() {
        var far = "'requiresCompatibilities':['FARGATE']";
        refused(with("", far), "Fargate only supports network mode ‘awsvpc’.");
        refused(with("", far + ",'networkMode':'awsvpc'"), "Fargate requires that 'cpu' be defined at the task level.");
        refused(
                with("", far + ",'networkMode':'awsvpc','cpu':'256'"),
                "Fargate requires that 'memory' be defined at the task level.");
        refused(
                with("", far + ",'networkMode':'awsvpc','cpu':'256','memory':'4096'"),
                "No Fargate configuration exists for given values.");
        accepted(with("", far + ",'networkMode':'awsvpc','cpu':'1 vCPU','memory':'3GB'"));
        refused(with("'privileged':true", far + ",'networkMode':'awsvpc','cpu':'256','memory':'512'"), "privileged");
    }

    @Test
    void fargate_sells_the_documented_sizes() {
        var sizes = IntStream.of(256, 512, 1_024, 2_048, 4_096, 8_192, 16_384)
                .mapToObj(cpu -> cpu + ":"
                        + IntStream.rangeClosed(1, 512)
                                .filter(half -> FargateRules.isSize(cpu, half * 512))
                                .count())
                .collect(Collectors.joining(" "));
        assertThat(sizes).isEqualTo("256:3 512:4 1024:7 2048:13 4096:23 8192:12 16384:12");
    }

    @Test
    void constraints_secrets_limits_logs_and_health_checks_are_looked_at() {
        refused(
                with("", "'placementConstraints':[{'type':'distinctInstance'}]"),
                "constraint.type 'distinctInstance' is not supported.");
        refused(with("", "'placementConstraints':[{'type':'memberOf'}]"), "must have an expression");
        refused(with("", "'placementConstraints':[{'type':'memberOf','expression':'attribute:a =='}]"), "column 15");
        refused(
                with(
                        "",
                        "'placementConstraints':[" + "{'type':'memberOf','expression':'attribute:a exists'},".repeat(10)
                                + "{'type':'memberOf','expression':'attribute:b exists'}]"),
                "at most 10 placement constraints (got 11)");
        for (var gpus : List.of("0", "-1", "two", "1.5", "10000")) {
            refused(
                    with("'resourceRequirements':[{'type':'GPU','value':'" + gpus + "'}]", ""),
                    "The value of GPU must be a number from 1 to 9999 (got '" + gpus + "').");
        }
        refused(
                with("'resourceRequirements':[{'type':'GPU','value':'1'},{'type':'GPU','value':'1'}]", ""),
                "GPU is given more than once.");
        refused(
                with("'secrets':[{'name':'A','valueFrom':'x'}]", ""),
                "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
        refused(
                with(
                        "'environment':[{'name':'A','value':'1'}],'secrets':[{'name':'A','valueFrom':'x'}]",
                        "'executionRoleArn':'r'"),
                "The secret name must be unique");
        assertThatThrownBy(() -> accepted(with("'ulimits':[{'name':'files','softLimit':1,'hardLimit':2}]", "")))
                .hasMessageContaining("ulimits[0].name");
        refused(with("'ulimits':[{'name':'nofile','softLimit':3,'hardLimit':2}]", ""), "nofile");
        assertThatThrownBy(() -> accepted(with("'logConfiguration':{'logDriver':'paper'}", "")))
                .hasMessageContaining("logConfiguration.logDriver");
        refused(
                with("'logConfiguration':{'logDriver':'awslogs','options':{'awslogs-group':'g'}}", ""),
                "Log driver awslogs requires options: awslogs-region");
        refused(with("'healthCheck':{'command':[]}", ""), "The command must not be empty.");
        refused(with("'healthCheck':{'command':['CMD','x'],'interval':1}", ""), "from 5 to 300 (got 1)");
        refused(with("'hostname':'h'", "'networkMode':'awsvpc'"), "Hostname is not supported on container");
        refused(with("'command':['" + "x".repeat(70_000) + "']", ""), "Max allowed length is '65536' bytes.");
    }

    private static String files(int count, String value) {
        return "'environmentFiles':["
                + String.join(",", Collections.nCopies(count, "{'type':'s3','value':'" + value + "'}")) + "]";
    }

    @Test
    void environment_files_are_few_and_objects_with_the_extension() {
        accepted(with(files(10, "arn:aws:s3:::bucket/deep/web.env"), ""));
        accepted(with(files(1, "arn:aws-cn:s3:::bucket/web.env"), ""));
        refused(with(files(11, "arn:aws:s3:::bucket/web.env"), ""), "at most 10 environment files (got 11)");
        refused(with(files(1, "arn:aws:s3:::bucket/web.txt"), ""), "must have the extension .env");
        refused(with(files(1, "bucket/web.env"), ""), "must be the ARN of an object");
    }
}
