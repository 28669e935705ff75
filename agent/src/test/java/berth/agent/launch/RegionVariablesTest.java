package berth.agent.launch;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsTask;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RegionVariablesTest {
    private static final AcsTask TASK =
            AcsTask.of("arn:aws:ecs:eu-west-3:1:task/c/0f").build();

    private static ObjectNode body(String... variables) {
        var body = JsonNodeFactory.instance.objectNode();
        for (var variable : variables) body.withArrayProperty("Env").add(variable);
        return body;
    }

    private static List<String> with(ObjectNode body, String... ofImage) {
        RegionVariables.into(body, TASK, List.of(ofImage));
        return body.path("Env").valueStream().map(JsonNode::stringValue).toList();
    }

    @Test
    void a_container_is_told_the_region_of_its_task() {
        assertThat(with(body("A=b"))).containsExactly("A=b", "AWS_REGION=eu-west-3", "AWS_DEFAULT_REGION=eu-west-3");
    }

    @Test
    void what_its_definition_or_its_image_says_counts() {
        assertThat(with(body("AWS_REGION="))).containsExactly("AWS_REGION=", "AWS_DEFAULT_REGION=eu-west-3");
        assertThat(with(body(), "PATH=/bin", "AWS_DEFAULT_REGION=us-east-1")).containsExactly("AWS_REGION=eu-west-3");
        assertThat(with(body("AWS_REGION=x", "AWS_DEFAULT_REGION=y")))
                .containsExactly("AWS_REGION=x", "AWS_DEFAULT_REGION=y");
        assertThat(RegionVariables.missing(body("AWS_REGION=x"))).isTrue();
        assertThat(RegionVariables.missing(body("AWS_REGION=x", "AWS_DEFAULT_REGION=y")))
                .isFalse();
    }

    @Test
    void a_task_without_a_region_tells_none() {
        var body = body();
        RegionVariables.into(body, AcsTask.of("arn:aws:ecs").build(), List.of());
        assertThat(body.has("Env")).isFalse();
    }
}
