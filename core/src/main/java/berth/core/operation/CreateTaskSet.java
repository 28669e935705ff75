package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.Tags;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.ServiceRevision;
import berth.core.service.TaskSet;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a task set of a service whose deployments somebody else steers: its tasks follow.
///
/// @param definition `family`, `family:revision` or `family:label`
/// @param made       what its tasks are made from, besides their definition
/// @param scale      percent of the service's desired count in hundredths, 0 to 10,000
/// @param externalId the caller's name for it, null when unset
/// @param token      null if the call may not be repeated
/// @param ids        `deployment` names the set
public record CreateTaskSet(
        ServiceId service,
        String definition,
        CreateService.Making made,
        int scale,
        @Nullable String externalId,
        Service.@Nullable Token token,
        Map<String, String> tags,
        ServiceIds ids)
        implements Question<TaskSetView> {
    /// How many a service can have, those that are DRAINING included.
    public static final int MAX = 5;

    /// @throws Refusal `LimitExceededException` beyond `MAX`; `ClientException` for an unknown or
    /// inactive definition;
    ///                 `InvalidParameterException` if we steer the service, or its token was used for
    ///                 something else
    @Override
    public Decision<TaskSetView> decide(ClusterState state, Instant now) {
        var before = TaskSets.steered(service, state);
        for (var set : before.taskSets()) {
            if (isRepeated(set)) return Decision.reply(TaskSetView.of(before, set, state));
        }
        var found = state.definitions().runnable(definition);
        var revision = new ServiceRevision(service, ids.revision(), CreateService.of(found.id(), made), now);
        ServiceTemplate.of(before, revision, ids.deploymentId()).requireFitting(found);
        var kept = Tags.with(Map.of(), tags);
        if (before.taskSets().size() >= MAX) {
            throw new Refusal(
                    Code.LIMIT_EXCEEDED,
                    "A service can have at most " + MAX + " task sets (it has "
                            + before.taskSets().size() + ").");
        }
        var set = TaskSet.created(ids.deploymentId(), revision, scale, externalId, token, kept, now);
        var sets = new ArrayList<>(before.taskSets());
        sets.add(set);
        var after = before.withTaskSets(sets);
        return new Decision<>(
                List.of(new Change.Put(revision), new Change.Put(after)),
                new TaskSetView(ServiceView.of(after, state).with(revision), set));
    }

    private boolean isRepeated(TaskSet set) {
        var first = set.token();
        if (token == null || first == null || !first.text().equals(token.text())) return false;
        if (first.asked().equals(token.asked())) return true;
        throw Refusal.invalid("clientToken '" + token.text() + "' was used before, with other parameters: for task set "
                + set.id() + ".");
    }
}
