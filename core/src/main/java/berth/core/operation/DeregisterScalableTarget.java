package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;

/// A service scales itself no longer; its policies and scheduled actions go too, what it has done stays.
public record DeregisterScalableTarget(ServiceId service) implements Question<Boolean> {
    /// @throws berth.core.Refusal `ObjectNotFoundException`
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        Rescaling.target(service, state);
        var changes = new ArrayList<Change>();
        ForgottenScaling.rules(service, state, changes);
        return new Decision<>(changes, true);
    }
}
