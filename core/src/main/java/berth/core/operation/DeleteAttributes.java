package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.node.Attribute;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Takes custom attributes off container instances: all of them, or none. Those an instance does not have are
/// passed over, so that a repeated call is no error.
///
/// @param attributes 1 to 10; a value, if one is given, must be the one that is there
public record DeleteAttributes(String cluster, List<InstanceAttribute> attributes)
        implements Question<List<InstanceAttribute>> {
    public DeleteAttributes {
        attributes = List.copyOf(attributes);
    }

    /// The reply is what was there, values included.
    @Override
    public Decision<List<InstanceAttribute>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var changes = new ArrayList<Change>();
        var deleted = new ArrayList<InstanceAttribute>();
        for (var target : Targets.byTarget(attributes).entrySet()) {
            var instance = Targets.member(state, cluster, target.getKey());
            for (var asked : target.getValue().values()) {
                Targets.requireCustom(instance, asked.name());
                instance.attribute(asked.name()).ifPresent(known -> {
                    requireSame(known, asked);
                    deleted.add(new InstanceAttribute(instance.id(), known));
                });
            }
            var after = instance.withoutAttributes(target.getValue().keySet());
            if (!after.equals(instance)) changes.add(new Change.Put(after));
        }
        return new Decision<>(changes, List.copyOf(deleted));
    }

    private static void requireSame(Attribute known, Attribute asked) {
        if (asked.value() != null && !Objects.equals(asked.value(), known.value())) {
            throw Refusal.invalid(
                    "Attribute '" + known.name() + "' is deleted by its name alone; the value asked for is '"
                            + asked.value() + "', the one that is there is '" + known.value() + "'.");
        }
    }
}
