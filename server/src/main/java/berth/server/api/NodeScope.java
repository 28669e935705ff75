package berth.server.api;

import berth.core.Refusal;
import berth.core.operation.Question;
import berth.server.controller.Asker;
import berth.server.http.AccessRole;
import berth.server.http.Caller;

/// What a node's key may touch: the one cluster it was made for.
final class NodeScope {
    private final Asker asker;

    NodeScope(Asker asker) {
        this.asker = asker;
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
