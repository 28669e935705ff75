package berth.core.rollout;

import berth.core.node.ContainerInstance;
import berth.core.rollout.Member.Leaving;
import berth.core.service.Service;
import berth.core.service.ServiceTags;
import berth.core.state.ClusterState;
import berth.core.task.Health;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A service's tasks that have not STOPPED, at a moment, sorted by what is to become of them.
///
/// @param keeping  those that are as they should be, or on their way there
/// @param leaving  those that are to be replaced
/// @param lost     those whose node counts as lost: as good as gone, until it is back before others took
///                 over
/// @param stopping those that were told to stop and have not yet: they still hold their resources
/// @param next     when time alone changes something of this, null for never
record Crew(
        List<Member> keeping,
        List<Member> leaving,
        List<Member> lost,
        List<Task> stopping,
        @Nullable Instant next) {
    Crew {
        keeping = List.copyOf(keeping);
        leaving = List.copyOf(leaving);
        lost = List.copyOf(lost);
        stopping = List.copyOf(stopping);
    }

    /// @param goal  the deployment or task set that tasks should be of
    /// @param tasks those to sort
    static Crew of(Service service, String goal, Collection<Task> tasks, ClusterState state, Instant now) {
        return new Sorting(service, goal, state, now).sorted(tasks);
    }

    int ready() {
        return (int) (keeping.stream().filter(Member::ready).count()
                + leaving.stream().filter(Member::ready).count());
    }

    int readyKeepers() {
        return (int) keeping.stream().filter(Member::ready).count();
    }

    /// Those that run or start.
    int active() {
        return keeping.size() + leaving.size();
    }

    /// Whether nothing is left but what was asked for.
    boolean settled() {
        return leaving.isEmpty() && stopping.isEmpty() && lost.isEmpty();
    }

    private static final class Sorting {
        private final String goal;
        private final ClusterState state;
        private final Instant now;
        private final Duration healthyAfter;
        private final Duration grace;
        private final Set<TaskId> moving;
        private final Losses losses;
        private @Nullable Instant next;

        Sorting(Service service, String goal, ClusterState state, Instant now) {
            this.goal = goal;
            this.state = state;
            this.now = now;
            healthyAfter = ServiceTags.healthyAfter(service.tags());
            var seconds = service.manner().graceSeconds();
            grace = Duration.ofSeconds(seconds == null ? 0 : seconds);
            moving = service.moving().stream().map(Service.Move::task).collect(Collectors.toSet());
            losses = new Losses(service, state);
        }

        Crew sorted(Collection<Task> tasks) {
            var keeping = new ArrayList<Member>();
            var leaving = new ArrayList<Member>();
            var lost = new ArrayList<Member>();
            var stopping = new ArrayList<Task>();
            for (var task : tasks) {
                var gone = hasCome(losses.lostAt(task));
                if (task.desired() == TaskStatus.STOPPED) {
                    // Who told it to stop has written it off, if it was not on its way out anyway.
                    if (!gone) stopping.add(task);
                    continue;
                }
                var member = member(task);
                if (gone) lost.add(member);
                else (member.stays() ? keeping : leaving).add(member);
            }
            return new Crew(keeping, leaving, lost, stopping, next);
        }

        private Member member(Task task) {
            var health = health(task);
            var spared = task.protectedAt(now);
            if (spared) at(task.protectedUntil());
            return new Member(task, ready(task, health), leaving(task, health), spared);
        }

        /// What its health checks say together; null if it has none.
        private @Nullable Health health(Task task) {
            var definition = state.definitions().get(task.definition());
            if (definition == null) return null;
            Health worst = null;
            for (var spec : definition.containers()) {
                if (!spec.essential() || !spec.healthChecked()) continue;
                for (var container : task.containers()) {
                    if (!container.name().equals(spec.name())) continue;
                    if (worst == null || container.health().compareTo(worst) > 0) worst = container.health();
                    if (container.health() == Health.UNHEALTHY) return Health.UNHEALTHY;
                }
            }
            return worst;
        }

        private boolean ready(Task task, @Nullable Health health) {
            if (task.last() != TaskStatus.RUNNING) return false;
            if (health != null) return health == Health.HEALTHY;
            return hasCome(ofStart(task, healthyAfter));
        }

        private Leaving leaving(Task task, @Nullable Health health) {
            if (health == Health.UNHEALTHY && hasCome(ofStart(task, grace))) return Leaving.SICK;
            var node = task.instance();
            var instance = node == null ? null : state.instances().get(node);
            if (instance != null && instance.status() == ContainerInstance.Status.DRAINING) return Leaving.DRAINED;
            if (!goal.equals(task.wish().startedBy())) return Leaving.OUTDATED;
            return moving.contains(task.id()) ? Leaving.MOVING : Leaving.STAYS;
        }

        private static @Nullable Instant ofStart(Task task, Duration after) {
            var started = task.times().startedAt();
            return started == null ? null : started.plus(after);
        }

        private boolean hasCome(@Nullable Instant moment) {
            if (moment == null) return false;
            if (!moment.isAfter(now)) return true;
            at(moment);
            return false;
        }

        private void at(@Nullable Instant moment) {
            if (moment != null && (next == null || moment.isBefore(next))) next = moment;
        }
    }
}
