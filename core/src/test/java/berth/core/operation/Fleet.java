package berth.core.operation;

import berth.core.Arns;
import berth.core.Samples;
import berth.core.operation.ServiceView.Counts;
import berth.core.service.Breaker;
import berth.core.service.Hook;
import berth.core.service.Manner;
import berth.core.service.Propagation;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceId;
import berth.core.service.Stage;
import berth.core.service.Steering;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Service `web` on one node, for those who steer it: by task sets, or by a word to its deployments.
final class Fleet {
    static final ServiceId WEB = new ServiceId("default", "web");
    static final CreateService.Making EC2 = new CreateService.Making("EC2", null, null, null, null);

    final Asking asking = new Asking();
    private int calls;

    Fleet() {
        asking.node("n1", 4096, 4096);
        asking.define("app", Samples.spec("app", 64, 64));
    }

    Fleet(Steering steering, Rules rules, int desired) {
        this();
        create(steering, rules, desired);
    }

    void create(Steering steering, Rules rules, int desired) {
        asking.ask(new CreateService(
                WEB,
                steering == Steering.ECS ? "app:1" : null,
                Scheduling.REPLICA,
                steering,
                desired,
                rules,
                new Manner(List.of(), List.of(), null, Propagation.NONE, false, false, false),
                EC2,
                null,
                "{}",
                Map.of(),
                ids()));
    }

    ServiceIds ids() {
        calls++;
        return new ServiceIds("1000" + calls, "2000" + calls, "attempt" + calls);
    }

    static Rules blueGreen(Duration bake, Hook... hooks) {
        return new Rules(Rules.Way.BLUE_GREEN, 200, 100, Breaker.OFF, bake, Duration.ZERO, List.of(hooks));
    }

    static Hook pause(String id, Stage... stages) {
        return new Hook(id, List.of(stages), Duration.ofHours(1), Hook.OnTimeout.ROLLBACK);
    }

    /// Deploys the family's next revision.
    void deploy() {
        var next = asking.define("app", Samples.spec("app", 64, 64)).id();
        asking.ask(new UpdateService(
                WEB, next.family() + ":" + next.revision(), null, null, null, null, false, null, ids()));
    }

    /// Nodes do what they are told, and time passes, until nothing more happens or ten minutes are over.
    void settle() {
        for (var i = 0; i < 600; i++) {
            var before = service();
            for (var task : tasks()) {
                if (task.last() != task.desired()) asking.report(task.id(), task.desired());
            }
            asking.pass(Duration.ofSeconds(1));
            asking.serve();
            if (before.equals(service()) && tasks().stream().allMatch(task -> task.last() == task.desired())) return;
        }
        throw new AssertionError("it does not come to rest");
    }

    Service service() {
        return Objects.requireNonNull(asking.state.services().get(WEB));
    }

    /// The newest.
    ServiceDeployment deployment() {
        return asking.state.services().attempts(WEB).getFirst();
    }

    Arns.Part part() {
        return new Arns.Part(WEB, deployment().id());
    }

    /// All that have not STOPPED.
    List<Task> tasks() {
        return List.copyOf(asking.state.services().live(WEB));
    }

    long wanted(String revision) {
        return tasks().stream()
                .filter(task -> task.desired() == TaskStatus.RUNNING)
                .filter(task -> revision.equals(
                        task.definition().family() + ":" + task.definition().revision()))
                .count();
    }

    /// Of a task set or deployment.
    Counts counts(String id) {
        return ServiceView.of(service(), asking.state).counts(id);
    }
}
