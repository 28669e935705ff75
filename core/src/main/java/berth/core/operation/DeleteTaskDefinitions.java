package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Marks INACTIVE revisions for deletion; they go once no task uses them any more.
///
/// @param names 1 to 10, each `family:revision` or `family:label`
public record DeleteTaskDefinitions(List<String> names) implements Question<DeleteTaskDefinitions.Reply> {
    /// @param failures in the order asked for
    public record Reply(List<TaskDefinition> deleted, List<Failure> failures) {}

    /// @param name   as it was asked for
    /// @param reason for people
    public record Failure(String name, String reason) {}

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        var changes = new ArrayList<Change>();
        // By id: a revision may be named twice, by number and by label.
        var deleted = new LinkedHashMap<TaskDefinitionId, TaskDefinition>();
        var failures = new ArrayList<Failure>();
        for (var name : names) {
            var found = name.indexOf(':') < 0 ? null : state.definitions().find(name);
            if (found == null) {
                failures.add(new Failure(
                        name,
                        "The specified task definition does not exist. Specify a valid account,"
                                + " family, revision and try again."));
            } else if (found.status() == TaskDefinition.Status.ACTIVE) {
                failures.add(new Failure(
                        name,
                        "The specified task definition is still in ACTIVE status. Please deregister the target and"
                                + " try again."));
            } else if (found.status() == TaskDefinition.Status.DELETE_IN_PROGRESS) {
                deleted.put(found.id(), found);
            } else if (!deleted.containsKey(found.id())) {
                var doomed = found.deletionRequested(now);
                changes.add(new Change.Put(doomed));
                deleted.put(doomed.id(), doomed);
            }
        }
        return new Decision<>(changes, new Reply(List.copyOf(deleted.values()), List.copyOf(failures)));
    }
}
