package berth.server.api;

import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.core.operation.Question;
import berth.core.task.TaskId;
import berth.server.controller.Asker;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/// What a node's key may touch: the one cluster it was made for.
final class NodeScope {
    private final Asker asker;
    private final BiPredicate<InstanceId, String> connected;

    /// @param connected whether a node is connected now, by an agent that signs with that access key
    NodeScope(Asker asker, BiPredicate<InstanceId, String> connected) {
        this.asker = asker;
        this.connected = connected;
    }

    /// @throws Refusal `AccessDeniedException` if `caller` is a node, and not that of each of the tasks
    void requireHeld(Caller caller, List<TaskId> tasks) {
        if (caller.role() != AccessRole.NODE) return;
        for (var id : tasks) {
            var node = asker.ask(Question.<Optional<InstanceId>>read(state -> {
                var task = state.tasks().get(id);
                return Optional.ofNullable(task == null ? null : task.instance());
            }));
            if (node.isEmpty() || !connected.test(node.get(), caller.accessKeyId())) {
                throw new Refusal(
                        Refusal.Code.ACCESS_DENIED,
                        "Access key " + caller.accessKeyId() + " is a node's key, and task " + id
                                + " is not on that node.");
            }
        }
    }

    /// @throws Refusal `AccessDeniedException` if `caller` is a node of another cluster
    void require(Caller caller, String cluster) {
        if (caller.role() != AccessRole.NODE) return;
        var own = asker.ask(Question.<String>read(state -> {
            var key = state.accessKeys().get(caller.accessKeyId());
            return key == null || key.cluster() == null ? "" : key.cluster();
        }));
        if (!own.equals(cluster)) {
            throw new Refusal(
                    Refusal.Code.ACCESS_DENIED,
                    "Access key " + caller.accessKeyId() + " belongs to a node of cluster '" + own
                            + "' and may not touch cluster '" + cluster + "'.");
        }
    }
}
