package berth.server.api.taskdef;

import berth.core.operation.RegisterTaskDefinition;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// From a request to the question it asks.
public final class Registrations {
    private Registrations() {}

    /// @param tags         with the free-form version, if any
    /// @param registeredBy the ARN of whoever asks
    /// @throws berth.core.Refusal `ClientException` for the first of ECS's rules that the definition breaks
    public static RegisterTaskDefinition read(
            RegisterTaskDefinitionRequest request, Map<String, String> tags, String registeredBy) {
        DefinitionRules.check(request);
        var definition = DefinitionDefaults.of(request);
        return DefinitionDistiller.question(definition, tags, registeredBy);
    }
}
