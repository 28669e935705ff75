package berth.core.state;

import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScalingActivity;
import berth.core.scaling.ScalingPolicy;
import berth.core.scaling.ScheduledAction;
import berth.core.service.ServiceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What services scale themselves by, and have done about it, by service.
public final class Scalings {
    private final TreeMap<ServiceId, ScalableTarget> targets = new TreeMap<>();
    private final Map<String, ServiceId> byId = new HashMap<>();
    private final NavigableMap<ServiceId, NavigableMap<String, ScalingPolicy>> policies = new TreeMap<>();
    private final NavigableMap<ServiceId, NavigableMap<String, ScheduledAction>> actions = new TreeMap<>();
    private final NavigableMap<ServiceId, NavigableMap<Long, ScalingActivity>> activities = new TreeMap<>();

    Scalings() {}

    void replace(@Nullable ScalableTarget old, @Nullable ScalableTarget now) {
        if (old != null) {
            targets.remove(old.service());
            byId.remove(old.id());
        }
        if (now != null) {
            targets.put(now.service(), now);
            byId.put(now.id(), now.service());
        }
    }

    void replace(@Nullable ScalingPolicy old, @Nullable ScalingPolicy now) {
        if (now != null) put(policies, now.service(), now.name(), now);
        else if (old != null) remove(policies, old.service(), old.name());
    }

    void replace(@Nullable ScheduledAction old, @Nullable ScheduledAction now) {
        if (now != null) put(actions, now.service(), now.name(), now);
        else if (old != null) remove(actions, old.service(), old.name());
    }

    void replace(@Nullable ScalingActivity old, @Nullable ScalingActivity now) {
        if (now != null) put(activities, now.service(), now.number(), now);
        else if (old != null) remove(activities, old.service(), old.number());
    }

    private static <K, V> void put(
            NavigableMap<ServiceId, NavigableMap<K, V>> table, ServiceId service, K key, V value) {
        table.computeIfAbsent(service, id -> new TreeMap<>()).put(key, value);
    }

    private static <K, V> void remove(NavigableMap<ServiceId, NavigableMap<K, V>> table, ServiceId service, K key) {
        var ofService = table.get(service);
        if (ofService == null) return;
        ofService.remove(key);
        if (ofService.isEmpty()) table.remove(service);
    }

    /// By service.
    public NavigableMap<ServiceId, ScalableTarget> targets() {
        return Collections.unmodifiableNavigableMap(targets);
    }

    public @Nullable ScalableTarget target(ServiceId service) {
        return targets.get(service);
    }

    /// The service whose target's ARN ends with `id`, null if there is none.
    public @Nullable ServiceId serviceOf(String id) {
        return byId.get(id);
    }

    /// A service's policies by name.
    public Collection<ScalingPolicy> policies(ServiceId service) {
        return of(policies, service).values();
    }

    public @Nullable ScalingPolicy policy(ServiceId service, String name) {
        return of(policies, service).get(name);
    }

    /// By service and name.
    public List<ScalingPolicy> policies() {
        return all(policies);
    }

    /// A service's scheduled actions by name.
    public Collection<ScheduledAction> actions(ServiceId service) {
        return of(actions, service).values();
    }

    public @Nullable ScheduledAction action(ServiceId service, String name) {
        return of(actions, service).get(name);
    }

    /// By service and name.
    public List<ScheduledAction> actions() {
        return all(actions);
    }

    /// What a service did, the newest first.
    public Collection<ScalingActivity> activities(ServiceId service) {
        return of(activities, service).descendingMap().values();
    }

    /// What all services did, in no particular order.
    public List<ScalingActivity> activities() {
        return all(activities);
    }

    /// Those of whom anything is kept here.
    public Collection<ServiceId> services() {
        var services = new TreeSet<>(targets.keySet());
        services.addAll(policies.keySet());
        services.addAll(actions.keySet());
        services.addAll(activities.keySet());
        return services;
    }

    private static <K, V> NavigableMap<K, V> of(Map<ServiceId, NavigableMap<K, V>> table, ServiceId service) {
        var ofService = table.get(service);
        return ofService == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(ofService);
    }

    private static <K, V> List<V> all(Map<ServiceId, NavigableMap<K, V>> table) {
        var all = new ArrayList<V>();
        table.values().forEach(ofService -> all.addAll(ofService.values()));
        return all;
    }
}
