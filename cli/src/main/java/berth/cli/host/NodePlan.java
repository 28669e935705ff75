package berth.cli.host;

import berth.agent.act.PullBehaviour;
import berth.agent.machine.AddressChoice;
import berth.agent.reconcile.ImageCare;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node is to be.
///
/// @param docker     the engine's address, such as `unix:///var/run/docker.sock`
/// @param addresses  IP addresses of this machine for tasks with fixed host ports
/// @param name       what people call it; null: the machine's own name
/// @param attributes where it stands, as the operator says; over what is found
/// @param images     when images that no task uses are removed
/// @param pulls      when images are pulled that may be there
public record NodePlan(
        String docker,
        AddressChoice addresses,
        @Nullable String name,
        Map<String, String> attributes,
        ImageCare images,
        PullBehaviour pulls) {
    public NodePlan {
        attributes = Map.copyOf(attributes);
    }
}
