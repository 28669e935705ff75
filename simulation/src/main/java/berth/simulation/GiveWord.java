package berth.simulation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.operation.Question;
import berth.core.service.ServiceDeployment.Status;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Tells a service's deployment that is under way to stop, or to go back. The reply is whether there was one.
///
/// @param word STOP_REQUESTED or ROLLBACK_REQUESTED
record GiveWord(ServiceId service, Status word) implements Question<Boolean> {
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var found = state.services().get(service);
        var primary = found == null ? null : found.primary();
        var attempt = primary == null ? null : state.services().attempt(service, primary.attempt());
        if (attempt == null || attempt.status() != Status.IN_PROGRESS) return Decision.reply(false);
        return new Decision<>(List.of(new Change.Put(attempt.with(word, "A user wants it.", now))), true);
    }
}
