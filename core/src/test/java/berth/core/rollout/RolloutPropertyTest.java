package berth.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Change;
import berth.core.Samples;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Patience;
import berth.core.operation.ConnectAgent;
import berth.core.operation.ServiceIds;
import berth.core.operation.UpdateContainerInstancesState;
import berth.core.operation.UpdateService;
import berth.core.service.Deployment;
import berth.core.service.Rules;
import berth.core.service.ServiceTags;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever happens to nodes and tasks, and whatever is asked meanwhile.
final class RolloutPropertyTest {
    private static final int NODES = 4;

    private final class Story {
        private final Random random;
        private final Yard yard = new Yard();
        private final List<InstanceId> nodes = new ArrayList<>();
        private final Set<TaskId> stopped = new HashSet<>();
        private int revisions;

        Story(long seed) {
            random = new Random(seed);
            for (var i = 0; i < NODES; i++) nodes.add(yard.node("n" + i, 1024, 1024));
            define();
        }

        private void define() {
            revisions++;
            var port = random.nextInt(4) == 0;
            yard.asking.define(
                    "app",
                    port
                            ? Samples.spec("app", 64 + random.nextInt(200), 64, Samples.tcp(8080))
                            : Samples.spec("app", 64 + random.nextInt(200), 64));
        }

        private String latest() {
            return "app:" + revisions;
        }

        private Rules rules() {
            var percents = List.of(Yard.rules(100, 200), Yard.rules(50, 100), Yard.rules(0, 200), Yard.rules(50, 150));
            return percents.get(random.nextInt(percents.size()));
        }

        void tell() {
            yard.create(latest(), random.nextInt(6), rules());
            for (var step = 0; step < 80; step++) {
                var before = healthy();
                var alive = alive();
                back = false;
                step();
                check(before, alive);
            }
            rest();
        }

        /// Tasks whose stop is nobody's doing but the scheduler's are those that it must have been
        /// allowed to stop.
        private void check(long healthyBefore, long aliveBefore) {
            var service = yard.service();
            var rules = service.rules();
            var desired = service.desiredCount();
            // What is running and starting only grows up to the ceiling, but for what comes back with its node.
            var alive = alive();
            if (alive > aliveBefore && !back) {
                assertThat(alive).isLessThanOrEqualTo(Math.max(rules.ceiling(desired), aliveBefore));
            }
            // What is healthy is never stopped below the floor.
            var stops = 0;
            for (var task : yard.tasks()) {
                if (task.desired() != TaskStatus.STOPPED || !stopped.add(task.id())) continue;
                if (ready(task)) stops++;
                assertThat(task.protectedAt(yard.now()) && !lost(task)).isFalse();
            }
            if (stops > 0)
                assertThat(healthy()).isGreaterThanOrEqualTo(Math.min(healthyBefore, rules.floor(desired)) - crashes);
            crashes = 0;
        }

        private int crashes;
        private boolean back;

        private long alive() {
            return yard.wanted().stream().filter(task -> !lost(task)).count();
        }

        private boolean lost(Task task) {
            if (task.instance() == null) return false;
            var lostAt = Patience.DEFAULT.lostAt(yard.instance(task.instance()));
            return lostAt != null && !lostAt.isAfter(yard.now());
        }

        private boolean silent(Task task) {
            return task.instance() != null && !yard.instance(task.instance()).agentConnected();
        }

        private boolean ready(Task task) {
            var started = task.times().startedAt();
            return task.last() == TaskStatus.RUNNING
                    && started != null
                    && !started.plus(ServiceTags.HEALTHY_AFTER_DEFAULT).isAfter(yard.now())
                    && !lost(task);
        }

        private long healthy() {
            return yard.wanted().stream().filter(this::ready).count();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0 -> {
                    define();
                    yard.update(latest(), null);
                }
                case 1 -> yard.update("app:" + (1 + random.nextInt(revisions)), null);
                case 2 -> yard.update(null, random.nextInt(6));
                case 3 ->
                    any(yard.wanted(), task -> {
                        crashes++;
                        yard.crash(task.id());
                    });
                case 4 ->
                    any(nodes, id -> {
                        back = !yard.instance(id).agentConnected();
                        yard.asking.ask(new ConnectAgent(id, back, AgentInfo.UNKNOWN));
                    });
                case 5 ->
                    any(nodes, id -> {
                        var status = yard.instance(id).status() == ContainerInstance.Status.ACTIVE
                                ? ContainerInstance.Status.DRAINING
                                : ContainerInstance.Status.ACTIVE;
                        yard.asking.ask(new UpdateContainerInstancesState("default", List.of(id), status));
                    });
                case 6 ->
                    any(
                            yard.wanted(),
                            task -> yard.asking.state.apply(new Change.Put(
                                    task.withProtection(yard.now().plusSeconds(5)))));
                case 7, 8 -> connected(task -> task.desired() == TaskStatus.RUNNING, TaskStatus.RUNNING);
                case 9, 10 -> connected(task -> task.desired() == TaskStatus.STOPPED, TaskStatus.STOPPED);
                default -> yard.pass(Duration.ofMillis(500 + random.nextInt(4000)));
            }
        }

        private <T> void any(List<T> all, Consumer<T> act) {
            if (!all.isEmpty()) act.accept(all.get(random.nextInt(all.size())));
        }

        /// Some tasks on nodes that are heard get there.
        private void connected(Predicate<Task> which, TaskStatus status) {
            for (var task : yard.tasks()) {
                if (which.test(task) && !silent(task) && random.nextBoolean()) yard.report(task.id(), status);
            }
        }

        /// Once nobody does anything any more: as many as desired, of the newest that was asked for, on
        /// good nodes.
        private void rest() {
            for (var id : nodes) {
                yard.asking.ask(new ConnectAgent(id, true, AgentInfo.UNKNOWN));
                yard.asking.ask(
                        new UpdateContainerInstancesState("default", List.of(id), ContainerInstance.Status.ACTIVE));
            }
            yard.asking.ask(new UpdateService(
                    Yard.WEB, null, 3, Yard.rules(0, 200), null, null, false, null, new ServiceIds("", "", "")));
            yard.pass(Duration.ofMinutes(5));
            yard.settle();
            assertThat(yard.wanted()).hasSize(3);
            assertThat(yard.wanted())
                    .allMatch(task -> yard.primary().id().equals(task.wish().startedBy()));
            assertThat(yard.service().deployments()).hasSize(1);
            assertThat(yard.primary().state()).isEqualTo(Deployment.State.COMPLETED);
            for (var id : nodes) assertThat(yard.instance(id).fenced()).isFalse();
            assertThat(portsTwice()).isFalse();
        }

        private boolean portsTwice() {
            Map<InstanceId, Integer> holders = new HashMap<>();
            for (var task : yard.tasks()) {
                if (!task.needs().tcpPorts().isEmpty() && task.instance() != null) {
                    holders.merge(task.instance(), 1, Integer::sum);
                }
            }
            return holders.values().stream().anyMatch(count -> count > 1);
        }
    }

    @Property(tries = 400)
    void counts_stay_within_the_rules_protected_tasks_are_spared_and_in_the_end_all_is_as_asked(@ForAll long seed) {
        new Story(seed).tell();
    }
}
