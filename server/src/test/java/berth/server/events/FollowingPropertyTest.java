package berth.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.core.operation.DeregisterContainerInstance;
import berth.core.operation.InstanceView;
import berth.core.operation.KeepHouse;
import berth.core.operation.Question;
import berth.core.operation.ReportTask;
import berth.core.operation.StopTask;
import berth.core.operation.TagResource;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.server.events.Event.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The law of following: a snapshot and the events after it are what is true, whatever was asked, wherever the
/// control plane was started again, whatever was forgotten, and in however small pieces somebody reads.
class FollowingPropertyTest {
    private static final List<TaskStatus> STATUSES = List.of(TaskStatus.values());

    /// Somebody who follows.
    private static final class Follower {
        private final Map<TaskId, Task> tasks = new TreeMap<>();
        private final Map<InstanceId, InstanceView> instances = new TreeMap<>();
        private long revision;

        void begin(Snapshot snapshot) {
            tasks.clear();
            instances.clear();
            snapshot.tasks().forEach(view -> tasks.put(view.task().id(), view.task()));
            snapshot.instances().forEach(view -> instances.put(view.instance().id(), view));
            revision = snapshot.revision();
        }

        void follow(Scene scene, int max) {
            final Events.Page page;
            try {
                page = scene.page(revision, max);
            } catch (Events.NotKept late) {
                assertThat(revision).isLessThan(late.oldest() - 1);
                begin(scene.events().snapshot(Scene.CLUSTER));
                return;
            }
            var last = revision;
            for (var event : page.events()) {
                assertThat(event.revision()).isGreaterThan(revision).isBetween(last, page.revision());
                last = event.revision();
                take(event.subject());
            }
            revision = page.revision();
        }

        private void take(Subject subject) {
            switch (subject) {
                case Subject.TaskChanged(var view) -> {
                    var before = tasks.get(view.task().id());
                    if (before != null) assertThat(view.task().version()).isGreaterThan(before.version());
                    if (view.task().stopped()) tasks.remove(view.task().id());
                    else tasks.put(view.task().id(), view.task());
                }
                case Subject.InstanceChanged(var view) -> {
                    if (view.instance().status() == ContainerInstance.Status.INACTIVE)
                        instances.remove(view.instance().id());
                    else instances.put(view.instance().id(), view);
                }
                case Subject.ClusterChanged _,
                        Subject.DefinitionChanged _,
                        Subject.ServiceAction _,
                        Subject.ServiceDeploymentChanged _ -> {}
            }
        }
    }

    @Property(tries = 100)
    void a_snapshot_and_the_events_after_it_are_what_is_true(@ForAll long seed) {
        var chance = new Random(seed);
        var scene = new Scene(new Events.Bounds(1 + chance.nextInt(80), Duration.ofMinutes(30), 1));
        scene.define("a", 7, 5);
        scene.define("b", 30, 40);
        var followers = List.of(new Follower(), new Follower(), new Follower());
        followers.forEach(each -> each.begin(scene.events().snapshot(Scene.CLUSTER)));
        for (var step = 0; step < 200; step++) {
            try {
                scene.inOneTurn(random(scene, chance), random(scene, chance));
            } catch (Refusal refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
            scene.now = scene.now.plusSeconds(chance.nextInt(90));
            if (chance.nextInt(25) == 0) scene.restart();
            if (chance.nextInt(10) == 0) scene.events().trim();
            for (var i = 0; i < followers.size(); i++) {
                // One reads all the time, one now and then, one hardly ever.
                if (chance.nextInt(1 + 12 * i * i) == 0) followers.get(i).follow(scene, 1 + chance.nextInt(12));
            }
        }
        for (var follower : followers) {
            while (follower.revision < scene.events().newest()) follower.follow(scene, 1 + chance.nextInt(12));
            assertThat(follower.tasks).isEqualTo(live(scene));
            assertThat(follower.instances).isEqualTo(members(scene));
        }
    }

    private static Map<TaskId, Task> live(Scene scene) {
        var live = new TreeMap<TaskId, Task>();
        for (var task : scene.state().tasks().of(Scene.CLUSTER).values()) {
            if (!task.stopped()) live.put(task.id(), task);
        }
        return live;
    }

    private static Map<InstanceId, InstanceView> members(Scene scene) {
        var members = new TreeMap<InstanceId, InstanceView>();
        for (var instance : scene.state().instances().of(Scene.CLUSTER).values()) {
            if (instance.status() != ContainerInstance.Status.INACTIVE)
                members.put(instance.id(), InstanceView.of(instance, scene.state()));
        }
        return members;
    }

    private static Question<?> random(Scene scene, Random chance) {
        var nodes = List.copyOf(scene.state().instances().of(Scene.CLUSTER).keySet());
        var node = new InstanceId(Scene.CLUSTER, nodes.isEmpty() ? "nobody" : nodes.get(chance.nextInt(nodes.size())));
        var tasks = List.copyOf(scene.state().tasks().of(Scene.CLUSTER).keySet());
        var task = new TaskId(Scene.CLUSTER, tasks.isEmpty() ? "nobody" : tasks.get(chance.nextInt(tasks.size())));
        return switch (chance.nextInt(12)) {
            case 0 -> scene.registration("n" + chance.nextInt(1_000_000), 20 + chance.nextInt(100), 100);
            case 1, 2 -> new ConnectAgent(node, chance.nextInt(4) > 0, AgentInfo.UNKNOWN);
            case 3 -> new DeregisterContainerInstance(node, chance.nextBoolean());
            case 4, 5, 6 -> scene.run(chance.nextBoolean() ? "a" : "b", 1 + chance.nextInt(4));
            case 7 -> new StopTask(task, "enough");
            case 8, 9 ->
                new ReportTask(
                        task,
                        new TaskReport(STATUSES.get(chance.nextInt(STATUSES.size())), "", List.of(), null, null, null));
            case 10 ->
                new TagResource(chance.nextBoolean() ? node.key() : task.key(), Map.of("a", "" + chance.nextInt()));
            default -> new KeepHouse(Duration.ofMinutes(chance.nextInt(60)), chance.nextInt(20));
        };
    }
}
