package berth.core.state;

import berth.core.AccessKey;
import berth.core.Change;
import berth.core.Cluster;
import berth.core.Entity;
import berth.core.Identity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.Refusal;
import berth.core.Role;
import berth.core.node.ContainerInstance;
import berth.core.placement.Pool;
import berth.core.queue.Queue;
import berth.core.queue.Waiting;
import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScalingActivity;
import berth.core.scaling.ScalingPolicy;
import berth.core.scaling.ScheduledAction;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduledRun;
import berth.core.secret.Parameter;
import berth.core.secret.Secret;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceRevision;
import berth.core.task.RunToken;
import berth.core.task.Task;
import berth.core.taskdef.Family;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that is true of the clusters. Changed by `apply` alone, which keeps each index by comparing old and new;
/// loading the store takes the same path.
public final class ClusterState {
    /// All but the tasks: those are by far the most, and their own table finds them as well.
    private final Map<Key, Entity> others = new HashMap<>();
    private final TreeMap<String, Cluster> clusters = new TreeMap<>();
    private final TreeMap<String, AccessKey> accessKeys = new TreeMap<>();
    private final TreeMap<String, Role> roles = new TreeMap<>();
    private final TreeMap<String, RunToken> runTokens = new TreeMap<>();
    private final TreeSet<RunToken> tokensByExpiry = new TreeSet<>(Comparator.comparing(RunToken::expiresAt)
            .thenComparing(token -> token.key().id()));
    private final Definitions definitions = new Definitions();
    private final Instances instances = new Instances();
    private final Pools pools = new Pools();
    private final Tasks tasks = new Tasks(pools);
    private final Queues queues = new Queues(pools);
    private final Services services = new Services();
    private final Schedules schedules = new Schedules();
    private final Scalings scalings = new Scalings();
    private final Secrets secrets = new Secrets();

    /// Empty.
    public ClusterState() {}

    /// Makes `change` true. O(log n).
    public void apply(Change change) {
        switch (change) {
            case Change.Put(Task task) -> replace(tasks.get(task.id()), task);
            case Change.Put(var entity) -> replace(others.put(entity.key(), entity), entity);
            case Change.Remove(var key) -> replace(key.kind() == Kind.TASK ? entity(key) : others.remove(key), null);
        }
    }

    private void replace(@Nullable Entity old, @Nullable Entity now) {
        var some = now != null ? now : old;
        switch (some) {
            case null -> {}
            case Identity ignored -> {}
            case Role role -> put(roles, role.name(), now == null ? null : role);
            case AccessKey key -> put(accessKeys, key.id(), now == null ? null : key);
            case Cluster cluster -> put(clusters, cluster.name(), now == null ? null : cluster);
            case RunToken ignored -> replace((RunToken) old, (RunToken) now);
            case Family family -> definitions.replace(family, now != null);
            case TaskDefinition ignored -> definitions.replace((TaskDefinition) old, (TaskDefinition) now);
            case ContainerInstance instance -> {
                instances.replace((ContainerInstance) old, (ContainerInstance) now);
                pools.replace((ContainerInstance) old, (ContainerInstance) now);
                services.nodeChanged(instance.id().cluster(), pools.node(instance.id()));
            }
            case Task ignored -> {
                tasks.replace((Task) old, (Task) now);
                services.replace((Task) old, (Task) now);
                schedules.replace((Task) old, (Task) now);
                leftByTask((Task) old, (Task) now);
            }
            case Service ignored -> services.replace((Service) old, (Service) now);
            case ServiceRevision ignored -> services.replace((ServiceRevision) old, (ServiceRevision) now);
            case ServiceDeployment ignored -> services.replace((ServiceDeployment) old, (ServiceDeployment) now);
            case ServiceEvent ignored -> services.replace((ServiceEvent) old, (ServiceEvent) now);
            case Schedule ignored -> schedules.replace((Schedule) old, (Schedule) now);
            case ScheduledRun ignored -> schedules.replace((ScheduledRun) old, (ScheduledRun) now);
            case ScalableTarget ignored -> scalings.replace((ScalableTarget) old, (ScalableTarget) now);
            case ScalingPolicy ignored -> scalings.replace((ScalingPolicy) old, (ScalingPolicy) now);
            case ScheduledAction ignored -> scalings.replace((ScheduledAction) old, (ScheduledAction) now);
            case ScalingActivity ignored -> scalings.replace((ScalingActivity) old, (ScalingActivity) now);
            case Secret ignored -> secrets.replace((Secret) old, (Secret) now);
            case Parameter ignored -> secrets.replace((Parameter) old, (Parameter) now);
            case Waiting ignored -> queues.replace((Waiting) old, (Waiting) now);
        }
    }

