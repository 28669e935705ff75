package berth.core.operation;

import berth.core.Arns;
import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.placement.NearestFit;
import berth.core.placement.Outcome;
import berth.core.placement.Rejection;
import berth.core.state.ClusterState;
import berth.core.task.RunToken;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Starts copies of a definition on whichever nodes can take them.
///
/// @param definition `family`, `family:revision` or `family:label`
/// @param ids        a fresh id per copy, 1 to 10
/// @param token      null if the call may not be repeated
public record RunTask(
        String cluster,
        String definition,
        TaskTemplate template,
        List<String> ids,
        @Nullable Token token) implements Question<RunTask.Reply> {
    /// How long a client token is remembered.
    public static final Duration TOKEN_LIFE = Duration.ofHours(24);

    /// @param text  1 to 64 characters, the caller's
    /// @param asked a digest of the call's other words
    public record Token(String text, String asked) {}

    /// @param tasks    one per copy that found a node
    /// @param failures why the others found none, one per node; empty if all did
    /// @param nearest  what would help the first that found none, null if all did
    public record Reply(
            List<TaskView> tasks,
            List<Rejection> failures,
            @Nullable NearestFit nearest) {}

    public RunTask {
        ids = List.copyOf(ids);
    }

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var before = token == null
                ? null
                : state.runTokens().get(RunToken.key(cluster, token.text()).id());
        if (before != null && before.expiresAt().isAfter(now)) return repeated(before, state);
        var found = state.definitions().runnable(definition);
        template.requireFitting(found);
        var pool = state.pool(cluster);
        if (!pool.hasMembers()) throw Refusal.invalid("No Container Instances were found in your cluster.");

        var request = template.request(found);
        var changes = new ArrayList<Change>();
        var tasks = new ArrayList<TaskView>();
        var failures = List.<Rejection>of();
        NearestFit nearest = null;
        var copies = ids.stream().map(id -> new TaskId(cluster, id)).toList();
        for (var outcome : pool.place(request, copies)) {
            switch (outcome) {
                case Outcome.Placed placed -> {
                    var id = copies.get(tasks.size());
                    var task = template.placed(id, placed, found, request.needs(), now);
                    changes.add(new Change.Put(task));
                    tasks.add(new TaskView(task, placed.node()));
                }
                case Outcome.Unplaced no -> {
                    failures = no.rejections();
                    nearest = no.nearest();
                }
            }
        }
        // A call that started nothing may be tried again with its token.
        if (token != null && !tasks.isEmpty()) {
            var taskIds = tasks.stream().map(TaskView::task).map(Task::id).toList();
            changes.add(
                    new Change.Put(new RunToken(cluster, token.text(), token.asked(), taskIds, now.plus(TOKEN_LIFE))));
        }
        return new Decision<>(changes, new Reply(List.copyOf(tasks), failures, nearest));
    }

    private Decision<Reply> repeated(RunToken before, ClusterState state) {
        if (!before.asked().equals(Objects.requireNonNull(token).asked())) {
            var arns = new Arns(Objects.requireNonNull(state.identity()));
            throw new Refusal(
                    Refusal.Code.CONFLICT,
                    "The client token '" + before.token() + "' was used before with other parameters.",
                    before.tasks().stream().map(arns::task).toList());
        }
        var tasks = before.tasks().stream()
                .map(id -> state.tasks().get(id))
                .filter(Objects::nonNull)
                .map(task -> TaskView.of(task, state))
                .toList();
        return Decision.reply(new Reply(tasks, List.of(), null));
    }
}
