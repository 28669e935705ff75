package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// Secrets need somebody who may fetch them, and a name of their own.
final class SecretRules {
    private SecretRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        for (var container : request.containerDefinitions()) {
            if (container.secrets().isEmpty()) continue;
            if (request.executionRoleArn() == null || request.executionRoleArn().isEmpty()) {
                throw Refusal.client(
                        "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
            }
            var names = container.environment().stream().map(KeyValuePair::name).collect(Collectors.toSet());
            for (var secret : container.secrets()) {
                if (!names.add(secret.name())) {
                    throw Refusal.client(
                            "The secret name must be unique and not shared with any new or existing environment"
                                    + " variables set on the container, such as '" + secret.name() + "'.");
                }
            }
        }
    }
}
