package berth.server.api.taskdef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Refusal;
import berth.core.operation.RegisterTaskDefinition;
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

class FirelensRulesTest {
    private static final String ROUTER = "'firelensConfiguration':{'type':'fluentbit'}";
    private static final String WRITER =
            "'logConfiguration':{'logDriver':'awsfirelens','options':{'Name':'stdout','Format':'json'}}";

    /// Quotes are single, for reading's sake.
    ///
    /// @param router members of container `router`
    /// @param writer members of container `app`
    private static RegisterTaskDefinition read(String router, String writer) {
        var json = "{'family':'f','executionRoleArn':'r','containerDefinitions':["
                + "{'name':'router','image':'i','memory':64," + router + "},"
                + "{'name':'app','image':'i','memory':64," + writer + "}]}";
        var operation = Objects.requireNonNull(AwsModel.ecs().operation("RegisterTaskDefinition"));
        var request = AwsJson.readRequest(operation, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return Registrations.read((RegisterTaskDefinitionRequest) request, Map.of(), "somebody");
    }

    private static void refused(String router, String writer, String message) {
        assertThatThrownBy(() -> read(router, writer))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.CLIENT))
                .hasMessageContaining(message);
    }

    private static String router(String options) {
        return "'firelensConfiguration':{'type':'fluentbit','options':{" + options + "}}";
    }

    private static String writer(String options) {
        return "'logConfiguration':{'logDriver':'awsfirelens','options':{" + options + "}}";
    }

    @Test
    void there_is_one_router_and_somebody_who_writes_to_it() {
        read(ROUTER, WRITER);
        refused("'cpu':1", WRITER, "a firelens configuration object must be configured in one of the containers.");
        refused(ROUTER, "'cpu':1", "at least one container has to be configured with the awsfirelens log driver.");
        refused(ROUTER, WRITER + "," + ROUTER, "only one container with a firelensConfiguration (got router, app).");
        refused(ROUTER + "," + WRITER, WRITER, "cannot have log driver awsfirelens itself.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'enable-ecs-log-metadata':'yes' | enable-ecs-log-metadata must be true or false (got 'yes').",
                "'config-file-type':'ftp','config-file-value':'/x' | config-file-type must be file or s3 (got 'ftp').",
                "'config-file-type':'file' | Options config-file-type and config-file-value go together.",
                "'config-file-value':'/x' | Options config-file-type and config-file-value go together.",
                "'config-file-type':'s3','config-file-value':'s3://b/x.conf' | Invalid arn syntax.",
                "'config-file-type':'file','config-file-value':'x' | must be a path from the container's root (got 'x')",
                "'config-file-type':'file','config-file-value':'/fluent-bit/etc/fluent-bit.conf' | is reserved",
                "'config-file':'/x' | Expected options are",
                "'config-file-type':'file','config-file-value':'/x\\n[OUTPUT]' | must be of one line",
            })
    void options_of_the_router_are_those_of_ecs(String options, String message) {
        refused(router(options), WRITER, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Format':'json' | Log driver awsfirelens requires options: Name",
                "'Name':'x\\n[OUTPUT]' | Option 'Name' must be of one line.",
                "'log-driver-buffer-limit':'-1' | log-driver-buffer-limit must be from 0 to 536870912 (got '-1').",
                "'log-driver-buffer-limit':'536870913' | must be from 0 to 536870912 (got '536870913').",
            })
    void options_of_a_log_are_lines_of_the_routers_output(String options, String message) {
        refused(ROUTER, writer(options), message);
    }

    @Test
    void without_options_of_its_own_a_log_goes_where_the_routers_file_says() {
        read(ROUTER, writer("'log-driver-buffer-limit':'536870912','include-pattern':'x'"));
        read(ROUTER, "'logConfiguration':{'logDriver':'awsfirelens'}");
        read("'firelensConfiguration':{'type':'fluentd'}", writer("'@type':'stdout'"));
        refused(
                "'firelensConfiguration':{'type':'fluentd'}",
                writer("'Name':'stdout'"),
                "Log driver awsfirelens requires options: @type");
    }

    @Test
    void the_router_cannot_wait_for_those_who_wait_for_it() {
        read(ROUTER, WRITER + ",'dependsOn':[{'containerName':'router','condition':'START'}]");
        refused(
                ROUTER + ",'dependsOn':[{'containerName':'app','condition':'START'}]",
                WRITER,
                "Container dependencies should not have a cycle");
    }

    @Test
    void the_router_is_root_unless_it_says_a_number() {
        assertThat(user(ROUTER)).isEqualTo("0");
        assertThat(user(ROUTER + ",'user':'1000:fluent'")).isEqualTo("1000:fluent");
        refused(ROUTER + ",'user':'fluent'", WRITER, "or as a user by number, such as 1000 or 1000:1000");
    }

    private static String user(String router) {
        var document = read(router, WRITER).document().getBytes(StandardCharsets.UTF_8);
        return AwsJson.read(TaskDefinition.class, document)
                .containerDefinitions()
                .getFirst()
                .user();
    }

    @Test
    void what_it_asks_for_its_node_must_be_able_to_do() {
        assertThat(read(ROUTER, WRITER).requiresAttributes())
                .containsExactly(
                        "com.amazonaws.ecs.capability.logging-driver.awsfirelens", "ecs.capability.firelens.fluentbit");
        assertThat(read(
                                router("'config-file-type':'s3','config-file-value':'arn:aws:s3:::b/x.conf'")
                                        + ",'user':'1000'",
                                writer("'log-driver-buffer-limit':'1'"))
                        .requiresAttributes())
                .containsExactly(
                        "com.amazonaws.ecs.capability.logging-driver.awsfirelens",
                        "ecs.capability.firelens.fluentbit",
                        "ecs.capability.firelens.non-root-user",
                        "ecs.capability.firelens.options.config.s3",
                        "ecs.capability.logging-driver.awsfirelens.log-driver-buffer-limit");
        assertThat(read(router("'config-file-type':'file','config-file-value':'/x.conf'"), WRITER)
                        .requiresAttributes())
                .contains("ecs.capability.firelens.options.config.file");
    }
}
