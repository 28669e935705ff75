package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;
import software.amazon.awssdk.services.ecs.model.ResourceType;

/// How many GPUs a container has for itself.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ResourceRequirement.html">ECS</a>
public final class Gpus {
    /// More than any machine has, and few enough for sums.
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,3}");

    private Gpus() {}

    /// Of a definition that was checked; 0 if it asks for none.
    static int of(ContainerDefinition container) {
        var count = in(container.resourceRequirements(), container.name());
        return count == null ? 0 : count;
    }

    /// @param container its name, for the refusal
    /// @return null if nothing is said of GPUs
    /// @throws Refusal `ClientException` if it is said twice, or is not a number from 1 to 9999
    public static @Nullable Integer in(List<ResourceRequirement> requirements, String container) {
        Integer count = null;
        for (var requirement : requirements) {
            if (requirement.type() != ResourceType.GPU) continue;
            if (count != null) {
                throw invalid(container, "GPU is given more than once.");
            }
            if (!COUNT.matcher(requirement.value()).matches()) {
                throw invalid(
                        container,
                        "The value of GPU must be a number from 1 to 9999 (got '" + requirement.value() + "').");
            }
            count = Integer.valueOf(requirement.value());
        }
        return count;
    }

    private static Refusal invalid(String container, String why) {
        return Refusal.client("Invalid 'resourceRequirements' setting for container '" + container + "'. " + why);
    }
}
