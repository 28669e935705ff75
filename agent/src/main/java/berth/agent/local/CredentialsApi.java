package berth.agent.local;

import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.TaskLife;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.node.JsonNodeFactory;

/// `/v2/credentials/<id>`: what a task's role signs with, for that task alone.
final class CredentialsApi {
    private final Callers callers;
    private final InstantSource clock;

    CredentialsApi(Callers callers, InstantSource clock) {
        this.callers = callers;
        this.clock = clock;
    }

    /// @param id as the container was told it
    Answer answer(NodeView view, String id, Question question) {
        if (id.isEmpty()) return error(400, "NoIdInRequest", "CredentialsV2Request: No Credential ID in the request");
        var life = view.tasks().stream()
                .filter(each -> !each.stopped() && id.equals(idOf(each)))
                .findFirst()
                .orElse(null);
        // Whoever is not of the task learns no more than if there were none.
        if (life == null || !callers.isOf(life, question.from()))
            return error(400, "InvalidIdInRequest", "CredentialsV2Request: Credentials not found");
        var kept = view.credentials().get(life.arn());
        if (kept == null || !id.equals(kept.credentialsId()) || over(kept.expiration()))
            return error(
                    503,
                    "CredentialsUninitialized",
                    "CredentialsV2Request: the control plane has not given this node credentials that are valid now");
        return Answer.good(JsonNodeFactory.instance
                .objectNode()
                .put("RoleArn", kept.roleArn())
                .put("AccessKeyId", kept.accessKeyId())
                .put("SecretAccessKey", kept.secretAccessKey())
                .put("Token", kept.sessionToken())
                .put("Expiration", kept.expiration()));
    }

    private static String idOf(TaskLife life) {
        var role = life.task().roleCredentials();
        return role == null || role.credentialsId() == null ? "" : role.credentialsId();
    }

    private boolean over(@org.jspecify.annotations.Nullable String expiration) {
        try {
            return expiration == null || !Instant.parse(expiration).isAfter(clock.instant());
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }

    private static Answer error(int status, String code, String message) {
        return Answer.of(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("code", code)
                        .put("message", message)
                        .put("HTTPErrorCode", status));
    }
}
