package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.scaling.ScalingPolicy;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Takes a policy from a service.
public record DeleteScalingPolicy(ServiceId service, String name) implements Question<Boolean> {
    /// @throws berth.core.Refusal `ObjectNotFoundException`
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        return new Decision<>(
                List.of(new Change.Remove(found(service, name, state).key())), true);
    }

    static ScalingPolicy found(ServiceId service, String name, ClusterState state) {
        var policy = state.scalings().policy(service, name);
        if (policy == null) {
            throw Rescaling.notFound(
                    "No scaling policy found for " + Rescaling.named(service) + ", policy name: " + name);
        }
        return policy;
    }
}
