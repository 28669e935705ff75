package berth.core.operation;

import berth.core.Decision;
import berth.core.scaling.ScalingPolicy;
import berth.core.scaling.ScalingPolicy.Rule;
import berth.core.scaling.StepScaling;
import berth.core.scaling.TargetTracking;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Gives a service a policy, or one of its policies another rule of the same kind.
///
/// @param rule  null leaves that of the policy there is
/// @param fresh an id for a new one
public record PutScalingPolicy(
        ServiceId service, String name, @Nullable Rule rule, String fresh) implements Question<ScalingPolicy> {
    /// @throws berth.core.Refusal `ObjectNotFoundException` if the service is no scalable target;
    /// `ValidationException`;
    ///         `LimitExceededException`
    @Override
    public Decision<ScalingPolicy> decide(ClusterState state, Instant now) {
        Rescaling.target(service, state);
        var old = state.scalings().policy(service, name);
        var wanted = rule != null ? rule : old != null ? old.rule() : null;
        if (wanted == null) throw Rescaling.invalid("A new scaling policy must have a configuration (" + name + ").");
        if (old != null && !old.rule().getClass().equals(wanted.getClass())) {
            throw Rescaling.invalid("The type of a scaling policy can't be changed (" + name + ").");
        }
        switch (wanted) {
            case StepScaling steps -> steps.check();
            case TargetTracking tracking -> check(tracking, state);
        }
        if (old != null) return Decision.put(old.with(wanted), old.with(wanted));
        Rescaling.requireRoom(
                state.scalings().policies(service).size(), ScalingPolicy.MOST, "scaling policies of a service");
        var policy = new ScalingPolicy(service, name, fresh, wanted, now);
        return Decision.put(policy, policy);
    }

    private void check(TargetTracking tracking, ClusterState state) {
        if (!(tracking.target() > 0)) {
            throw Rescaling.invalid("TargetValue must be above 0 (got " + tracking.target() + ").");
        }
        for (var other : state.scalings().policies(service)) {
            if (other.name().equals(name)) continue;
            if (other.rule() instanceof TargetTracking its && its.metric() == tracking.metric()) {
                throw Rescaling.invalid(
                        "Only one TargetTrackingScaling policy for a given metric specification is allowed ("
                                + tracking.metric().awsName() + " is that of " + other.name() + ").");
            }
        }
    }
}
