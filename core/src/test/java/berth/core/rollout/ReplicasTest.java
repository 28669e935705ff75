package berth.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Change;
import berth.core.Samples;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.core.operation.DeleteService;
import berth.core.operation.ServiceIds;
import berth.core.operation.UpdateContainerInstancesState;
import berth.core.operation.UpdateService;
import berth.core.service.Breaker;
import berth.core.service.Deployment;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment.Status;
import berth.core.service.ServiceTags;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReplicasTest {
    private final Yard yard = new Yard();

    ReplicasTest() {
        yard.node("n1");
        yard.node("n2");
        yard.define("app");
    }

    @Test
    void as_many_tasks_as_are_desired_are_started_at_once_and_then_it_is_steady() {
        yard.create("app:1", 3, Yard.rules(100, 200));
        assertThat(yard.wanted()).hasSize(3);
        assertThat(yard.wanted())
                .allMatch(task -> "service:web".equals(task.wish().group()));
        yard.settle();
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.COMPLETED);
        assertThat(yard.attempt().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(yard.said()).hasSize(3).first().asString().startsWith("(service web) has started 3 tasks: (task ");
        assertThat(yard.said().get(1))
                .isEqualTo("(service web) (deployment " + yard.primary().id() + ") deployment completed.");
        assertThat(yard.said().getLast()).isEqualTo("(service web) has reached a steady state.");
    }

    @Test
    void a_task_that_ends_is_replaced_and_the_service_says_when_it_is_steady_again() {
        yard.create("app:1", 2, Yard.rules(100, 200));
        yard.settle();
        var victim = yard.wanted().getFirst().id();
        yard.crash(victim);
        assertThat(yard.wanted()).hasSize(2).noneMatch(task -> task.id().equals(victim));
        yard.settle();
        assertThat(yard.said().getLast()).isEqualTo("(service web) has reached a steady state.");
        assertThat(yard.primary().failures()).isZero();
    }

    @Test
    void a_task_that_fails_counts_at_once_though_its_other_containers_still_stop() {
        yard.create("app:1", 1, Yard.rules(100, 200));
        for (var failures = 1; failures <= 4; failures++) {
            var victim = yard.wanted().getFirst();
            yard.report(victim.id(), TaskStatus.RUNNING);
            yard.fail(victim.id());
            assertThat(yard.primary().failures()).isEqualTo(failures);
            assertThat(yard.wanted()).as("nothing is tried again at once").isEmpty();
            yard.report(victim.id(), TaskStatus.STOPPED);
            assertThat(yard.primary().failures()).as("and once").isEqualTo(failures);
            yard.pass(Duration.ofSeconds(5));
            assertThat(yard.wanted()).hasSize(1);
        }
    }

    @Test
    void rolling_stays_between_the_healthy_minimum_and_the_maximum_at_every_step() {
        yard.create("app:1", 10, Yard.rules(60, 120));
        yard.settle();
        yard.define("app");
        yard.update("app:2", null);
        for (var step = 0; step < 100 && yard.service().deployments().size() > 1; step++) {
            assertThat(yard.wanted().size()).isLessThanOrEqualTo(12);
            assertThat(yard.running()).isGreaterThanOrEqualTo(6);
            yard.runAll();
            yard.stopAll();
            yard.pass(Duration.ofMillis(500));
        }
        yard.settle();
        assertThat(yard.of("app:2")).hasSize(10);
        assertThat(yard.service().deployments()).hasSize(1);
    }

    @Test
    void with_the_usual_rules_all_new_tasks_start_first_and_each_that_is_healthy_lets_an_old_one_go() {
        yard.create("app:1", 4, Yard.rules(100, 200));
        yard.settle();
        yard.define("app");
        yard.update("app:2", null);
        assertThat(yard.of("app:1")).hasSize(4);
        assertThat(yard.of("app:2")).hasSize(4);
        var first = yard.of("app:2").getFirst();
        yard.report(first.id(), TaskStatus.RUNNING);
        assertThat(yard.of("app:1")).hasSize(4);
        yard.pass(ServiceTags.HEALTHY_AFTER_DEFAULT);
        assertThat(yard.of("app:1")).hasSize(3);
    }

    @Test
    void an_old_deployment_is_gone_as_soon_as_its_last_task_has_stopped() {
        yard.create("app:1", 1, Yard.rules(0, 100));
        yard.settle();
        yard.define("app");
        yard.update("app:2", null);
        assertThat(yard.of("app:1")).isEmpty();
        assertThat(yard.of("app:2")).hasSize(1);
        assertThat(yard.service().deployments()).hasSize(2);
        yard.stopAll();
        assertThat(yard.service().deployments()).hasSize(1);
        yard.settle();
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.COMPLETED);
    }

    @Test
    void one_node_with_a_fixed_port_rolls_over_by_stopping_what_stands_in_the_way() {
        var small = new Yard();
        small.node("only");
        small.asking.define("app", Samples.spec("app", 64, 64, Samples.tcp(8080)));
        small.create("app:1", 1, Yard.rules(0, 200));
        small.settle();
        small.asking.define("app", Samples.spec("app", 64, 64, Samples.tcp(8080)));
        small.update("app:2", null);
        assertThat(small.wanted()).isEmpty();
        small.settle();
        assertThat(small.of("app:2")).hasSize(1);
    }

    @Test
    void nothing_is_stopped_for_a_task_that_no_end_of_another_helps() {
        yard.create("app:1", 2, Yard.rules(0, 200));
        yard.settle();
        yard.asking.define("app", Samples.spec("app", 64, 999_999));
        yard.update("app:2", null);
        yard.settle();
        assertThat(yard.of("app:1")).hasSize(2);
        assertThat(yard.said().getLast())
                .startsWith("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance n1) has insufficient memory"
                        + " available.");
    }

    @Test
    void with_no_room_between_minimum_and_maximum_it_says_so() {
        yard.create("app:1", 1, Yard.rules(100, 100));
        yard.settle();
        yard.define("app");
        yard.update("app:2", null);
        assertThat(yard.said().getLast())
                .contains("was unable to stop or start tasks during a deployment because of the service deployment"
                        + " configuration");
        assertThat(yard.of("app:1")).hasSize(1);
    }

    @Test
    void room_that_comes_free_is_taken_at_once() {
        var full = new Yard();
        full.node("n", 1024, 300);
        full.asking.define("big", Samples.spec("app", 64, 200));
        full.asking.define("app", Samples.spec("app", 64, 200));
        var other = full.asking
                .ask(full.asking.run("big:1", 1))
                .tasks()
                .getFirst()
                .task()
                .id();
        full.create("app:1", 1, Yard.rules(100, 200));
        assertThat(full.wanted()).isEmpty();
        full.report(other, TaskStatus.STOPPED);
        assertThat(full.wanted()).hasSize(1);
    }

    @Test
    void scaling_in_takes_tasks_from_where_most_are_and_from_those_that_are_not_up_first() {
        yard.create("app:1", 4, Yard.rules(100, 200));
        yard.settle();
        yard.update(null, 2);
        assertThat(yard.wanted()).hasSize(2);
        assertThat(new HashSet<>(yard.wanted().stream().map(Task::instance).toList()))
                .hasSize(2);
        yard.settle();
        yard.update(null, 3);
        var fresh = yard.wanted().stream()
                .filter(task -> task.last() != TaskStatus.RUNNING)
                .findFirst()
                .orElseThrow();
        yard.update(null, 2);
        assertThat(yard.wanted()).hasSize(2).noneMatch(task -> task.id().equals(fresh.id()));
    }

    @Test
    void a_protected_task_stays_until_its_protection_is_over() {
        yard.create("app:1", 2, Yard.rules(100, 200));
        yard.settle();
        for (var task : yard.wanted()) {
            yard.asking.state.apply(
                    new Change.Put(task.withProtection(yard.now().plusSeconds(60))));
        }
        yard.update(null, 0);
        assertThat(yard.wanted()).hasSize(2);
        assertThat(yard.said().getLast()).contains("protected from scale-in");
        yard.pass(Duration.ofSeconds(60));
        assertThat(yard.wanted()).isEmpty();
    }

    @Test
    void a_draining_node_is_left_without_going_below_the_minimum() {
        yard.create("app:1", 4, Yard.rules(100, 100));
        yard.settle();
        var leaving = new InstanceId("default", "n1");
        yard.asking.ask(
                new UpdateContainerInstancesState("default", List.of(leaving), ContainerInstance.Status.DRAINING));
        // Nothing may start beside them and nothing may stop: the rules allow neither.
        assertThat(yard.wanted()).hasSize(4);
        yard.asking.ask(new UpdateService(
                Yard.WEB, null, null, Yard.rules(50, 100), null, null, false, null, new ServiceIds("", "", "")));
        for (var i = 0; i < 20; i++) {
            assertThat(yard.running()).isGreaterThanOrEqualTo(2);
            yard.runAll();
            yard.stopAll();
            yard.pass(Duration.ofSeconds(1));
        }
        assertThat(yard.wanted()).hasSize(4).noneMatch(task -> leaving.equals(task.instance()));
    }

    @Test
    void a_deleted_service_stops_its_tasks_and_is_inactive_when_they_have() {
        yard.create("app:1", 2, Yard.rules(100, 200));
        yard.settle();
        yard.asking.ask(new DeleteService(Yard.WEB, true));
        assertThat(yard.service().status()).isEqualTo(Service.Status.DRAINING);
        assertThat(yard.wanted()).isEmpty();
        yard.stopAll();
        assertThat(yard.service().status()).isEqualTo(Service.Status.INACTIVE);
        assertThat(yard.service().deployments()).isEmpty();
    }

    @Test
    void a_service_of_none_is_steady_at_once() {
        yard.create("app:1", 0, Yard.rules(100, 200));
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.COMPLETED);
    }

    // ---- trouble

    @Test
    void a_broken_revision_is_given_up_and_the_old_one_is_whole_again() {
        yard.create("app:1", 4, Yard.rollingBack());
        yard.settle();
        var old = yard.of("app:1").stream().map(Task::id).toList();
        var first = yard.primary().id();
        yard.define("app");
        yard.update("app:2", null);
        for (var i = 0; i < 20 && !yard.of("app:2").isEmpty(); i++) {
            yard.of("app:2").stream().map(Task::id).toList().forEach(yard::crash);
            yard.pass(Duration.ofSeconds(60));
        }
        assertThat(yard.primary().id()).isEqualTo(first);
        assertThat(yard.of("app:1").stream().map(Task::id).toList()).isEqualTo(old);
        yard.settle();
        assertThat(yard.attempt().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(yard.service().deployments()).hasSize(1);
        assertThat(yard.said()).anyMatch(text -> text.endsWith("rolling back to deployment " + first + "."));
    }

    @Test
    void going_back_takes_no_time_while_the_old_tasks_run() {
        yard.create("app:1", 3, Yard.rules(100, 200));
        yard.settle();
        var old = yard.of("app:1").stream().map(Task::id).toList();
        yard.define("app");
        yard.update("app:2", null);
        yard.update("app:1", null);
        assertThat(yard.of("app:1").stream().map(Task::id).toList()).isEqualTo(old);
        assertThat(yard.of("app:2")).isEmpty();
        yard.settle();
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.COMPLETED);
        assertThat(yard.service().deployments()).hasSize(1);
    }

    @Test
    void want_of_room_is_no_failure_of_the_image() {
        yard.create("app:1", 1, Yard.rollingBack());
        yard.settle();
        yard.asking.define("app", Samples.spec("app", 64, 999_999));
        yard.update("app:2", null);
        for (var i = 0; i < 20; i++) yard.pass(Duration.ofSeconds(60));
        assertThat(yard.primary().failures()).isZero();
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.IN_PROGRESS);
    }

    @Test
    void a_deployment_that_takes_longer_than_its_deadline_is_given_up() {
        yard.create("app:1", Scheduling.REPLICA, 1, Yard.rollingBack(), Map.of(ServiceTags.DEADLINE, "10m"));
        yard.settle();
        yard.asking.define("app", Samples.spec("app", 64, 999_999));
        yard.update("app:2", null);
        yard.pass(Duration.ofMinutes(10));
        yard.settle();
        assertThat(yard.of("app:1")).hasSize(1);
        assertThat(yard.attempt().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void tasks_that_fail_are_tried_again_after_ever_longer_waits() {
        yard.create("app:1", 1, Yard.rules(100, 200));
        var starts = 0;
        for (var i = 0; i < 600; i++) {
            for (var task : yard.wanted()) {
                starts++;
                yard.crash(task.id());
            }
            yard.pass(Duration.ofSeconds(1));
        }
        // 0.25 s, doubled to a minute at most: some eighteen starts in ten minutes, not six hundred.
        assertThat(starts).isBetween(10, 25);
        assertThat(yard.said()).anyMatch(text -> text.contains("unable to consistently start tasks successfully"));
    }

    // ---- lost nodes

    @Test
    void the_tasks_of_a_lost_node_are_started_elsewhere_and_it_takes_nothing_until_it_has_stopped_them() {
        yard.create("app:1", 4, Yard.rules(100, 200));
        yard.settle();
        var lost = new InstanceId("default", "n1");
        var there = yard.wanted().stream()
                .filter(task -> lost.equals(task.instance()))
                .map(Task::id)
                .toList();
        silence(lost);
        assertThat(yard.wanted()).extracting(Task::id).containsAll(there);
        yard.pass(Duration.ofSeconds(2));
        assertThat(yard.wanted()).hasSize(4).noneMatch(task -> lost.equals(task.instance()));
        assertThat(yard.instance(lost).fenced()).isTrue();
        yard.runAll();
        yard.pass(Duration.ofSeconds(1));
        assertThat(yard.said().getLast()).isEqualTo("(service web) has reached a steady state.");

        yard.asking.ask(new ConnectAgent(lost, true, AgentInfo.UNKNOWN));
        assertThat(yard.instance(lost).placeable()).isFalse();
        there.forEach(id -> yard.report(id, TaskStatus.STOPPED));
        assertThat(yard.instance(lost).placeable()).isTrue();
    }

    @Test
    void a_lost_task_without_anywhere_to_go_is_kept_and_good_again_when_its_node_is_back() {
        var one = new Yard();
        var only = one.node("only");
        one.define("app");
        one.create("app:1", 2, Yard.rules(100, 200));
        one.settle();
        var before = one.wanted().stream().map(Task::id).toList();
        one.asking.ask(new ConnectAgent(only, false, AgentInfo.UNKNOWN));
        one.pass(Duration.ofMinutes(5));
        assertThat(one.wanted()).extracting(Task::id).isEqualTo(before);
        one.asking.ask(new ConnectAgent(only, true, AgentInfo.UNKNOWN));
        one.settle();
        assertThat(one.wanted()).extracting(Task::id).isEqualTo(before);
    }

    @Test
    void a_service_may_say_that_it_has_more_patience_or_all_of_it() {
        yard.create("app:1", Scheduling.REPLICA, 4, Yard.rules(100, 200), Map.of("berth:lost-after", "never"));
        yard.settle();
        var before = yard.wanted().stream().map(Task::id).toList();
        silence(new InstanceId("default", "n1"));
        yard.pass(Duration.ofHours(5));
        assertThat(yard.wanted()).extracting(Task::id).isEqualTo(before);
    }

    private void silence(InstanceId id) {
        yard.asking.ask(new ConnectAgent(id, false, AgentInfo.UNKNOWN));
    }

    @Test
    void what_is_loaded_goes_on_as_if_nothing_had_been() {
        yard.create("app:1", 3, Yard.rules(100, 200));
        yard.settle();
        var loaded = yard.asking.reloaded();
        assertThat(new KeepServices(yard.now(), (ignored, mistake) -> {
                            throw mistake;
                        })
                        .next(loaded))
                .isEmpty();
        assertThat(loaded.services().live(Yard.WEB)).hasSize(3);
    }

    @Test
    void scaling_a_deployment_that_was_given_up_does_not_begin_it_again() {
        yard.create("app:1", Scheduling.REPLICA, 1, Yard.rules(100, 200), Map.of(ServiceTags.DEADLINE, "1s"));
        yard.pass(Duration.ofSeconds(1));
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.FAILED);
        yard.update(null, 2);
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.FAILED);
        yard.update("app:1", null);
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.IN_PROGRESS);
    }

    @Test
    void a_rollout_gives_up_old_tasks_on_lost_nodes_only_as_new_ones_find_a_place() {
        yard.create("app:1", 4, Yard.rules(100, 200));
        yard.settle();
        var nodes = List.of(new InstanceId("default", "n1"), new InstanceId("default", "n2"));
        for (var node : nodes) yard.asking.ask(new ConnectAgent(node, false, AgentInfo.UNKNOWN));
        yard.pass(Duration.ofSeconds(10));
        yard.define("app");
        yard.update("app:2", null);
        yard.pass(Duration.ofHours(1));
        assertThat(yard.of("app:1")).hasSize(4);
        assertThat(yard.of("app:2")).isEmpty();

        yard.node("n3", 192, 4096);
        assertThat(yard.of("app:2")).hasSize(3);
        assertThat(yard.of("app:1")).hasSize(1);

        yard.asking.ask(new ConnectAgent(nodes.getFirst(), true, AgentInfo.UNKNOWN));
        yard.settle();
        assertThat(yard.of("app:2")).hasSize(4);
        assertThat(yard.of("app:1")).isEmpty();
    }

    private static Rules breaking(boolean back) {
        var breaker = new Breaker(true, back, Breaker.Type.COUNT, 1, false);
        return new Rules(Rules.Way.ROLLING, 100, 0, breaker, Duration.ZERO, Duration.ZERO, List.of());
    }

    @Test
    void a_service_that_is_deleted_after_its_deployment_failed_stops_what_is_left_of_the_old_one() {
        yard.create("app:1", 2, Yard.rules(100, 200));
        yard.settle();
        yard.define("app");
        yard.asking.ask(new UpdateService(
                Yard.WEB,
                "app:2",
                null,
                new Rules(
                        Rules.Way.ROLLING,
                        200,
                        100,
                        breaking(false).breaker(),
                        Duration.ZERO,
                        Duration.ZERO,
                        List.of()),
                null,
                null,
                false,
                null,
                new ServiceIds("10", "20", "second")));
        yard.crash(yard.of("app:2").getFirst().id());
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.FAILED);
        yard.asking.ask(new DeleteService(Yard.WEB, true));
        assertThat(yard.wanted()).isEmpty();
        yard.settle();
        assertThat(yard.service().status()).isEqualTo(Service.Status.INACTIVE);
    }

    @Test
    void going_back_twice_from_the_same_deployment_starts_tasks_that_never_were() {
        yard.create("app:1", 2, breaking(true));
        yard.settle();
        yard.define("app");
        var ids = new HashSet<TaskId>();
        for (var round = 0; round < 2; round++) {
            yard.update("app:2", null);
            yard.stopAll();
            // One works; it is of the deployment that fails because of the other.
            var tasks = yard.of("app:2");
            yard.report(tasks.getFirst().id(), TaskStatus.RUNNING);
            yard.crash(tasks.getLast().id());
            assertThat(yard.primary().definition().revision()).isEqualTo(1);
            var back = yard.of("app:1");
            assertThat(back).isNotEmpty().allMatch(task -> ids.add(task.id()));
        }
    }
}
