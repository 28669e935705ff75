package berth.core.operation;

import berth.core.Arns;
import berth.core.Change;
import berth.core.Cluster;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.placement.Advice;
import berth.core.placement.Choice;
import berth.core.placement.NearestFit;
import berth.core.placement.Outcome;
import berth.core.placement.Placing;
import berth.core.placement.Rank;
import berth.core.placement.Rejection;
import berth.core.placement.Request;
import berth.core.queue.Queue;
import berth.core.queue.Waiting;
import berth.core.state.ClusterState;
import berth.core.task.RunToken;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.Urgency;
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
/// @param urgency    whether tasks that find no node wait for room, and how they stand against others
/// @param advice     of a scheduler that was plugged in, null if none was asked
public record RunTask(
        String cluster,
        String definition,
        TaskTemplate template,
        List<String> ids,
        @Nullable Token token,
        Urgency urgency,
        @Nullable Advice advice)
        implements Question<RunTask.Reply> {
    /// How long a client token is remembered.
    public static final Duration TOKEN_LIFE = Duration.ofHours(24);

    /// @param text  1 to 64 characters, the caller's
    /// @param asked a digest of the call's other words
    public record Token(String text, String asked) {}

    /// @param tasks    one per copy that found a node or waits for one
    /// @param failures why the others found none, one per node; empty if there are no others
    /// @param nearest  what would help the first that found none, whether it waits or not; null if all did
    /// @param waiting  what is remembered of those that wait
    public record Reply(
            List<TaskView> tasks,
            List<Rejection> failures,
            @Nullable NearestFit nearest,
            List<Waiting> waiting) {}

    public RunTask {
        ids = List.copyOf(ids);
    }

    /// For a call that says nothing of urgency.
    public RunTask(String cluster, String definition, TaskTemplate template, List<String> ids, @Nullable Token token) {
        this(cluster, definition, template, ids, token, Urgency.NONE);
    }

    public RunTask(
            String cluster,
            String definition,
            TaskTemplate template,
            List<String> ids,
            @Nullable Token token,
            Urgency urgency) {
        this(cluster, definition, template, ids, token, urgency, null);
    }

    public RunTask with(Advice advice) {
        return new RunTask(cluster, definition, template, ids, token, urgency, advice);
    }

    /// The ids of the copies as tasks'.
    public List<TaskId> copies() {
        return ids.stream().map(id -> new TaskId(cluster, id)).toList();
    }

    /// What was decided; null if that was nothing, as for a call with the token of an earlier one.
    ///
    /// @param state in which the definition is still what it was
    public @Nullable Placing placing(Reply reply, ClusterState state) {
        var tasks = reply.tasks().stream().map(TaskView::task).toList();
        var copies = copies();
        if (tasks.isEmpty() && reply.failures().isEmpty()) return null;
        if (!tasks.isEmpty() && !tasks.getFirst().id().equals(copies.getFirst())) return null;
        var found = state.definitions().runnable(definition);
        var asked = advice == null ? Advice.BUILT_IN : advice.scheduler();
        return Placing.of(found.id(), asked, template.request(found), Rank.ofCall(urgency.rank()), copies, tasks);
    }

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        var pooled = state.activeCluster(cluster);
        var before = token == null
                ? null
                : state.runTokens().get(RunToken.key(cluster, token.text()).id());
        if (before != null && before.expiresAt().isAfter(now)) return repeated(before, state);
        var found = state.definitions().runnable(definition);
        template.requireNoService();
        template.requireFitting(found);
        var pool = state.pool(cluster);
        if (urgency.patience() == null && !pool.hasMembers())
            throw Refusal.invalid("No Container Instances were found in your cluster.");

        var request = template.request(found);
        var wish = template.wish(found);
        var changes = new ArrayList<Change>();
        var tasks = new ArrayList<TaskView>();
        var failures = List.<Rejection>of();
        NearestFit nearest = null;
        var copies = copies();
        var heard = advice(pooled);
        var choice = heard == null ? Choice.NONE : heard.choice();
        for (var outcome : pool.place(request, Rank.ofCall(urgency.rank()), copies, choice)) {
            switch (outcome) {
                case Outcome.Placed placed -> {
                    var copy = tasks.size();
                    var by = heard == null ? null : heard.scheduledBy(copy, placed);
                    var task = template.placed(copies.get(copy), placed, found, wish, request.needs(), by, now)
                            .withPriority(urgency.standing());
                    changes.add(new Change.Put(task));
                    tasks.add(new TaskView(task, placed.node()));
                }
                case Outcome.Unplaced no -> {
                    failures = no.rejections();
                    nearest = no.nearest();
                }
            }
        }
        var waiting = waiting(copies.subList(tasks.size(), copies.size()), request, state, now);
        for (var one : waiting) {
            var task = template.waiting(one.task(), found, wish, request.needs(), one.priority(), now);
            changes.add(new Change.Put(task));
            changes.add(new Change.Put(one));
            tasks.add(new TaskView(task, null));
        }
        if (!waiting.isEmpty()) failures = List.of();
        // A call that started nothing may be tried again with its token.
        if (token != null && !tasks.isEmpty()) {
            var taskIds = tasks.stream().map(TaskView::task).map(Task::id).toList();
            changes.add(
                    new Change.Put(new RunToken(cluster, token.text(), token.asked(), taskIds, now.plus(TOKEN_LIFE))));
        }
        return new Decision<>(changes, new Reply(List.copyOf(tasks), failures, nearest, waiting));
    }

    /// What those ask that found no node; nobody, if the call is not to wait.
    private List<Waiting> waiting(List<TaskId> left, Request request, ClusterState state, Instant now) {
        var patience = urgency.patience();
        if (patience == null || left.isEmpty()) return List.of();
        var before = state.queue(cluster).size();
        if (before + left.size() > Queue.MAX) {
            throw new Refusal(
                    Refusal.Code.LIMIT_EXCEEDED,
                    "At most " + Queue.MAX + " tasks of a cluster can wait for room (" + before + " of cluster '"
                            + cluster + "' do, and " + left.size() + " more were asked for).");
        }
        var until = now.plus(patience);
        return left.stream()
                .map(id -> new Waiting(id, request, urgency.rank(), urgency.preempts(), now, until, null))
                .toList();
    }

    /// Null if the built-in scheduler is to choose. One that was asked for and not asked is not there.
    private @Nullable Advice advice(Cluster cluster) {
        if (advice != null) return advice;
        var wanted = Advice.wanted(template.tags(), cluster.tags());
        return wanted == null ? null : Advice.none(wanted, "there is no scheduler of that name");
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
        return Decision.reply(new Reply(tasks, List.of(), null, List.of()));
    }
}
