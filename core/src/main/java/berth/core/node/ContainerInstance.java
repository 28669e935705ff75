package berth.core.node;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node as it stands.
///
/// @param ec2InstanceId     from its identity document, null outside EC2
/// @param attributes        sorted by name, as the node registered them
/// @param agentConnected    whether its control websocket is up; nothing is placed while it is not
/// @param registrationToken the client token of its first registration, so that a repeated call makes no twin
/// @param version           rises with every change users can see
/// @param deregisteredAt    null while it is a member
public record ContainerInstance(
        InstanceId id,
        @Nullable String ec2InstanceId,
        Status status,
        Resources resources,
        List<Attribute> attributes,
        AgentInfo agent,
        boolean agentConnected,
        @Nullable String registrationToken,
        Map<String, String> tags,
        Instant registeredAt,
        @Nullable Instant deregisteredAt,
        long version)
        implements Entity {
    public enum Status {
        ACTIVE,
        DRAINING,
        INACTIVE
    }

    public ContainerInstance {
        attributes = attributes.stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        tags = Tags.copyOf(tags);
    }

    @Override
    public Key key() {
        return id.key();
    }

    /// Whether tasks may be placed on it.
    public boolean placeable() {
        return status == Status.ACTIVE && agentConnected;
    }

    public Optional<Attribute> attribute(String name) {
        return attributes.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    /// As its agent describes it anew: same identity, fresh resources and capabilities.
    public ContainerInstance reregistered(Resources resources, List<Attribute> attributes, AgentInfo agent) {
        return with(status, resources, attributes, this.agent.with(agent), agentConnected, tags, deregisteredAt);
    }

    public ContainerInstance connected(boolean connected, AgentInfo agent) {
        return with(status, resources, attributes, this.agent.with(agent), connected, tags, deregisteredAt);
    }

    public ContainerInstance deregistered(Instant now) {
        return with(Status.INACTIVE, resources, attributes, agent, false, tags, now);
    }

    public ContainerInstance withTags(Map<String, String> tags) {
        return with(status, resources, attributes, agent, agentConnected, tags, deregisteredAt);
    }

    private ContainerInstance with(
            Status status,
            Resources resources,
            List<Attribute> attributes,
            AgentInfo agent,
            boolean agentConnected,
            Map<String, String> tags,
            @Nullable Instant deregisteredAt) {
        return new ContainerInstance(
                id,
                ec2InstanceId,
                status,
                resources,
                attributes,
                agent,
                agentConnected,
                registrationToken,
                tags,
                registeredAt,
                deregisteredAt,
                version + 1);
    }
}
