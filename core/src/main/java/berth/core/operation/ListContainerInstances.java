package berth.core.operation;

import berth.core.Decision;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.query.ClusterQuery;
import berth.core.state.ClusterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A cluster's instances by id.
///
/// @param standing only these; null for all but INACTIVE ones
/// @param filter only those it matches; null for all
/// @param after  where the page before ended, empty for the first
public record ListContainerInstances(
        String cluster,
        @Nullable Standing standing,
        @Nullable ClusterQuery filter,
        String after,
        int limit) implements Question<Page<InstanceId>> {
    /// What instances are listed by: a fenced one is not open.
    public enum Standing {
        OPEN,
        FENCED,
        DRAINING,
        INACTIVE;

        private boolean of(ContainerInstance instance) {
            return switch (instance.status()) {
                case ACTIVE -> this == (instance.fenced() ? FENCED : OPEN);
                case DRAINING -> this == DRAINING;
                case INACTIVE -> this == INACTIVE;
            };
        }
    }

    @Override
    public Decision<Page<InstanceId>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var rest = state.instances().of(cluster).tailMap(after, false).values();
        var page = Page.of(
                rest,
                instance -> wanted(instance, state),
                limit,
                instance -> instance.id().id());
        return Decision.reply(
                new Page<>(page.items().stream().map(ContainerInstance::id).toList(), page.next()));
    }

    private boolean wanted(ContainerInstance instance, ClusterState state) {
        var listed = standing == null ? instance.status() != ContainerInstance.Status.INACTIVE : standing.of(instance);
        return listed && (filter == null || filter.matches(state.tasks().on(instance.id())));
    }
}
