package berth.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.node.InstanceId;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinitionId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnsTest {
    private static final Arns ARNS = new Arns(new Identity("eu-west-1", "123456789012"));
    private static final String PREFIX = "arn:aws:ecs:eu-west-1:123456789012:";

    @Test
    void what_is_written_is_what_ecs_writes() {
        assertThat(ARNS.cluster("c")).isEqualTo(PREFIX + "cluster/c");
        assertThat(ARNS.taskDefinition(new TaskDefinitionId("web", 3))).isEqualTo(PREFIX + "task-definition/web:3");
        assertThat(ARNS.instance(new InstanceId("c", "i"))).isEqualTo(PREFIX + "container-instance/c/i");
        assertThat(ARNS.task(new TaskId("c", "t"))).isEqualTo(PREFIX + "task/c/t");
        assertThat(ARNS.container(new TaskId("c", "t"), "x")).isEqualTo(PREFIX + "container/c/t/x");
    }

    @Test
    void what_is_written_is_read_back() {
        assertThat(ARNS.clusterName(ARNS.cluster("c"))).isEqualTo("c");
        assertThat(ARNS.taskId("other", ARNS.task(new TaskId("c", "t")))).isEqualTo(new TaskId("c", "t"));
        assertThat(ARNS.instanceId("other", ARNS.instance(new InstanceId("c", "i"))))
                .isEqualTo(new InstanceId("c", "i"));
        assertThat(ARNS.taskDefinitionName(PREFIX + "task-definition/web:feature/x"))
                .isEqualTo("web:feature/x");
    }

    @Test
    void short_names_do_wherever_an_arn_does() {
        assertThat(ARNS.clusterName("c")).isEqualTo("c");
        assertThat(ARNS.clusterName(null)).isEqualTo("default");
        assertThat(ARNS.clusterName("")).isEqualTo("default");
        assertThat(ARNS.taskId("c", "t")).isEqualTo(new TaskId("c", "t"));
        assertThat(ARNS.instanceId("c", "c/i")).isEqualTo(new InstanceId("c", "i"));
        assertThat(ARNS.taskDefinitionName("web")).isEqualTo("web");
    }

    @Test
    void an_arn_of_the_old_form_is_looked_for_in_the_calls_cluster() {
        assertThat(ARNS.taskId("c", PREFIX + "task/t")).isEqualTo(new TaskId("c", "t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "ä", "arn:aws:ecs:eu-west-1:123456789012:cluster/"})
    void a_cluster_with_another_name_is_refused(String ref) {
        assertThatThrownBy(() -> ARNS.clusterName(ref))
                .hasMessage("Invalid identifier: a cluster is named by 1 to 255 letters, digits, hyphens and"
                        + " underscores, or by its ARN (got '" + ref + "').");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:",
                "arn:aws:s3:eu-west-1:123456789012:task/c/t",
                "arn:aws:ecs:eu-west-1:123456789012:cluster/c"
            })
    void an_arn_of_something_else_is_refused(String ref) {
        assertThatThrownBy(() -> ARNS.taskId("c", ref))
                .hasMessage("Invalid identifier: expected the ARN of a task (got '" + ref + "').");
    }

    @Test
    void an_arn_of_another_region_or_account_is_refused() {
        Map.of(
                        "arn:aws:ecs:mars:123456789012:task/c/t",
                        "Invalid region: the ARN names 'mars', this control plane is 'eu-west-1'"
                                + " (arn:aws:ecs:mars:123456789012:task/c/t).",
                        "arn:aws:ecs:eu-west-1:1:task/c/t",
                        "Invalid account: the ARN names '1', this control plane is '123456789012'"
                                + " (arn:aws:ecs:eu-west-1:1:task/c/t).")
                .forEach((arn, message) ->
                        assertThatThrownBy(() -> ARNS.taskId("c", arn)).hasMessage(message));
    }
}
