package berth.core.operation;

import berth.core.Arns;
import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.node.ContainerInstance;
import berth.core.placement.Candidate;
import berth.core.placement.Placement;
import berth.core.placement.Placement.Outcome;
import berth.core.placement.Rejection;
import berth.core.placement.Request;
import berth.core.state.ClusterState;
import berth.core.task.Needs;
import berth.core.task.RunToken;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
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
    public record Reply(List<TaskView> tasks, List<Rejection> failures) {}

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
        var nodes = nodes(state, template.groupOf(found));
        if (nodes.isEmpty()) throw Refusal.invalid("No Container Instances were found in your cluster.");

        var needs = Needs.of(found, template.overrides());
        var request = new Request(needs, found.requiresAttributes(), template.groupOf(found));
        var changes = new ArrayList<Change>();
        var tasks = new ArrayList<TaskView>();
        var failures = List.<Rejection>of();
        for (var outcome : new Placement(request, nodes).next(ids.size())) {
            switch (outcome) {
                case Outcome.Placed(var node) -> {
                    var id = new TaskId(cluster, ids.get(tasks.size()));
                    var task = template.placed(id, node.id(), found, needs, now);
                    changes.add(new Change.Put(task));
                    tasks.add(new TaskView(task, node.instance()));
                }
                case Outcome.Unplaced(var rejections) -> failures = rejections;
            }
        }
        // A call that started nothing may be tried again with its token.
        if (token != null && !tasks.isEmpty()) {
            var taskIds = tasks.stream().map(TaskView::task).map(Task::id).toList();
            changes.add(
                    new Change.Put(new RunToken(cluster, token.text(), token.asked(), taskIds, now.plus(TOKEN_LIFE))));
        }
        return new Decision<>(changes, new Reply(List.copyOf(tasks), failures));
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
        return Decision.reply(new Reply(tasks, List.of()));
    }

    private List<Candidate> nodes(ClusterState state, String group) {
        var nodes = new ArrayList<Candidate>();
        for (var instance : state.instances().of(cluster).values()) {
            if (instance.status() != ContainerInstance.Status.INACTIVE) nodes.add(candidate(instance, state, group));
        }
        return nodes;
    }

    /// A node as placement sees it now.
    static Candidate candidate(ContainerInstance instance, ClusterState state, String group) {
        var use = state.tasks().on(instance.id());
        var tcp = use.tcpPorts();
        var udp = use.udpPorts();
        add(tcp, instance.resources().tcpPorts());
        add(udp, instance.resources().udpPorts());
        return new Candidate(
                instance,
                instance.resources().cpu() - use.cpu(),
                instance.resources().memoryMiB() - use.memoryMiB(),
                tcp,
                udp,
                use.ofGroup(group),
                use.live().size());
    }

    private static void add(BitSet held, List<Integer> reserved) {
        reserved.forEach(held::set);
    }
}
