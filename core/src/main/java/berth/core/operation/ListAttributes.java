package berth.core.operation;

import berth.core.Decision;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The attributes of a cluster's container instances, by instance and name; deregistered instances have none.
///
/// @param name  only those of this name, null for all
/// @param value only those of this value too, null for any
/// @param after where the page before ended (`instance/name`), empty for the first
public record ListAttributes(
        String cluster, @Nullable String name, @Nullable String value, String after, int limit)
        implements Question<Page<InstanceAttribute>> {
    @Override
    public Decision<Page<InstanceAttribute>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        return Decision.reply(Page.of(
                () -> behind(state).iterator(),
                one -> wanted(one.attribute()),
                limit,
                one -> one.instance().id() + "/" + one.attribute().name()));
    }

    /// What is behind `after`, which may be in the midst of an instance.
    private Stream<InstanceAttribute> behind(ClusterState state) {
        var slash = after.indexOf('/');
        var lastInstance = slash < 0 ? "" : after.substring(0, slash);
        var lastName = after.substring(slash + 1);
        return state.instances().of(cluster).tailMap(lastInstance, true).values().stream()
                .filter(instance -> instance.status() != ContainerInstance.Status.INACTIVE)
                .flatMap(instance -> behind(instance, instance.id().id().equals(lastInstance) ? lastName : ""));
    }

    private static Stream<InstanceAttribute> behind(ContainerInstance instance, String lastName) {
        return instance.attributes().stream()
                .filter(attribute -> attribute.name().compareTo(lastName) > 0)
                .map(attribute -> new InstanceAttribute(instance.id(), attribute));
    }

    private boolean wanted(Attribute attribute) {
        return (name == null || name.equals(attribute.name())) && (value == null || value.equals(attribute.value()));
    }
}
