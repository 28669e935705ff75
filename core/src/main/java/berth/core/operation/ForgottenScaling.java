package berth.core.operation;

import berth.core.Change;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.util.List;

/// How services scaled themselves that are over: a new one of the same name begins anew.
final class ForgottenScaling {
    private ForgottenScaling() {}

    static void add(ClusterState state, List<Change> changes) {
        for (var id : state.scalings().services()) {
            if (changes.size() >= KeepHouse.MAX_PER_TURN) return;
            var service = state.services().get(id);
            if (service == null || service.status() == Service.Status.INACTIVE) add(id, state, changes);
        }
    }

    /// All of one service's.
    static void add(ServiceId id, ClusterState state, List<Change> changes) {
        rules(id, state, changes);
        for (var activity : state.scalings().activities(id)) changes.add(new Change.Remove(activity.key()));
    }

    /// The same, but for what it has done.
    static void rules(ServiceId id, ClusterState state, List<Change> changes) {
        var scalings = state.scalings();
        var target = scalings.target(id);
        if (target != null) changes.add(new Change.Remove(target.key()));
        for (var policy : scalings.policies(id)) changes.add(new Change.Remove(policy.key()));
        for (var action : scalings.actions(id)) changes.add(new Change.Remove(action.key()));
    }
}
