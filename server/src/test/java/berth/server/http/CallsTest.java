package berth.server.http;

import static berth.server.http.OpenDoor.ECS;
import static berth.server.http.OpenDoor.NODE;
import static berth.server.http.OpenDoor.OPERATOR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.aws.AwsFault;
import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {
    private final OpenDoor door = new OpenDoor();

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void a_signed_call_reaches_the_api_as_it_was_sent() throws Exception {
        var answer = door.call(OPERATOR, ECS + "ListTasks", "{\"cluster\":\"c\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-amz-json-1.1");
        var call = door.api.calls.remove();
        assertThat(call.caller()).isEqualTo(new Caller("BERTHOPERATOR", AccessRole.OPERATOR, "us-east-1", "ecs"));
        assertThat(call.target()).isEqualTo(ECS + "ListTasks");
        assertThat(call.body()).isEqualTo("{\"cluster\":\"c\"}");
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).hasValue(call.requestId());
    }

    @Test
    void our_own_operations_take_the_same_way() throws Exception {
        assertThat(door.call(OPERATOR, "Berth.CreateNodeKey", "{}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_unsigned_call_is_refused() throws Exception {
        var request = HttpRequest.newBuilder(door.uri("/"))
                .header("X-Amz-Target", ECS + "ListTasks")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        var answer = door.send(request);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("MissingAuthenticationTokenException");
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(door.api.calls).isEmpty();
    }

    @Test
    void half_a_signature_is_refused() throws Exception {
        var request = HttpRequest.newBuilder(door.uri("/"))
                .header("X-Amz-Target", ECS + "ListTasks")
                .header("X-Amz-Date", "20260101T000000Z")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=BERTHOPERATOR/20260101/us-east-1/ecs")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        var answer = door.send(request);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("IncompleteSignatureException");
    }

    @Test
    void an_unknown_key_is_refused() throws Exception {
        var answer = door.call(new Credentials("NOBODY", "x"), ECS + "ListTasks", "{}");
        assertThat(answer.body()).contains("UnrecognizedClientException");
    }

    @Test
    void a_wrong_secret_is_refused() throws Exception {
        var answer = door.call(new Credentials("BERTHOPERATOR", "guess"), ECS + "ListTasks", "{}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("InvalidSignatureException");
        assertThat(door.api.calls).isEmpty();
    }

    @Test
    void a_signature_replayed_late_or_made_by_a_fast_clock_is_refused() throws Exception {
        for (var skew : new Duration[] {Duration.ofMinutes(-16), Duration.ofMinutes(16)}) {
            var answer = door.call(
                    OPERATOR, "ecs", ECS + "ListTasks", "{}", Instant.now().plus(skew));
            assertThat(answer.body()).contains("InvalidSignatureException").containsAnyOf("expired", "not yet current");
        }
        assertThat(door.api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AmazonSSM.GetParameter", "ListTasks", ""})
    void a_target_of_somebody_else_is_unknown(String target) throws Exception {
        var answer = door.call(OPERATOR, target, "{}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("UnknownOperationException");
    }

    @Test
    void a_service_of_somebody_else_is_named() throws Exception {
        var answer = door.call(OPERATOR, "sqs", "AmazonSQS.SendMessage", "{}", Instant.now());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("UnknownOperationException").contains("'sqs'");
    }

    @Test
    void a_fault_is_answered_in_its_own_words() throws Exception {
        door.api.instead = (_, _, _, _) -> {
            throw new AwsFault("ConflictException", "no", Map.of("resourceIds", new String[] {"a"}));
        };
        var answer = door.call(OPERATOR, ECS + "RunTask", "{}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"__type\":\"ConflictException\",\"message\":\"no\",\"resourceIds\":[\"a\"]}");
    }

    @Test
    void what_nobody_foresaw_is_a_server_exception_that_tells_nothing() throws Exception {
        door.api.instead = (_, _, _, _) -> {
            throw new IllegalStateException("the secret is 42");
        };
        var answer = door.call(OPERATOR, ECS + "RunTask", "{}");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"__type\":\"ServerException\",\"message\":\"Service Unavailable. Please try again later.\"}");
    }

    @Test
    void a_body_beyond_the_bound_is_refused_before_anything_is_done_with_it() throws Exception {
        var answer = door.call(OPERATOR, ECS + "RunTask", "x".repeat((1 << 20) + 1));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("RequestEntityTooLargeException").contains("1048576");
    }

    @Test
    void a_body_at_the_bound_is_taken() throws Exception {
        var answer = door.call(OPERATOR, ECS + "RunTask", "x".repeat(1 << 20));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RegisterContainerInstance",
                "DeregisterContainerInstance",
                "DiscoverPollEndpoint",
                "SubmitTaskStateChange",
                "SubmitContainerStateChange",
                "SubmitAttachmentStateChanges",
                "ListTagsForResource"
            })
    void a_node_may_do_what_its_agent_needs(String operation) throws Exception {
        assertThat(door.call(NODE, ECS + operation, "{}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ECS + "CreateCluster",
                ECS + "RunTask",
                "Berth.CreateNodeKey",
                "Berth.Events",
                "Berth.Snapshot",
                "Berth.ListTagsForResource"
            })
    void a_node_may_do_nothing_else(String target) throws Exception {
        var answer = door.call(NODE, target, "{}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("AccessDeniedException").contains(target.substring(target.indexOf('.') + 1));
        assertThat(door.api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateLogGroup", "CreateLogStream", "PutLogEvents"})
    void a_node_may_write_logs(String operation) throws Exception {
        var answer = door.call(NODE, "logs", "Logs_20140328." + operation, "{}", Instant.now());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GetLogEvents", "FilterLogEvents", "DescribeLogStreams", "DeleteLogGroup", "PutRetentionPolicy"})
    void a_node_may_not_read_or_delete_them(String operation) throws Exception {
        var answer = door.call(NODE, "logs", "Logs_20140328." + operation, "{}", Instant.now());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("AccessDeniedException").contains("logs:" + operation);
        assertThat(door.api.calls).isEmpty();
    }

    @Test
    void an_answer_may_be_written_by_and_by() throws Exception {
        door.api.streamed = out -> {
            for (var i = 0; i < 100_000; i++) out.write("0123456789".getBytes(UTF_8));
        };
        var answer = door.call(OPERATOR, "Berth.Snapshot", "{}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(1_000_000).endsWith("789");
        door.api.streamed = null;
        assertThat(door.call(OPERATOR, ECS + "ListTasks", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void an_answer_that_breaks_off_never_looks_whole() {
        door.api.streamed = out -> {
            out.write(new byte[100_000]);
            throw new IllegalStateException("in the midst");
        };
        assertThatThrownBy(() -> door.call(OPERATOR, "Berth.Snapshot", "{}")).isInstanceOf(IOException.class);
    }

    @Test
    void health_is_503_before_and_200_after_the_start() throws Exception {
        var before = door.send(HttpRequest.newBuilder(door.uri("/health")));
        assertThat(before.statusCode()).isEqualTo(503);
        door.server.ready();
        var after = door.send(HttpRequest.newBuilder(door.uri("/health")));
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.body())
                .isEqualTo(
                        "{\"status\":\"ok\",\"version\":\"0.1.0\",\"account\":\"000000000000\",\"region\":\"us-east-1\"}");
    }

    @Test
    void metrics_count_calls_by_operation_and_outcome_and_strangers_choose_no_label() throws Exception {
        door.call(OPERATOR, ECS + "ListTasks", "{}");
        door.call(NODE, ECS + "RunTask", "{}");
        door.call(new Credentials("NOBODY", "x"), ECS + "Chosen", "{}");
        var answer = door.send(HttpRequest.newBuilder(door.uri("/metrics")));
        assertThat(answer.body())
                .contains("berth_http_requests_total{operation=\"ListTasks\",outcome=\"ok\"} 1")
                .contains("berth_http_requests_total{operation=\"RunTask\",outcome=\"AccessDeniedException\"} 1")
                .contains("berth_http_requests_total{operation=\"unknown\",outcome=\"UnrecognizedClientException\"} 1")
                .contains("berth_http_request_seconds_bucket{operation=\"ListTasks\",le=\"0.001\"}")
                .contains("berth_node_links 0")
                .contains("jvm_memory")
                .doesNotContain("Chosen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/favicon.ico", "/health/", "/berth/streams"})
    void other_paths_say_what_there_is(String path) throws Exception {
        var answer = door.send(HttpRequest.newBuilder(door.uri(path)));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("GET /health");
    }
}
