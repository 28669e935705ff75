package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.ContainerInstance;
import berth.core.service.Service;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Forgets what nobody has to know any longer: old stopped tasks, spent tokens, deleted definitions and secrets,
/// nodes long gone. Time comes into the core this way only.
///
/// @param retention  how long stopped tasks stay visible
/// @param maxStopped how many of them at most, the oldest go first
public record KeepHouse(Duration retention, int maxStopped) implements Question<Integer> {
    /// How long deregistered nodes and deleted definitions stay describable.
    static final Duration AFTERGLOW = Duration.ofHours(1);
    /// How much one turn forgets at most, so that no turn is long; the rest is for the next.
    public static final int MAX_PER_TURN = 1_000;
    /// How many client tokens are remembered at most; those that expire first go first.
    static final int MAX_TOKENS = 100_000;

    @Override
    public Decision<Integer> decide(ClusterState state, Instant now) {
        var changes = new ArrayList<Change>();
        stoppedTasks(state, now, changes);
        tokens(state, now, changes);
        definitions(state, now, changes);
        for (var cluster : state.clusters().keySet()) {
            for (var instance : state.instances().of(cluster).values()) {
                if (longGone(instance, now)) changes.add(new Change.Remove(instance.key()));
            }
        }
        ForgottenServices.add(state, now, changes);
        ForgottenScaling.add(state, changes);
        for (var secret : state.secrets().secrets().values()) {
            if (secret.deletionAt() != null && secret.deletionAt().isBefore(now)) {
                changes.add(new Change.Remove(secret.key()));
            }
        }
        var some = changes.size() > MAX_PER_TURN ? changes.subList(0, MAX_PER_TURN) : changes;
        return new Decision<>(List.copyOf(some), some.size());
    }

    private void stoppedTasks(ClusterState state, Instant now, List<Change> changes) {
        var ended = state.tasks().ended();
        var tooMany = ended.size() - maxStopped;
        var oldest = now.minus(retention);
        for (var end : ended) {
            if (changes.size() >= MAX_PER_TURN || (tooMany <= 0 && end.at().isAfter(oldest))) break;
            changes.add(new Change.Remove(end.id().key()));
            tooMany--;
        }
    }

    /// Every SDK sends a token with every RunTask, so their number needs a bound besides their life.
    private static void tokens(ClusterState state, Instant now, List<Change> changes) {
        var tooMany = state.runTokens().size() - MAX_TOKENS;
        for (var token : state.tokensByExpiry()) {
            if (changes.size() >= MAX_PER_TURN
                    || (tooMany <= 0 && token.expiresAt().isAfter(now))) break;
            changes.add(new Change.Remove(token.key()));
            tooMany--;
        }
    }

    private static void definitions(ClusterState state, Instant now, List<Change> changes) {
        if (state.definitions().doomed().isEmpty()) return;
        var used = new HashSet<>();
        for (var entity : state.entities()) {
            if (entity instanceof Task task && !task.stopped()) used.add(task.definition());
            if (entity instanceof Service service) {
                service.deployments().forEach(deployment -> used.add(deployment.definition()));
                service.taskSets().forEach(set -> used.add(set.definition()));
            }
        }
        for (var id : state.definitions().doomed()) {
            var definition = state.definitions().get(id);
            if (definition == null || used.contains(id)) continue;
            var asked = definition.deleteRequestedAt();
            if (asked == null || asked.plus(AFTERGLOW).isBefore(now)) changes.add(new Change.Remove(id.key()));
        }
    }

    private static boolean longGone(ContainerInstance instance, Instant now) {
        var at = instance.deregisteredAt();
        return at != null && at.plus(AFTERGLOW).isBefore(now);
    }
}
