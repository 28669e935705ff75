package berth.server.api.taskdef;

import berth.core.operation.RegisterTaskDefinition;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.PortMapping;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/// What decisions need of a definition; the rest of it travels as a document.
final class DefinitionDistiller {
    private DefinitionDistiller() {}

    /// @param definition with its defaults
    static RegisterTaskDefinition question(TaskDefinition definition, Map<String, String> tags, String registeredBy) {
        return new RegisterTaskDefinition(
                definition.family(),
                definition.containerDefinitions().stream()
                        .map(DefinitionDistiller::spec)
                        .toList(),
                TaskSizes.cpu(definition.cpu()),
                TaskSizes.memoryMiB(definition.memory()),
                mode(definition.networkModeAsString()),
                definition.compatibilitiesAsStrings(),
                definition.requiresAttributes().stream().map(Attribute::name).toList(),
                definition.placementConstraints().stream()
                        .map(constraint -> Expressions.memberOf(constraint.expression()))
                        .toList(),
                new String(AwsJson.write(definition), StandardCharsets.UTF_8),
                tags,
                registeredBy);
    }

    private static NetworkMode mode(@Nullable String text) {
        return text == null ? NetworkMode.BRIDGE : NetworkMode.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static ContainerSpec spec(ContainerDefinition container) {
        return new ContainerSpec(
                container.name(),
                container.image(),
                container.cpu(),
                container.memory(),
                container.memoryReservation(),
                container.essential(),
                ports(container),
                Gpus.of(container),
                container.healthCheck() != null);
    }

    /// Without ranges: the engine picks their node ports.
    private static List<PortMapping> ports(ContainerDefinition container) {
        return container.portMappings().stream()
                .filter(mapping -> mapping.containerPortRange() == null)
                .map(mapping -> new PortMapping(
                        mapping.containerPort(),
                        mapping.hostPort(),
                        mapping.protocol() == TransportProtocol.UDP
                                ? PortMapping.Protocol.UDP
                                : PortMapping.Protocol.TCP))
                .toList();
    }
}
