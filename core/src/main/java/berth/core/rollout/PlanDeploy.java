package berth.core.rollout;

import berth.core.Change;
import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.core.operation.Question;
import berth.core.operation.ReportHealth;
import berth.core.operation.ReportTask;
import berth.core.operation.ServiceIds;
import berth.core.operation.UpdateService;
import berth.core.service.Deployment.State;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.ServiceTags;
import berth.core.state.ClusterState;
import berth.core.task.Health;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What deploying a definition to a service would do, step by step, if every task did as it is
/// told: started, stays well; stopped, ends. Worked out on a copy of the state by the very turns
/// that would do it. Nothing of it happens.
///
/// @param definition `family`, `family:revision` or `family:label`; null for a new deployment of the same
public record PlanDeploy(ServiceId id, @Nullable String definition) {
    /// More rounds than this no plan takes; what is not done by then is not worked out.
    static final int MOST_ROUNDS = 1_000;

    private static final ServiceIds IDS = new ServiceIds("0", "0", "plan");

    /// @param rounds  what happens at once, then once all of that has been done, and so on
    /// @param running tasks that run now, before the first
    /// @param done    whether it comes to its end
    /// @param trouble what is said last where it does not, null if nothing is
    /// @param least   the fewest tasks that are healthy at any moment
    /// @param most    the most tasks that run or start at any moment
    public record Reply(
            Service service,
            TaskDefinitionId target,
            List<Round> rounds,
            int running,
            boolean done,
            @Nullable String trouble,
            int least,
            int most) {}

    public record Round(List<Step> starts, List<Step> stops) {}

    public record Step(
            TaskId task,
            TaskDefinitionId definition,
            @Nullable InstanceId node) {}

    /// @param copy of the state, nobody else's
    /// @throws Refusal as UpdateService does
    public Reply of(ClusterState copy, Instant now) {
        return new Play(copy, now).play();
    }

    private final class Play {
        private final ClusterState state;
        private final Map<TaskId, TaskStatus> known = new HashMap<>();
        private Instant now;
        private int least = Integer.MAX_VALUE;
        private int most;

        Play(ClusterState state, Instant now) {
            this.state = state;
            this.now = now;
        }

        Reply play() {
            // What was going on before has had its time.
            keep();
            for (var task : live()) known.put(task.id(), task.desired());
            var running = running();
            ask(new UpdateService(id, definition, null, null, null, null, definition == null, null, IDS));
            var rounds = new ArrayList<Round>();
            for (var i = 0; i < MOST_ROUNDS && !done(); i++) {
                keep();
                var round = seen();
                measure();
                if (!round.starts().isEmpty() || !round.stops().isEmpty()) rounds.add(round);
                if (!obey() && round.starts().isEmpty() && round.stops().isEmpty() && !patient()) break;
            }
            var service = service();
            return new Reply(
                    service,
                    Objects.requireNonNull(service.primary()).definition(),
                    List.copyOf(rounds),
                    running,
                    done(),
                    done() ? null : trouble(),
                    least == Integer.MAX_VALUE ? running : least,
                    Math.max(most, running));
        }

        private Service service() {
            return Objects.requireNonNull(state.services().get(id));
        }

        private boolean done() {
            var primary = service().primary();
            return primary != null
                    && primary.state() == State.COMPLETED
                    && service().deployments().size() == 1;
        }

        private @Nullable String trouble() {
            for (var event : state.services().events(id)) if (event.what().trouble()) return event.message();
            return null;
        }

        private List<Task> live() {
            return List.copyOf(state.services().live(id));
        }

        private int running() {
            return (int) live().stream()
                    .filter(task -> task.last() == TaskStatus.RUNNING && task.desired() == TaskStatus.RUNNING)
                    .count();
        }

        private void measure() {
            least = Math.min(least, running());
            most = Math.max(most, (int) live().stream()
                    .filter(task -> task.desired() == TaskStatus.RUNNING)
                    .count());
        }

        private void ask(Question<?> question) {
            question.decide(state, now).changes().forEach(state::apply);
        }

        private void keep() {
            var keeping = new KeepServices(now, (ignored, mistake) -> {
                throw mistake;
            });
            for (List<Change> more = keeping.next(state); !more.isEmpty(); more = keeping.next(state)) {
                more.forEach(state::apply);
            }
        }

        /// What is other than when it was looked at last.
        private Round seen() {
            var starts = new ArrayList<Step>();
            var stops = new ArrayList<Step>();
            for (var task : live()) {
                var before = known.put(task.id(), task.desired());
                if (before == task.desired()) continue;
                var step = new Step(task.id(), task.definition(), task.instance());
                if (task.desired() == TaskStatus.STOPPED) stops.add(step);
                else starts.add(step);
            }
            return new Round(List.copyOf(starts), List.copyOf(stops));
        }

        /// Every task does as it is told, and time passes.
        ///
        /// @return whether any had to
        private boolean obey() {
            var any = false;
            for (var task : live()) {
                if (task.last() == task.desired()) continue;
                any = true;
                ask(new ReportTask(task.id(), new TaskReport(task.desired(), "", List.of(), null, null, null)));
                if (task.desired() == TaskStatus.RUNNING) ask(new ReportHealth(Map.of(task.id(), well(task))));
            }
            now = now.plus(ServiceTags.healthyAfter(service().tags())).plus(Duration.ofMillis(1));
            return any;
        }

        private Map<String, Health> well(Task task) {
            var health = new HashMap<String, Health>();
            task.containers().forEach(container -> health.put(container.name(), Health.HEALTHY));
            return health;
        }

        /// Waits for what comes with time; false if nothing does.
        private boolean patient() {
            var next = state.services().nextLook();
            if (next == null) return false;
            if (next.isAfter(now)) now = next;
            return true;
        }
    }
}
