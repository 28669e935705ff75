package berth.core.node;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A node as it stands.
///
/// @param ec2InstanceId     from its identity document, null outside EC2
/// @param attributes        sorted by name, each name once: what the node registered, and what users put there
/// @param agentConnected    whether its control websocket is up; nothing is placed while it is not
/// @param silentSince       when it was last heard from; null while its agent is connected, and of no
///                          member. May lie
///                          ahead, if its silence is not to count before then
/// @param fenced            whether tasks of it were given to others while it was silent, and some that
///                          it was to stop
///                          may run there still; nothing is placed while it is
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
        @Nullable Instant silentSince,
        boolean fenced,
        @Nullable String registrationToken,
        Map<String, String> tags,
        Instant registeredAt,
        @Nullable Instant deregisteredAt,
        long version)
        implements Entity {
    public enum Status {
        /// A member that takes tasks.
        ACTIVE,
        /// A member that takes no new tasks; those it has run on.
        DRAINING,
        /// No member any more.
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

    /// A node that joins: it is heard from once its agent connects.
    public static ContainerInstance registered(
            InstanceId id,
            @Nullable String ec2InstanceId,
            Resources resources,
            List<Attribute> attributes,
            AgentInfo agent,
            @Nullable String token,
            Map<String, String> tags,
            Instant now) {
        return new ContainerInstance(
                id,
                ec2InstanceId,
                Status.ACTIVE,
                resources,
                attributes,
                agent,
                false,
                now,
                false,
                token,
                tags,
                now,
                null,
                1);
    }

    /// Whether tasks may be placed on it.
    public boolean placeable() {
        return status == Status.ACTIVE && agentConnected && !fenced;
    }

    /// When it counts as lost for those who have so much patience: their tasks are given to others
    /// from then on, for as long as this stands. Null while its agent is connected, and of no
    /// member, whose tasks are over anyway.
    public @Nullable Instant lostAt(Duration patience) {
        return agentConnected || status == Status.INACTIVE || silentSince == null ? null : silentSince.plus(patience);
    }

    public Optional<Attribute> attribute(String name) {
        // By halving: placement asks often, and nodes have dozens.
        var from = 0;
        var to = attributes.size();
        while (from < to) {
            var middle = (from + to) >>> 1;
            var attribute = attributes.get(middle);
            var order = name.compareTo(attribute.name());
            if (order == 0) return Optional.of(attribute);
            if (order < 0) to = middle;
            else from = middle + 1;
        }
        return Optional.empty();
    }

    /// As its agent describes it anew: same identity, fresh resources and capabilities. What users put there stays,
    /// also under a name that the node has come to use.
    public ContainerInstance reregistered(Resources resources, List<Attribute> attributes, AgentInfo agent) {
        var custom = this.attributes.stream().filter(Attribute::custom).toList();
        return with(
                status,
                resources,
                overlaid(attributes, custom),
                this.agent.with(agent),
                agentConnected,
                silentSince,
                fenced,
                tags,
                deregisteredAt);
    }

    /// With `more` laid over its attributes by name, or this very one if it has all of them.
    public ContainerInstance withAttributes(Collection<Attribute> more) {
        if (attributes.containsAll(more)) return this;
        return having(overlaid(attributes, more));
    }

    /// Without the attributes of these names, or this very one if it has none of them.
    public ContainerInstance withoutAttributes(Collection<String> names) {
        var rest = attributes.stream()
                .filter(attribute -> !names.contains(attribute.name()))
                .toList();
        return rest.size() == attributes.size() ? this : having(rest);
    }

    private ContainerInstance having(List<Attribute> all) {
        return with(status, resources, all, agent, agentConnected, silentSince, fenced, tags, deregisteredAt);
    }

    private static List<Attribute> overlaid(Collection<Attribute> base, Collection<Attribute> more) {
        var byName = new TreeMap<String, Attribute>();
        base.forEach(attribute -> byName.put(attribute.name(), attribute));
        more.forEach(attribute -> byName.put(attribute.name(), attribute));
        return List.copyOf(byName.values());
    }

    /// Its agent is connected, and says this of itself. Or this very one if nothing is new.
    public ContainerInstance connected(AgentInfo agent) {
        var told = this.agent.with(agent);
        if (agentConnected && told.equals(this.agent)) return this;
        return with(status, resources, attributes, told, true, null, fenced, tags, deregisteredAt);
    }

    /// Nothing is heard from it, or its silence counts, since then. Or this very one if that is known.
    public ContainerInstance silent(Instant since) {
        if (!agentConnected && since.equals(silentSince)) return this;
        return with(status, resources, attributes, agent, false, since, fenced, tags, deregisteredAt);
    }

    /// Some of its tasks are given to others. Or this very one if that has happened before.
    public ContainerInstance fence() {
        return fenced(true);
    }

    /// All that it was to stop has ended. Or this very one if it is not fenced.
    public ContainerInstance liftFence() {
        return fenced(false);
    }

    private ContainerInstance fenced(boolean fenced) {
        if (fenced == this.fenced) return this;
        return with(status, resources, attributes, agent, agentConnected, silentSince, fenced, tags, deregisteredAt);
    }

    /// Open for new tasks (ACTIVE) or closed (DRAINING), or this very one if it is so already.
    public ContainerInstance withStatus(Status status) {
        if (status == this.status) return this;
        return with(status, resources, attributes, agent, agentConnected, silentSince, fenced, tags, deregisteredAt);
    }

    public ContainerInstance deregistered(Instant now) {
        return with(Status.INACTIVE, resources, attributes, agent, false, null, false, tags, now);
    }

    public ContainerInstance withTags(Map<String, String> tags) {
        return with(status, resources, attributes, agent, agentConnected, silentSince, fenced, tags, deregisteredAt);
    }

    private ContainerInstance with(
            Status status,
            Resources resources,
            List<Attribute> attributes,
            AgentInfo agent,
            boolean agentConnected,
            @Nullable Instant silentSince,
            boolean fenced,
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
                silentSince,
                fenced,
                registrationToken,
                tags,
                registeredAt,
                deregisteredAt,
                version + 1);
    }
}
