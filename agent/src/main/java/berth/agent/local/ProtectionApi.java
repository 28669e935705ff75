package berth.agent.local;

import berth.wire.aws.AwsFault;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// `/task-protection/v1/state`: a task looks after its own protection, through its node's agent.
///
/// @see <a
///
/// href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html">ECS</a>
final class ProtectionApi {
    private static final String INVALID = "InvalidParameterException";

    private final Upstream upstream;

    ProtectionApi(Upstream upstream) {
        this.upstream = upstream;
    }

    Answer answer(Question question, String taskArn) {
        try {
            return switch (question.method()) {
                case "GET" -> told(upstream.protection(taskArn));
                case "PUT" -> put(question.body(), taskArn);
                default -> error(405, taskArn, INVALID, "the state is read with GET and set with PUT");
            };
        } catch (AwsFault refused) {
            return error(refused.httpStatus(), taskArn, refused.type(), String.valueOf(refused.getMessage()));
        } catch (UncheckedIOException away) {
            return error(500, taskArn, "ServerException", "the control plane cannot be reached");
        }
    }

    private Answer put(byte[] body, String taskArn) {
        var asked = read(body);
        if (asked == null || !asked.isObject())
            return error(400, taskArn, INVALID, "Invalid request: the body must be a JSON object");
        var enabled = asked.path("ProtectionEnabled");
        if (!enabled.isBoolean())
            return error(400, taskArn, INVALID, "Invalid request: does not contain 'ProtectionEnabled' field");
        var minutes = asked.path("ExpiresInMinutes");
        if (!minutes.isMissingNode() && !minutes.isNull() && !minutes.isInt())
            return error(400, taskArn, INVALID, "Invalid request: 'ExpiresInMinutes' must be a number of minutes");
        return told(upstream.protect(taskArn, enabled.booleanValue(), minutes.isInt() ? minutes.intValue() : null));
    }

    private static @Nullable JsonNode read(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException broken) {
            return null;
        }
    }

    private static Answer told(Upstream.Protection state) {
        var json = JsonNodeFactory.instance.objectNode();
        var task = state.task();
        var failure = state.failure();
        if (task != null) {
            var protection = json.putObject("protection");
            if (task.expirationDate() != null)
                protection.put("ExpirationDate", task.expirationDate().toString());
            protection
                    .put("ProtectionEnabled", Boolean.TRUE.equals(task.protectionEnabled()))
                    .put("TaskArn", task.taskArn());
        } else if (failure != null) {
            json.putObject("failure")
                    .put("Arn", failure.arn())
                    .put("Detail", failure.detail())
                    .put("Reason", failure.reason());
        }
        return Answer.good(json);
    }

    private static Answer error(int status, String taskArn, String code, String message) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("error").put("Arn", taskArn).put("Code", code).put("Message", message);
        return Answer.of(status, json);
    }
}
