package berth.core.operation;

import berth.core.Decision;
import berth.core.scaling.StepScaling;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Tells a step scaling policy that its threshold is passed: what an alarm does in AWS.
///
/// @param breach by how far, negative below it
public record TriggerScalingPolicy(ServiceId service, String name, double breach)
        implements Question<TriggerScalingPolicy.Outcome> {
    /// @param before the desired count as it was
    /// @param after  as it is now
    /// @param reason why it is the same, empty if it is not
    public record Outcome(int before, int after, String reason) {}

    /// @throws berth.core.Refusal `ObjectNotFoundException`; `ValidationException` if it is no step
    /// scaling policy
    @Override
    public Decision<Outcome> decide(ClusterState state, Instant now) {
        var target = Rescaling.target(service, state);
        var policy = DeleteScalingPolicy.found(service, name, state);
        if (!(policy.rule() instanceof StepScaling steps)) {
            throw Rescaling.invalid(
                    "Only step scaling policies are triggered; " + name + " follows its metric by itself.");
        }
        var found = state.services().get(service);
        if (found == null || !found.active()) {
            throw Rescaling.invalid("ECS service doesn't exist: service/" + service);
        }
        var before = found.desiredCount();
        var scaling = new Rescaling(found, target, state, now);
        var reason = step(scaling, steps);
        return new Decision<>(scaling.changes(), new Outcome(before, scaling.desired(), reason));
    }

    private String step(Rescaling scaling, StepScaling steps) {
        var desired = scaling.desired();
        var target = scaling.target();
        var adjusted = steps.adjusted(desired, breach);
        if (adjusted == null) return "No step adjustment is for a breach of " + breach + ".";
        if (adjusted == desired) return "The step adjustment for a breach of " + breach + " changes nothing.";
        if (adjusted > desired) return out(scaling, steps, adjusted);
        if (target.suspended().in()) return "Scaling in is suspended.";
        if (scaling.deploying()) return "A deployment is in progress; nothing is scaled in meanwhile.";
        if (Cooldown.in(target, steps.cooldown(), scaling.now()))
            return "The cooldown of the last scaling is not over.";
        var to = Math.max(target.min(), Math.min(adjusted, target.max()));
        if (to >= desired) return "The desired count is " + desired + ", the minimum capacity " + target.min() + ".";
        scaling.to(to, cause());
        return "";
    }

    private String out(Rescaling scaling, StepScaling steps, int adjusted) {
        var desired = scaling.desired();
        var target = scaling.target();
        if (target.suspended().out()) return "Scaling out is suspended.";
        var by = Cooldown.left(target, adjusted - desired, steps.cooldown(), scaling.now());
        if (by <= 0) return "The cooldown of the last scaling is not over.";
        var to = target.within(desired + by);
        if (to <= desired) return "The desired count is " + desired + ", the maximum capacity " + target.max() + ".";
        scaling.to(to, cause());
        return "";
    }

    private String cause() {
        return "policy " + name + " was triggered by a breach of " + breach;
    }
}