    private void replace(@Nullable RunToken old, @Nullable RunToken now) {
        if (old != null) {
            runTokens.remove(old.key().id());
            tokensByExpiry.remove(old);
        }
        if (now != null) {
            runTokens.put(now.key().id(), now);
            tokensByExpiry.add(now);
        }
    }

    /// Daemons stay on a node that takes leave until the last of the others is gone.
    private void leftByTask(@Nullable Task old, @Nullable Task now) {
        if (old == null || old.instance() == null || !old.holdsResources()) return;
        if (now != null && now.holdsResources()) return;
        var instance = instances.get(old.instance());
        if (instance != null && instance.status() == ContainerInstance.Status.DRAINING) {
            services.nodeChanged(old.id().cluster(), pools.node(old.instance()));
        }
    }

    private static <T> void put(Map<String, T> table, String id, @Nullable T entity) {
        if (entity == null) table.remove(id);
        else table.put(id, entity);
    }

    /// Every entity, in no particular order.
    public Collection<Entity> entities() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<Entity> iterator() {
                return Stream.concat(others.values().stream(), tasks.all()).iterator();
            }

            @Override
            public int size() {
                return others.size() + tasks.size();
            }
        };
    }

    public @Nullable Entity entity(Key key) {
        return key.kind() == Kind.TASK ? tasks.get(key) : others.get(key);
    }

    public @Nullable Identity identity() {
        return (Identity) others.get(Identity.KEY);
    }

    public Definitions definitions() {
        return definitions;
    }

    public Instances instances() {
        return instances;
    }

    public Tasks tasks() {
        return tasks;
    }

    public Services services() {
        return services;
    }

    public Schedules schedules() {
        return schedules;
    }

    /// When something has to be looked at though nobody asks anything, null for never; the past if it has
    /// to be now.
    public @Nullable Instant nextLook() {
        var service = services.nextLook();
        var schedule = schedules.nextLook();
        if (service == null || schedule == null) return service == null ? schedule : service;
        return service.isBefore(schedule) ? service : schedule;
    }

    /// What services scale themselves by.
    public Scalings scalings() {
        return scalings;
    }

    /// Secrets and parameters, which belong to no cluster.
    public Secrets secrets() {
        return secrets;
    }

    /// A cluster's nodes with what is left of them, to place tasks on; one without nodes for an unknown cluster.
    /// Asking it changes nothing that anybody can see.
    public Pool pool(String cluster) {
        return pools.of(cluster);
    }

    /// A cluster's tasks that wait for room; empty for an unknown cluster.
    public Queue queue(String cluster) {
        return queues.of(cluster);
    }

    /// Those in which somebody waits, by cluster.
    public Iterable<Queue> queues() {
        return queues.all();
    }

    public boolean anybodyWaits() {
        return !queues.isEmpty();
    }

    /// All clusters by name, INACTIVE ones included.
    public Map<String, Cluster> clusters() {
        return Collections.unmodifiableMap(clusters);
    }

    public Map<String, AccessKey> accessKeys() {
        return Collections.unmodifiableMap(accessKeys);
    }

    /// All roles of tasks by name.
    public NavigableMap<String, Role> roles() {
        return Collections.unmodifiableNavigableMap(roles);
    }

    /// All run tokens by `cluster/token`.
    public Map<String, RunToken> runTokens() {
        return Collections.unmodifiableMap(runTokens);
    }

    /// The same, the one that expires first in front.
    public Collection<RunToken> tokensByExpiry() {
        return Collections.unmodifiableCollection(tokensByExpiry);
    }

    /// The ACTIVE cluster of that name.
    ///
    /// @throws Refusal `ClusterNotFoundException` if there is none
    public Cluster activeCluster(String name) {
        var cluster = clusters.get(name);
        if (cluster == null || !cluster.active()) {
            throw new Refusal(Refusal.Code.CLUSTER_NOT_FOUND, "Cluster not found.");
        }
        return cluster;
    }
}
