package berth.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `nodes` and `node-key`.
class NodesTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    NodesTest() throws IOException {}

    @Test
    void nodes_are_filtered_in_the_query_language() {
        api.says("ListContainerInstances", "{\"containerInstanceArns\":[]}");
        var typed = api.type("nodes", "--filter", "attribute:disk == ssd");
        assertThat(api.lastRequest("ListContainerInstances").text("filter")).isEqualTo("attribute:disk == ssd");
        assertThat(typed.err()).isEqualTo("No container instance of cluster default matches attribute:disk == ssd.\n");
    }

    @Test
    void nodes_show_what_is_free() {
        api.says("ListContainerInstances", "{\"containerInstanceArns\":[\"x\"]}")
                .says(
                        "DescribeContainerInstances",
                        "{\"containerInstances\":[{\"containerInstanceArn\":\"arn:x/default/77aa00bbcc\",\"status\":"
                                + "\"ACTIVE\",\"agentConnected\":true,\"runningTasksCount\":2,\"pendingTasksCount\":1,"
                                + "\"attributes\":[{\"name\":\"berth.node\",\"value\":\"rack1\"}],\"versionInfo\":"
                                + "{\"dockerVersion\":\"DockerVersion: 20.10.24\"},\"registeredAt\":1768042800,"
                                + "\"registeredResources\":[{\"name\":\"CPU\",\"integerValue\":2048},{\"name\":"
                                + "\"MEMORY\",\"integerValue\":4000}],\"remainingResources\":[{\"name\":\"CPU\","
                                + "\"integerValue\":1024},{\"name\":\"MEMORY\",\"integerValue\":3000}]}]}");
        assertThat(api.type("nodes").out()).isEqualTo("""
                NODE      NAME   STATUS  AGENT      TASKS  CPU        MEMORY     DOCKER    AGE
                77aa00bb  rack1  ACTIVE  connected  2+1    1024/2048  3000/4000  20.10.24  60m
                """);
    }

    @Test
    void a_node_key_is_printed_as_the_line_to_type() {
        api.says("CreateNodeKey", "{\"accessKeyId\":\"AK\",\"secretAccessKey\":\"s/e+c\"}");
        var typed = api.type("node-key", "--note", "rack 2");
        assertThat(typed.out())
                .startsWith("./berth agent --join http://127.0.0.1:")
                .endsWith("--key AK:s/e+c\n");
        assertThat(api.lastRequest("CreateNodeKey").text("note")).isEqualTo("rack 2");
    }
}
