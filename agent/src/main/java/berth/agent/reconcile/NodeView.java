package berth.agent.reconcile;

import berth.agent.docker.HealthLook;
import berth.wire.acs.RoleCredentials;
import java.util.List;
import java.util.Map;

/// How things stand on the node at the end of a turn.
///
/// @param tasks       in the order they were told
/// @param health      by the engine's container id, as far as containers have health checks
/// @param credentials of tasks' roles, by the task's ARN
/// @param execution   of tasks' execution roles, likewise
public record NodeView(
        List<TaskLife> tasks,
        Map<String, HealthLook> health,
        Map<String, RoleCredentials> credentials,
        Map<String, RoleCredentials> execution,
        boolean engineUp) {}
