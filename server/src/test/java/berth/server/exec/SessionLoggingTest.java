package berth.server.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.server.nodes.ExecTargets.Target;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionLoggingTest {
    private static final String DEFINITION = """
            {"containerDefinitions":[
             {"name":"web","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/web"}}},
             {"name":"side","logConfiguration":{"logDriver":"json-file","options":{"max-size":"1m"}}},
             {"name":"bare"}]}""";

    private static SessionLogging of(String configuration, String container) {
        return of("{\"configuration\":{\"executeCommandConfiguration\":" + configuration + "}}", container, DEFINITION);
    }

    private static SessionLogging of(String cluster, String container, @Nullable String definition) {
        return SessionLogging.of(new Target(
                "arn", "arn", "t", "arn", container, new InstanceId("default", "i"), true, cluster, definition));
    }

    @Test
    void a_cluster_that_says_nothing_has_terminals_recorded_where_the_containers_log_goes() {
        for (var cluster : new String[] {"{}", "{\"configuration\":{}}"}) {
            var logging = of(cluster, "web", DEFINITION);
            assertThat(logging).isEqualTo(new SessionLogging("/web", false));
            assertThat(logging.takes(true)).isTrue();
            assertThat(logging.takes(false)).isFalse();
        }
        assertThat(of("{\"logging\":\"DEFAULT\"}", "web").group()).isEqualTo("/web");
        assertThat(of("{\"logging\":\"DEFAULT\"}", "side").takes(true)).isFalse();
        assertThat(of("{\"logging\":\"DEFAULT\"}", "bare").takes(true)).isFalse();
        assertThat(of("{}", "web", null).takes(true)).isFalse();
    }

    @Test
    void an_override_has_everything_recorded_in_its_own_group() {
        var logging = of(
                "{\"logging\":\"OVERRIDE\",\"logConfiguration\":{\"cloudWatchLogGroupName\":\"/audit\",\"s3BucketName\":\"b\"}}",
                "bare");
        assertThat(logging).isEqualTo(new SessionLogging("/audit", true));
        assertThat(logging.takes(false)).isTrue();
    }

    @Test
    void nothing_is_recorded_by_none() {
        assertThat(of("{\"logging\":\"NONE\",\"kmsKeyId\":\"k\"}", "web").takes(true))
                .isFalse();
    }

    @Test
    void a_place_that_is_none_here_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> of("{\"logging\":\"OVERRIDE\",\"logConfiguration\":{\"s3BucketName\":\"b\"}}", "web"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("S3 bucket b")
                .hasMessageContaining("name a cloudWatchLogGroupName");
        assertThatThrownBy(() -> of("{\"logging\":\"OVERRIDE\"}", "web")).hasMessageContaining("names no place");
    }
}
