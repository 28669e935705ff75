package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Takes an action by the clock from a service.
public record DeleteScheduledAction(ServiceId service, String name) implements Question<Boolean> {
    /// @throws berth.core.Refusal `ObjectNotFoundException`
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var action = state.scalings().action(service, name);
        if (action == null) {
            throw Rescaling.notFound(
                    "No scheduled action found for " + Rescaling.named(service) + ", scheduled action name: " + name);
        }
        return new Decision<>(List.of(new Change.Remove(action.key())), true);
    }
}
