package berth.agent.firelens;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.Firelens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What routers are told, to the letter.
class GeneratedConfigurationTest {
    private static final Map<String, String> QUIET = Map.of("enable-ecs-log-metadata", "false");

    private static String bit(AcsTask task) {
        return FluentBit.text(routes(task, FluentBit.EXTERNAL));
    }

    private static String fluentd(AcsTask task) {
        return Fluentd.text(routes(task, Fluentd.EXTERNAL));
    }

    private static Routes routes(AcsTask task, String external) {
        Firelens told = task.containers().getFirst().firelensConfiguration();
        return Routes.of(task, java.util.Objects.requireNonNull(told), "blue", external);
    }

    private static AcsTask full(String type, String output, String file) {
        return Routed.task(
                        "0f",
                        Routed.router(type, Map.of("config-file-type", "file", "config-file-value", file)),
                        Routed.writer(
                                        "app",
                                        "'region':'eu-west-1'," + output + ",'include-pattern':'^[Ee]rror',"
                                                + "'exclude-pattern':'health','log-driver-buffer-limit':'4096'")
                                .secrets(List.of(Routed.secretOption("apikey"))),
                        Routed.writer("side", ""))
                .build();
    }

    @Test
    void fluent_bit_is_told_in_the_order_in_which_ecs_tells_it() {
        assertThat(bit(full("fluentbit", "'Name':'datadog'", "/extra.conf"))).isEqualTo("""
                [INPUT]
                    Name forward
                    unix_path /var/run/fluent.sock

                [INPUT]
                    Name forward
                    Listen 0.0.0.0
                    Port 24224

                [INPUT]
                    Name tcp
                    Tag firelens-healthcheck
                    Listen 127.0.0.1
                    Port 8877

                [FILTER]
                    Name grep
                    Match app-firelens*
                    Regex log ^[Ee]rror

                [FILTER]
                    Name grep
                    Match app-firelens*
                    Exclude log health

                [FILTER]
                    Name record_modifier
                    Match *
                    Record ecs_cluster blue
                    Record ecs_task_arn arn:aws:ecs:us-east-1:1:task/blue/0f
                    Record ecs_task_definition web:3

                @INCLUDE /extra.conf

                [OUTPUT]
                    Name null
                    Match firelens-healthcheck

                [OUTPUT]
                    Name datadog
                    Match app-firelens*
                    region eu-west-1
                    apikey ${apikey_1}
                """);
    }

    @Test
    void fluentd_is_told_the_same_in_its_words() {
        assertThat(fluentd(full("fluentd", "'@type':'datadog'", "/extra.conf"))).isEqualTo("""
                <source>
                    @type unix
                    path /var/run/fluent.sock
                </source>

                <source>
                    @type forward
                    bind 0.0.0.0
                    port 24224
                </source>

                <filter app-firelens**>
                    @type grep
                    <regexp>
                        key log
                        pattern ^[Ee]rror
                    </regexp>
                </filter>

                <filter app-firelens**>
                    @type grep
                    <exclude>
                        key log
                        pattern health
                    </exclude>
                </filter>

                <filter **>
                    @type record_transformer
                    <record>
                        ecs_cluster blue
                        ecs_task_arn arn:aws:ecs:us-east-1:1:task/blue/0f
                        ecs_task_definition web:3
                    </record>
                </filter>

                @include /extra.conf

                <match app-firelens**>
                    @type datadog
                    region eu-west-1
                    apikey "#{ENV['apikey_1']}"
                </match>
                """);
    }

    @Test
    void without_metadata_there_are_the_input_and_the_output() {
        var writer = Routed.writer("app", "'Name':'stdout'");
        var task = Routed.task("0f", Routed.router("fluentbit", QUIET), writer).networkMode("host");
        assertThat(bit(task.build())).isEqualTo("""
                [INPUT]
                    Name forward
                    unix_path /var/run/fluent.sock

                [OUTPUT]
                    Name stdout
                    Match app-firelens*
                """);
        var other = Routed.task("0f", Routed.router("fluentd", QUIET), Routed.writer("app", "'@type':'stdout'"))
                .networkMode("none");
        assertThat(fluentd(other.build())).isEqualTo("""
                <source>
                    @type unix
                    path /var/run/fluent.sock
                </source>

                <match app-firelens**>
                    @type stdout
                </match>
                """);
    }

    @Test
    void in_a_network_of_its_own_a_task_is_heard_by_itself_alone() {
        var task = Routed.task("0f", Routed.router("fluentbit", QUIET), Routed.writer("app", ""))
                .networkMode("awsvpc")
                .build();
        assertThat(bit(task)).contains("    Listen 127.0.0.1\n    Port 24224\n").doesNotContain("0.0.0.0");
    }

    @Test
    void a_file_from_s3_is_included_where_it_is_mounted() {
        var options = Map.of("config-file-type", "s3", "config-file-value", "arn:aws:s3:::b/x.conf");
        assertThat(bit(Routed.task("0f", Routed.router("fluentbit", options), Routed.writer("app", ""))
                        .build()))
                .contains("@INCLUDE /fluent-bit/etc/external.conf\n");
        assertThat(fluentd(Routed.task("0f", Routed.router("fluentd", options), Routed.writer("app", ""))
                        .build()))
                .contains("@include /fluentd/etc/external.conf\n");
    }
}
