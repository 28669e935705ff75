package berth.core.state;

import berth.core.placement.Pool;
import berth.core.placement.PoolNode;
import berth.core.service.Deployment;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceId;
import berth.core.service.ServiceRevision;
import berth.core.service.ServiceTags;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Services by cluster and name, with their tasks, their past, and which of them have to be looked at.
///
/// A service has to be looked at when anything has changed that it goes by, and at the moment it
/// has asked for. Who looks takes note here; that is not kept, since after loading all are to be
/// looked at.
public final class Services {
    /// All that is remembered of one service besides itself.
    private static final class Memory {
        final TreeMap<TaskId, Task> live = new TreeMap<>();
        final List<Task> ended = new ArrayList<>();
        final TreeMap<Long, ServiceEvent> events = new TreeMap<>();
        final Map<String, ServiceRevision> revisions = new HashMap<>();
        final Map<String, ServiceDeployment> attempts = new HashMap<>();

        boolean isEmpty() {
            return live.isEmpty() && events.isEmpty() && revisions.isEmpty() && attempts.isEmpty();
        }
    }

    /// Services that find no room, and how the pool was when that was last true of all of them.
    private static final class Roomless {
        final TreeSet<ServiceId> ids = new TreeSet<>();
        long loosenings;
    }

    private final Map<String, TreeMap<String, Service>> byCluster = new TreeMap<>();
    private final Map<ServiceId, Memory> memories = new HashMap<>();
    private final Looks<ServiceId> looks = new Looks<>();
    /// Those that find no room, by cluster.
    private final Map<String, Roomless> roomless = new TreeMap<>();
    private final Counsels counsels = new Counsels();

    Services() {}

    // ---- keeping it

    void replace(@Nullable Service old, @Nullable Service now) {
        if (old == null && now == null) return;
        var id = Objects.requireNonNull(now != null ? now : old).id();
        if (now == null) {
            var ofCluster = byCluster.get(id.cluster());
            if (ofCluster != null) {
                ofCluster.remove(id.name());
                if (ofCluster.isEmpty()) byCluster.remove(id.cluster());
            }
            forget(id);
        } else {
            byCluster.computeIfAbsent(id.cluster(), name -> new TreeMap<>()).put(id.name(), now);
            touch(id);
        }
    }

    private void forget(ServiceId id) {
        looks.forget(id);
        counsels.over(id);
        roomFound(id);
        var memory = memories.get(id);
        if (memory != null && memory.isEmpty()) memories.remove(id);
    }

    void replace(@Nullable Task old, @Nullable Task now) {
        var task = now != null ? now : old;
        if (task == null) return;
        var id = serviceOf(task);
        if (id == null) return;
        var memory = memories.computeIfAbsent(id, key -> new Memory());
        var lived = old != null && !old.stopped();
        if (now != null && !now.stopped()) memory.live.put(now.id(), now);
        else {
            memory.live.remove(task.id());
            if (now == null && memory.isEmpty()) memories.remove(id);
        }
        if (old != null && now != null && !ending(old) && ending(now)) memory.ended.add(now);
        if (lived || (now != null && !now.stopped())) touch(id);
    }

    /// Whether it is over, or nothing but the rest of it has to be: one that failed is not failing
    /// any less while its other containers still stop.
    private static boolean ending(Task task) {
        var stop = task.stop();
        if (task.stopped() || stop == null) return task.stopped();
        return switch (stop.code()) {
            case TASK_FAILED_TO_START, ESSENTIAL_CONTAINER_EXITED -> true;
            case USER_INITIATED, SERVICE_SCHEDULER_INITIATED, TERMINATION_NOTICE -> false;
        };
    }

    /// The service that started a task, null if none did. Names can be borrowed, what `startedBy`
    /// begins with can't.
    public static @Nullable ServiceId serviceOf(Task task) {
        var startedBy = task.wish().startedBy();
        var name = task.wish().service();
        return name == null || startedBy == null || !startedBy.startsWith(Deployment.PREFIX)
                ? null
                : new ServiceId(task.id().cluster(), name);
    }

    void replace(@Nullable ServiceRevision old, @Nullable ServiceRevision now) {
        if (now != null) recordOf(now.service()).revisions.put(now.id(), now);
        else if (old != null) {
            recordOf(old.service()).revisions.remove(old.id());
            tidy(old.service());
        }
    }

    void replace(@Nullable ServiceDeployment old, @Nullable ServiceDeployment now) {
        if (now != null) {
            recordOf(now.service()).attempts.put(now.id(), now);
            touch(now.service());
        } else if (old != null) {
            recordOf(old.service()).attempts.remove(old.id());
            tidy(old.service());
        }
    }

    void replace(@Nullable ServiceEvent old, @Nullable ServiceEvent now) {
        if (now != null) recordOf(now.service()).events.put(now.number(), now);
        else if (old != null) {
            recordOf(old.service()).events.remove(old.number());
            tidy(old.service());
        }
    }

    private Memory recordOf(ServiceId id) {
        return memories.computeIfAbsent(id, key -> new Memory());
    }

    private void tidy(ServiceId id) {
        var memory = memories.get(id);
        if (memory != null && memory.isEmpty()) memories.remove(id);
    }

    /// A node has changed: whoever has tasks there, or is on every node, has to look.
    void nodeChanged(String cluster, PoolNode node) {
        var services = byCluster.get(cluster);
        if (services == null) return;
        for (var group : node.taskGroups()) {
            if (group.startsWith("service:")) touch(new ServiceId(cluster, group.substring("service:".length())));
        }
        for (var service : services.values()) {
            if (service.scheduling() == Scheduling.DAEMON || ServiceTags.rebalance(service) != null)
                touch(service.id());
        }
    }

