package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Tags;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes a node into a cluster, or hears of a known one anew.
///
/// @param fresh the id it gets if it is new
/// @param known the instance it says it is, null for a new one
/// @param token its client token, null if it sent none; the same token never makes a second instance
public record RegisterContainerInstance(
        String cluster,
        InstanceId fresh,
        @Nullable InstanceId known,
        @Nullable String token,
        @Nullable String ec2InstanceId,
        Resources resources,
        List<Attribute> attributes,
        AgentInfo agent,
        Map<String, String> tags)
        implements Question<InstanceView> {
    @Override
    public Decision<InstanceView> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var old = known(state);
        var instance = old != null
                ? old.reregistered(resources, attributes, agent)
                : ContainerInstance.registered(
                        fresh, ec2InstanceId, resources, attributes, agent, token, Tags.checked(tags), now);
        return Decision.put(instance, InstanceView.of(instance, state));
    }

    private @Nullable ContainerInstance known(ClusterState state) {
        if (known == null) {
            return token == null ? null : state.instances().registeredWith(cluster, token);
        }
        var old = state.instances().get(known);
        if (old == null || !known.cluster().equals(cluster)) {
            throw Refusal.client("Container instance " + known.id() + " is not known in cluster '" + cluster + "'.");
        }
        if (old.status() == ContainerInstance.Status.INACTIVE) {
            throw Refusal.client("Container instance " + known.id() + " was deregistered at " + old.deregisteredAt()
                    + "; it can join again only as a new one.");
        }
        return old;
    }
}
