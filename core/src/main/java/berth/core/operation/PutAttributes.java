package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Puts custom attributes on container instances: all of them, or none.
///
/// @param attributes 1 to 10; their names and values well formed
public record PutAttributes(String cluster, List<InstanceAttribute> attributes)
        implements Question<List<InstanceAttribute>> {
    /// Custom attributes that a container instance has at most. Source: the API reference.
    public static final int MOST_CUSTOM = 10;

    public PutAttributes {
        attributes = List.copyOf(attributes);
    }

    @Override
    public Decision<List<InstanceAttribute>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var changes = new ArrayList<Change>();
        for (var target : Targets.byTarget(attributes).entrySet()) {
            var instance = Targets.member(state, cluster, target.getKey());
            target.getValue().keySet().forEach(name -> Targets.requireCustom(instance, name));
            var after = instance.withAttributes(target.getValue().values());
            requireRoom(after);
            if (!after.equals(instance)) changes.add(new Change.Put(after));
        }
        return new Decision<>(changes, attributes);
    }

    private static void requireRoom(ContainerInstance instance) {
        var custom = instance.attributes().stream().filter(Attribute::custom).count();
        if (custom > MOST_CUSTOM) {
            throw new Refusal(
                    Code.ATTRIBUTE_LIMIT_EXCEEDED,
                    "A container instance can have at most " + MOST_CUSTOM + " custom attributes; "
                            + instance.id().id() + " would have " + custom + ".");
        }
    }
}