    private void touch(ServiceId id) {
        looks.touch(id);
    }

    // ---- reading it

    public @Nullable Service get(ServiceId id) {
        var ofCluster = byCluster.get(id.cluster());
        return ofCluster == null ? null : ofCluster.get(id.name());
    }

    /// A cluster's services by name, INACTIVE ones included; empty for an unknown cluster.
    public NavigableMap<String, Service> of(String cluster) {
        var ofCluster = byCluster.get(cluster);
        return ofCluster == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(ofCluster);
    }

    /// All services.
    public List<Service> all() {
        return byCluster.values().stream()
                .flatMap(services -> services.values().stream())
                .toList();
    }

    /// A service's tasks that have not STOPPED, by id.
    public Collection<Task> live(ServiceId id) {
        var memory = memories.get(id);
        return memory == null ? List.of() : Collections.unmodifiableCollection(memory.live.values());
    }

    /// A service's newest events, the newest first.
    public List<ServiceEvent> events(ServiceId id) {
        var memory = memories.get(id);
        return memory == null
                ? List.of()
                : List.copyOf(memory.events.descendingMap().values());
    }

    public @Nullable ServiceRevision revision(ServiceId id, String revision) {
        var memory = memories.get(id);
        return memory == null ? null : memory.revisions.get(revision);
    }

    /// What a service's task was made from, null if no service started it or the revision is forgotten.
    public @Nullable ServiceRevision revisionOf(Task task) {
        var id = serviceOf(task);
        var service = id == null ? null : get(id);
        var startedBy = task.wish().startedBy();
        if (service == null || startedBy == null) return null;
        var deployment = service.deployment(startedBy);
        if (deployment != null) return revision(service.id(), deployment.revision());
        var set = service.taskSet(startedBy);
        return set == null ? null : revision(service.id(), set.revision());
    }

    /// A service's revisions, the newest first.
    public List<ServiceRevision> revisions(ServiceId id) {
        var memory = memories.get(id);
        if (memory == null) return List.of();
        var all = new ArrayList<>(memory.revisions.values());
        all.sort((a, b) -> {
            var byTime = b.createdAt().compareTo(a.createdAt());
            return byTime != 0 ? byTime : b.id().compareTo(a.id());
        });
        return all;
    }

    public @Nullable ServiceDeployment attempt(ServiceId id, String attempt) {
        var memory = memories.get(id);
        return memory == null ? null : memory.attempts.get(attempt);
    }

    /// A service's deployments, past ones too, the newest first.
    public List<ServiceDeployment> attempts(ServiceId id) {
        var memory = memories.get(id);
        if (memory == null) return List.of();
        var all = new ArrayList<>(memory.attempts.values());
        all.sort((a, b) -> {
            var byTime = b.createdAt().compareTo(a.createdAt());
            return byTime != 0 ? byTime : b.id().compareTo(a.id());
        });
        return all;
    }

    // ---- for whoever keeps services

    /// The first service that has to be looked at, null if none has: touched, or its moment has come.
    public @Nullable ServiceId toLookAt(Instant now) {
        return looks.first(now);
    }

    /// When the next one has to be looked at, null for never; the past if one has to be now.
    public @Nullable Instant nextLook() {
        return looks.next();
    }

    /// It is looked at now: what touches it from here on counts anew.
    public void looking(ServiceId id) {
        looks.looking(id);
    }

    /// It wants to be looked at then, null for never, unless something touches it before.
    public void wakeAt(ServiceId id, @Nullable Instant at) {
        looks.wakeAt(id, at);
    }

    /// It finds no room for its tasks: it wants to be looked at once there may be some.
    public void roomless(ServiceId id, Pool pool) {
        var ofCluster = roomless.computeIfAbsent(id.cluster(), cluster -> new Roomless());
        ofCluster.ids.add(id);
        ofCluster.loosenings = pool.loosenings();
    }

    public void roomFound(ServiceId id) {
        var ofCluster = roomless.get(id.cluster());
        if (ofCluster == null) return;
        ofCluster.ids.remove(id);
        if (ofCluster.ids.isEmpty()) roomless.remove(id.cluster());
    }

    /// Clusters in which somebody finds no room.
    public List<String> roomlessIn() {
        return roomless.isEmpty() ? List.of() : List.copyOf(roomless.keySet());
    }

    /// Those who find no room in a cluster have to look again, if anything has come free since they did.
    public void roomMayBe(String cluster, Pool pool) {
        var ofCluster = roomless.get(cluster);
        if (ofCluster == null || ofCluster.loosenings == pool.loosenings()) return;
        ofCluster.loosenings = pool.loosenings();
        ofCluster.ids.forEach(this::touch);
    }

    /// Who waits for the word of a scheduler that was plugged in.
    public Counsels counsels() {
        return counsels;
    }

    /// The word has come: it has to be looked at.
    public void hears(ServiceId id, Counsels.Heard word) {
        counsels.hears(id, word);
        touch(id);
    }

    /// A service's tasks that have STOPPED, or have failed and stop, since this was asked last.
    public List<Task> takeEnded(ServiceId id) {
        var memory = memories.get(id);
        if (memory == null || memory.ended.isEmpty()) return List.of();
        var ended = List.copyOf(memory.ended);
        memory.ended.clear();
        return ended;
    }
}
