package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;

/// Makes a revision INACTIVE: what runs goes on, nothing new is started from it. Asked again, it answers the same.
///
/// @param name `family:revision` or `family:label`; a bare family is refused
public record DeregisterTaskDefinition(String name) implements Question<TaskDefinition> {
    @Override
    public Decision<TaskDefinition> decide(ClusterState state, Instant now) {
        if (name.indexOf(':') < 0) {
            throw Refusal.client(
                    "Invalid revision number. Expected family:revision or family:version (got '" + name + "').");
        }
        var found = state.definitions().find(name);
        if (found == null) throw Refusal.client("The specified task definition does not exist.");
        if (found.status() != TaskDefinition.Status.ACTIVE) return Decision.reply(found);
        var deregistered = found.deregistered(now);
        return Decision.put(deregistered, deregistered);
    }
}
