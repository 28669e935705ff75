package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;

/// @param name `family`, `family:revision` or `family:label`
public record DescribeTaskDefinition(String name) implements Question<TaskDefinition> {
    @Override
    public Decision<TaskDefinition> decide(ClusterState state, Instant now) {
        var found = state.definitions().find(name);
        if (found == null) throw Refusal.client("Unable to describe task definition.");
        return Decision.reply(found);
    }
}
