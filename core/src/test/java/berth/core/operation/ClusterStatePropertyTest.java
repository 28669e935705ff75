package berth.core.operation;

import static berth.core.Samples.spec;
import static berth.core.Samples.tcp;
import static berth.core.Samples.udp;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Change;
import berth.core.Entity;
import berth.core.Refusal;
import berth.core.Tags;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.RunTask.Token;
import berth.core.queue.Queue;
import berth.core.state.ClusterState;
import berth.core.task.ContainerReport;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/// The law of the state: whatever was asked, its indexes are those that loading its entities gives, in any order.
class ClusterStatePropertyTest {
    private static final List<String> CLUSTERS = List.of("default", "other");
    private static final List<TaskStatus> STATUSES = List.of(TaskStatus.values());

    @Property(tries = 150)
    void what_is_loaded_equals_what_was_in_memory(@ForAll long seed) {
        var chance = new Random(seed);
        var asking = new Asking();
        asking.cluster("other");
        for (var step = 0; step < 150; step++) {
            try {
                asking.ask(random(asking, chance));
            } catch (Refusal refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
            asking.pass(Duration.ofMinutes(chance.nextInt(20)));
            if (step % 10 == 9) {
                assertThat(views(loaded(asking.state, chance))).isEqualTo(views(asking.state));
                noPortIsHeldTwice(asking.state);
                noFenceStandsForNothing(asking.state);
            }
        }
    }

    private static Question<?> random(Asking asking, Random chance) {
        var cluster = CLUSTERS.get(chance.nextInt(8) / 7);
        var known = oneOf(asking.state.instances().of(cluster).keySet(), chance);
        var node = new InstanceId(cluster, known == null ? "nobody" : known);
        var task = oneOf(asking.state.tasks().of(cluster).keySet(), chance);
        var taskId = new TaskId(cluster, task == null ? "nobody" : task);
        var family = "f" + chance.nextInt(2);
        return switch (chance.nextInt(21)) {
            case 20 -> new Loss(node);
            case 0 -> registration(new InstanceId(cluster, "n" + chance.nextInt(1_000_000)), null, chance);
            case 1 -> registration(node, node, chance);
            case 2, 3 -> new ConnectAgent(node, chance.nextInt(4) > 0, AgentInfo.UNKNOWN);
            case 4 -> new DeregisterContainerInstance(node, chance.nextBoolean());
            case 5 -> definition(family, chance);
            case 6 -> new DeregisterTaskDefinition(family + ":" + chance.nextInt(6));
            case 7 -> new DeleteTaskDefinitions(List.of(family + ":" + chance.nextInt(6), family + ":l1"));
            case 8, 9, 10 ->
                new RunTask(
                        cluster,
                        family,
                        TaskTemplate.PLAIN,
                        asking.fresh(1 + chance.nextInt(4)),
                        chance.nextBoolean() ? null : new Token("k" + chance.nextInt(3), "digest"));
            case 17, 18 ->
                new RunTask(
                        cluster,
                        family,
                        TaskTemplate.PLAIN,
                        asking.fresh(1 + chance.nextInt(4)),
                        null,
                        urgency(chance));
            case 11 -> new StartTask(cluster, family, TaskTemplate.PLAIN, List.of(node), asking.fresh(1));
            case 12 -> new StopTask(taskId, "enough");
            case 13, 14 -> new ReportTask(taskId, report(chance));
            case 15 ->
                new TagResource(chance.nextBoolean() ? node.key() : taskId.key(), Map.of("a", "" + chance.nextInt()));
            case 16 -> chance.nextBoolean() ? new DeleteCluster("other") : new CreateCluster("other", "{}", Map.of());
            default -> new KeepHouse(Duration.ofHours(chance.nextInt(3)), chance.nextInt(10));
        };
    }

    private static Urgency urgency(Random chance) {
        var wait = chance.nextInt(4) == 0 ? null : Duration.ofMinutes(1 + chance.nextInt(60));
        return new Urgency(
                wait, chance.nextBoolean() ? null : chance.nextInt(3) - 1, wait != null && chance.nextBoolean());
    }

    private static Question<?> registration(InstanceId fresh, @Nullable InstanceId known, Random chance) {

        return new RegisterContainerInstance(
                fresh.cluster(),
                fresh,
                known,
                known == null && chance.nextBoolean() ? "token" + chance.nextInt(2) : null,
                null,
                new Resources(chance.nextInt(50), 100, List.of(), List.of(), List.of(), List.of()),
                List.of(),
                AgentInfo.UNKNOWN,
                Map.of());
    }

    private static Question<?> definition(String family, Random chance) {
        ContainerSpec container = switch (chance.nextInt(3)) {
            case 0 -> spec("x", 5, 4);
            case 1 -> spec("x", 5, 4, tcp(80 + chance.nextInt(2)));
            default -> spec("x", 5, 4, tcp(80), udp(53));
        };
        return new RegisterTaskDefinition(
                family,
                List.of(container),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of("EC2", "FARGATE"),
                List.of(),
                List.of(),
                "{}",
                chance.nextBoolean() ? Map.of() : Map.of(Tags.VERSION, "l" + chance.nextInt(3)),
                "me");
    }

    private static TaskReport report(Random chance) {
        var status = STATUSES.get(chance.nextInt(STATUSES.size()));
        var container = new ContainerReport("x", status, null, null, null, null, List.of());
        return new TaskReport(
                chance.nextBoolean() ? status : null,
                "",
                chance.nextBoolean() ? List.of(container) : List.of(),
                null,
                null,
                null);
    }

    private static @Nullable String oneOf(Collection<String> all, Random chance) {
        return all.isEmpty() ? null : List.copyOf(all).get(chance.nextInt(all.size()));
    }

    private static ClusterState loaded(ClusterState from, Random chance) {
        var entities = new ArrayList<Entity>(from.entities());
        Collections.shuffle(entities, chance);
        var fresh = new ClusterState();
        entities.forEach(entity -> fresh.apply(new Change.Put(entity)));
        return fresh;
    }

    /// All that can be asked of a state, by name.
    private static Map<String, Object> views(ClusterState state) {
        var views = new LinkedHashMap<String, Object>();
        views.put("entities", new HashSet<>(state.entities()));
        views.put("clusters", state.clusters());
        views.put("keys", state.accessKeys());
        views.put("run tokens", state.runTokens());
        views.put("silent", List.copyOf(state.instances().silent()));
        views.put("ended", List.copyOf(state.tasks().ended()));
        views.put("families", List.copyOf(state.definitions().families()));
        views.put("doomed", List.copyOf(state.definitions().doomed()));
        for (var family : List.of("f0", "f1")) {
            views.put(family, Map.copyOf(state.definitions().revisions(family)));
            views.put(family + " last", state.definitions().lastRevision(family));
            views.put(family + " newest", String.valueOf(state.definitions().find(family)));
            for (var label : List.of("l0", "l1", "l2")) {
                views.put(
                        family + ":" + label, String.valueOf(state.definitions().labelled(family, label)));
            }
        }
        for (var cluster : CLUSTERS) {
            views.put(
                    cluster + " instances",
                    List.copyOf(state.instances().of(cluster).values()));
            views.put(cluster + " tasks", List.copyOf(state.tasks().of(cluster).values()));
            views.put(
                    cluster + " queue",
                    state.queue(cluster).places().stream()
                            .map(Queue.Place::waiting)
                            .toList());
            for (var node : state.pool(cluster).nodes()) {
                views.put("keeper of " + node.id(), String.valueOf(node.keptFor()));
            }
            for (var token : List.of("token0", "token1")) {
                views.put(
                        cluster + " " + token, String.valueOf(state.instances().registeredWith(cluster, token)));
            }
            for (var instance : state.instances().of(cluster).values()) {
                var use = state.tasks().on(instance.id());
                views.put(
                        "use of " + instance.id(),
                        List.of(
                                List.copyOf(use.live()),
                                use.cpu(),
                                use.memoryMiB(),
                                use.heldPorts(),
                                use.running(),
                                use.pending(),
                                use.ofGroup("family:f0"),
                                use.ofGroup("family:f1")));
            }
        }
        return views;
    }

    /// Nodes that are heard from are fenced only while something is to end there; only members are silent.
    private static void noFenceStandsForNothing(ClusterState state) {
        for (var cluster : CLUSTERS) {
            for (var node : state.instances().of(cluster).values()) {
                var ends = state.tasks().of(cluster).values().stream()
                        .anyMatch(task -> node.id().equals(task.instance())
                                && task.desired() == TaskStatus.STOPPED
                                && !task.stopped());
                if (node.fenced() && node.agentConnected()) assertThat(ends).isTrue();
                var silent = !node.agentConnected() && node.status() != ContainerInstance.Status.INACTIVE;
                assertThat(node.silentSince() != null).isEqualTo(silent);
            }
        }
    }

    private static void noPortIsHeldTwice(ClusterState state) {
        for (var cluster : CLUSTERS) {
            var held = new TreeSet<String>();
            for (var task : state.tasks().of(cluster).values()) {
                if (!task.holdsResources()) continue;
                for (var port : task.needs().tcpPorts())
                    assertThat(held.add(task.instance() + " tcp " + port)).isTrue();
                for (var port : task.needs().udpPorts())
                    assertThat(held.add(task.instance() + " udp " + port)).isTrue();
            }
        }
    }
}
