package berth.cli.host;

import berth.agent.Provisions;
import berth.agent.act.PullBehaviour;
import berth.agent.machine.AddressChoice;
import berth.agent.reconcile.ImageCare;
import java.net.InetSocketAddress;
import java.time.Duration;
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
/// @param cleanUpAfter from a task's end to the removal of its containers
/// @param provisions what tasks find there beyond an engine
/// @param introspection where people on this machine ask the agent; null: nowhere
public record NodePlan(
        String docker,
        AddressChoice addresses,
        @Nullable String name,
        Map<String, String> attributes,
        ImageCare images,
        PullBehaviour pulls,
        Duration cleanUpAfter,
        Provisions provisions,
        @Nullable InetSocketAddress introspection) {
    public NodePlan {
        attributes = Map.copyOf(attributes);
    }
}
