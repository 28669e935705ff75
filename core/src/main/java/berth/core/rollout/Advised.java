package berth.core.rollout;

import berth.core.Decision;
import berth.core.operation.Question;
import berth.core.placement.Advice;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.core.state.Counsels.Heard;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.List;

/// A scheduler's word to a service that asked. Changes nothing by itself: the service is looked at
/// next, and heeds it if it still wants those tasks.
///
/// Pure, but for what `Services` notes of the word.
public record Advised(ServiceId service, List<TaskId> copies, Advice advice) implements Question<Boolean> {
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var known = state.services().get(service) != null;
        if (known) state.services().hears(service, new Heard(copies, advice));
        return Decision.reply(known);
    }
}
