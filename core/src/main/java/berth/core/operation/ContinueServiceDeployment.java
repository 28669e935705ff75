package berth.core.operation;

import berth.core.Arns;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceDeployment.Status;
import berth.core.state.ClusterState;
import java.time.Instant;

/// The word that a service deployment waits for at a hook.
///
/// @param hook as `DescribeServiceDeployments` names it
public record ContinueServiceDeployment(Arns.Part part, String hook, Action action)
        implements Question<ServiceDeployment> {
    /// ECS's actions.
    public enum Action {
        CONTINUE,
        ROLLBACK
    }

    /// @throws Refusal `ServiceDeploymentNotFoundException`; `InvalidParameterException` if it does not
    /// wait there
    @Override
    public Decision<ServiceDeployment> decide(ClusterState state, Instant now) {
        var deployment = StopServiceDeployment.known(part, state);
        if (deployment.status() != Status.IN_PROGRESS || !hook.equals(deployment.paused())) {
            throw Refusal.invalid("The service deployment is not paused at lifecycle hook '" + hook + "': "
                    + whereabouts(deployment) + ".");
        }
        var after = switch (action) {
            case CONTINUE -> deployment.continued(now);
            case ROLLBACK -> deployment.with(Status.ROLLBACK_REQUESTED, deployment.reason(), now);
        };
        return Decision.put(after, after);
    }

    private static String whereabouts(ServiceDeployment deployment) {
        if (deployment.status() != Status.IN_PROGRESS) return "its status is " + deployment.status();
        return deployment.paused() == null
                ? "it waits at none"
                : "it waits at '" + deployment.paused() + "', before " + deployment.stage();
    }
}
