package berth.core.operation;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What PutAttributes and DeleteAttributes have in common: members of one cluster, and what users may touch there.
final class Targets {
    private Targets() {}

    /// What is asked for by target and name, both in the order of the call; of one name asked twice, the last.
    static SequencedMap<InstanceId, SequencedMap<String, Attribute>> byTarget(List<InstanceAttribute> asked) {
        var byTarget = new LinkedHashMap<InstanceId, SequencedMap<String, Attribute>>();
        for (var one : asked) {
            byTarget.computeIfAbsent(one.instance(), id -> new LinkedHashMap<>())
                    .put(one.attribute().name(), one.attribute());
        }
        return byTarget;
    }

    /// @throws Refusal `TargetNotFoundException` if it is no member of `cluster`
    static ContainerInstance member(ClusterState state, String cluster, InstanceId id) {
        var instance = id.cluster().equals(cluster) ? state.instances().get(id) : null;
        if (instance == null || instance.status() == ContainerInstance.Status.INACTIVE) {
            throw new Refusal(
                    Code.TARGET_NOT_FOUND,
                    "The specified target was not found: container instance " + id.id() + " is not known in cluster '"
                            + cluster + "'.");
        }
        return instance;
    }

    /// @throws Refusal `InvalidParameterException` if `name` is the node's to use
    static void requireCustom(ContainerInstance instance, String name) {
        if (Attribute.reserved(name)) {
            throw Refusal.invalid(
                    "Attribute names that begin with ecs. or com.amazonaws. are reserved for what container"
                            + " instances register themselves (got '" + name + "').");
        }
        var known = instance.attribute(name);
        if (known.isPresent() && !known.get().custom()) {
            throw Refusal.invalid("Attribute '" + name + "' was registered by container instance "
                    + instance.id().id() + " itself and can be changed there only.");
        }
    }
}
