package berth.wire.aws;

import static berth.wire.aws.Bodies.read;
import static berth.wire.aws.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

final class AwsJsonTest {
    @Test
    void no_client_token_is_invented() {
        var request = RunTaskRequest.builder().taskDefinition("web").build();
        assertThat(written(request)).isEqualTo("{\"taskDefinition\":\"web\"}");
        assertThat(written(request.toBuilder())).isEqualTo("{\"taskDefinition\":\"web\"}");
        assertThat(written(request.toBuilder().clientToken("t").build()))
                .isEqualTo("{\"taskDefinition\":\"web\",\"clientToken\":\"t\"}");
        assertThat(read(RunTaskRequest.class, "{\"taskDefinition\":\"web\"}").clientToken())
                .isNull();
    }

    @Test
    void an_unset_list_is_omitted_and_an_empty_one_is_written() {
        assertThat(written(Task.builder().taskArn("a").build())).isEqualTo("{\"taskArn\":\"a\"}");
        assertThat(written(Task.builder().containers(List.of()).build())).isEqualTo("{\"containers\":[]}");
        assertThat(written(TaskDefinition.builder()
                        .containerDefinitions(ContainerDefinition.builder()
                                .dockerLabels(Map.of())
                                .build())
                        .build()))
                .isEqualTo("{\"containerDefinitions\":[{\"dockerLabels\":{}}]}");
        var absent = read(RunTaskRequest.class, "{\"taskDefinition\":\"web\"}");
        var empty = read(RunTaskRequest.class, "{\"taskDefinition\":\"web\",\"tags\":[]}");
        var nothing = read(RunTaskRequest.class, "{\"taskDefinition\":\"web\",\"tags\":null,\"overrides\":null}");
        assertThat(absent.hasTags()).isFalse();
        assertThat(empty.hasTags()).isTrue();
        assertThat(nothing.hasTags()).isFalse();
        assertThat(nothing.overrides()).isNull();
    }

    @Test
    void an_enum_value_of_a_newer_model_is_carried_as_its_text() {
        var task = AwsJson.read(Task.class, utf8("{\"launchType\":\"MOON\"}"));
        assertThat(task.launchTypeAsString()).isEqualTo("MOON");
        assertThat(written(task)).isEqualTo("{\"launchType\":\"MOON\"}");
    }

    @Test
    void members_of_a_newer_model_are_passed_over() {
        var request = read(
                RunTaskRequest.class, "{\"orbit\":{\"a\":[1,{\"b\":null}]},\"taskDefinition\":\"web\",\"moons\":[[]]}");
        assertThat(request.taskDefinition()).isEqualTo("web");
    }

    @Test
    void a_member_said_twice_has_its_last_value() {
        assertThat(read(RunTaskRequest.class, "{\"taskDefinition\":\"a\",\"taskDefinition\":\"b\"}")
                        .taskDefinition())
                .isEqualTo("b");
    }

    @Test
    void timestamps_are_seconds_with_milliseconds() {
        var at = Instant.parse("2026-11-23T22:05:00.120Z");
        assertThat(written(Task.builder().createdAt(at).build())).isEqualTo("{\"createdAt\":1795471500.120}");
        for (var text : List.of("1795471500.12", "1795471500.1204", "1.79547150012E9")) {
            var read = read(SubmitTaskStateChangeRequest.class, "{\"pullStartedAt\":" + text + "}");
            assertThat(read.pullStartedAt()).isEqualTo(at);
        }
        assertThat(read(SubmitTaskStateChangeRequest.class, "{\"pullStartedAt\":0}")
                        .pullStartedAt())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void a_document_keeps_its_form() {
        var json = "{\"taskDefinition\":\"web\",\"serviceName\":\"s\",\"deploymentConfiguration\":{\"lifecycleHooks\":"
                + "[{\"hookDetails\":{\"a\":[1,2.50,true,null,\"x\",{}]}}]}}";
        var request = read(CreateServiceRequest.class, json);
        var details =
                request.deploymentConfiguration().lifecycleHooks().getFirst().hookDetails();
        assertThat(details.asMap().values().iterator().next().asList())
                .contains(Document.fromNull(), Document.fromString("x"));
        assertThat(written(request)).contains("{\"hookDetails\":{\"a\":[1,2.50,true,null,\"x\",{}]}}");
    }

    @Test
    void numbers_reach_to_the_ends_of_their_types() {
        assertThat(read(RunTaskRequest.class, "{\"taskDefinition\":\"a\",\"count\":-2147483648}")
                        .count())
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(read(RunTaskRequest.class, "{\"taskDefinition\":\"a\",\"count\":2147483647}")
                        .count())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void answers_are_read_tolerantly() {
        var answer = AwsJson.read(ListTasksResponse.class, utf8("{\"taskArns\":[\"a\",null],\"later\":1}"));
        assertThat(answer.taskArns()).containsExactly("a");
        assertThat(AwsJson.read(DescribeTasksRequest.class, utf8("{}")).hasTasks())
                .isFalse();
        assertThat(AwsJson.read(Task.class, new byte[0]))
                .isEqualTo(Task.builder().build());
        assertThatThrownBy(() -> AwsJson.read(ListTasksResponse.class, utf8("[]")))
                .isInstanceOf(AwsFault.class);
        assertThatThrownBy(() -> AwsJson.read(String.class, utf8("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("java.lang.String is no SDK model class");
    }

    @Test
    void a_fault_is_written_as_aws_writes_it() {
        var fault = new AwsFault("ConflictException", "it is \"taken\"", Map.of("resourceIds", List.of("arn:1")));
        assertThat(new String(fault.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"__type\":\"ConflictException\",\"message\":\"it is \\\"taken\\\"\","
                        + "\"resourceIds\":[\"arn:1\"]}");
        assertThat(fault.httpStatus()).isEqualTo(400);
        assertThat(new AwsFault("ServerException", "oh").httpStatus()).isEqualTo(500);
    }

    private static String written(SdkPojo shape) {
        return new String(AwsJson.write(shape), StandardCharsets.UTF_8);
    }
}
