package berth.server.nodes;

import berth.server.registry.OwnRegistry;
import berth.wire.acs.ContainerParts.AsmAuth;
import berth.wire.acs.ContainerParts.EcrAuth;
import berth.wire.acs.ContainerParts.RegistryAuthentication;
import berth.wire.acs.ContainerParts.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/// Which secrets a container wants, in the node protocol's words: their names, never their values.
final class PayloadSecrets {
    private static final String ECR = ".dkr.ecr.";

    private PayloadSecrets() {}

    static List<Secret> of(ContainerDefinition definition) {
        var all = new ArrayList<Secret>();
        for (var secret : definition.secrets()) {
            all.add(secret(secret.name(), secret.valueFrom(), "ENVIRONMENT_VARIABLE", "CONTAINER"));
        }
        if (definition.logConfiguration() != null) {
            for (var secret : definition.logConfiguration().secretOptions()) {
                all.add(secret(secret.name(), secret.valueFrom(), "BOOTSTRAP", "LOG_DRIVER"));
            }
        }
        return all;
    }

    private static Secret secret(String name, String from, String type, String target) {
        var provider = from.startsWith("arn:") && from.contains(":secretsmanager:") ? "asm" : "ssm";
        return new Secret(name, from, region(from), provider, type, target, null);
    }

    /// How an agent comes to the credentials for an image's registry; null if there are none to come to.
    ///
    /// @param byRole whether the task has an execution role; a node asks with its own key else
    static @Nullable RegistryAuthentication registry(
            ContainerDefinition definition, @Nullable OwnRegistry registry, boolean byRole) {
        var credentials = definition.repositoryCredentials();
        if (credentials == null || credentials.credentialsParameter() == null) {
            var image = definition.image();
            if (image == null) return null;
            var ours = registry != null && registry.secret() != null && registry.holds(image);
            return ours || image.contains(ECR) ? ecr(image, byRole) : null;
        }
        var from = credentials.credentialsParameter();
        return new RegistryAuthentication("asm", null, new AsmAuth(from, region(from)));
    }

    private static RegistryAuthentication ecr(String image, boolean byRole) {
        var parts = image.split("[./]", -1);
        var named = image.contains(ECR) && parts.length > 4;
        return new RegistryAuthentication(
                "ecr", new EcrAuth(named ? parts[0] : null, named ? parts[3] : null, null, byRole), null);
    }

    /// That of an ARN; an agent takes its own for a name.
    private static @Nullable String region(String from) {
        var parts = from.split(":", 5);
        return from.startsWith("arn:") && parts.length == 5 ? parts[3] : null;
    }
}
