package berth.core.operation;

import berth.core.Arns;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceDeployment.Status;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Ends a service deployment that is under way. What has to happen for that follows in the same turn and
/// after it.
public record StopServiceDeployment(Arns.Part part, How how) implements Question<ServiceDeployment> {
    /// ECS's stop types.
    public enum How {
        /// Back to the revision that worked last.
        ROLLBACK,
        /// No further; what runs stays.
        ABORT
    }

    /// @throws Refusal `ServiceDeploymentNotFoundException`; `ConflictException` if it is over, or goes
    /// back
    ///                 already and is to
    @Override
    public Decision<ServiceDeployment> decide(ClusterState state, Instant now) {
        var deployment = known(part, state);
        if (deployment.status().over()) {
            throw new Refusal(
                    Code.CONFLICT,
                    "The service deployment cannot be stopped: it is over, with status " + deployment.status() + ".");
        }
        if (how == How.ROLLBACK && deployment.rollback() != null) {
            throw new Refusal(
                    Code.CONFLICT,
                    "The service deployment cannot be rolled back: a rollback is in progress. It can be stopped with"
                            + " stopType ABORT.");
        }
        var status = how == How.ROLLBACK ? Status.ROLLBACK_REQUESTED : Status.STOP_REQUESTED;
        var asked = deployment.with(status, deployment.reason(), now);
        return Decision.put(asked, asked);
    }

    /// @throws Refusal `ServiceDeploymentNotFoundException`
    static ServiceDeployment known(Arns.Part part, ClusterState state) {
        var deployment = state.services().attempt(part.service(), part.id());
        if (deployment == null) {
            throw new Refusal(Code.SERVICE_DEPLOYMENT_NOT_FOUND, "Service deployment not found.");
        }
        return deployment;
    }
}
