package berth.server.events;

import berth.core.AccessKey;
import berth.core.Change;
import berth.core.Cluster;
import berth.core.Entity;
import berth.core.Identity;
import berth.core.Key;
import berth.core.Role;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.InstanceView;
import berth.core.operation.TaskView;
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
import berth.server.events.Event.Subject;
import berth.server.store.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is told of one turn: an event for each thing that is another after it, in the order in which the turn came
/// to them, and instances that only their tasks have touched behind those tasks.
///
/// A thing that changed twice in one turn is told of once, as the turn left it: between the two nobody could have
/// seen it. What is forgotten is not told: tasks had stopped before, instances had left.
record Told(long revision, List<Event> events) {
    Told {
        events = List.copyOf(events);
    }

    /// The instances one must have seen to tell of `turn`.
    static Set<InstanceId> instances(Turn turn) {
        var ids = new LinkedHashSet<InstanceId>(turn.touched());
        for (var change : turn.changes()) {
            switch (change) {
                case Change.Put(Task task) -> {
                    if (task.instance() != null) ids.add(task.instance());
                }
                case Change.Put(ContainerInstance instance) -> ids.add(instance.id());
                case Change.Put ignored -> {}
                case Change.Remove ignored -> {}
            }
        }
        return ids;
    }

    /// @param instances as they stand, those that are known
    static Told of(Turn turn, Map<InstanceId, InstanceView> instances) {
        var last = new LinkedHashMap<Key, Entity>();
        for (var change : turn.changes()) {
            switch (change) {
                case Change.Put(var entity) -> last.put(entity.key(), entity);
                // One that ended and was forgotten in the same turn has ended all the same.
                case Change.Remove _ -> {}
            }
        }
        var events = new ArrayList<Event>(last.size() + turn.touched().size());
        for (var entity : last.values()) add(subject(entity, instances), turn, events);
        for (var id : turn.touched()) {
            var view = instances.get(id);
            add(view == null ? null : new Subject.InstanceChanged(view), turn, events);
        }
        return new Told(turn.revision(), events);
    }

    private static void add(@Nullable Subject subject, Turn turn, List<Event> events) {
        if (subject != null) events.add(new Event(turn.revision(), turn.at(), subject));
    }

    private static @Nullable Subject subject(Entity entity, Map<InstanceId, InstanceView> instances) {
        return switch (entity) {
            case Task task -> {
                var node = task.instance() == null ? null : instances.get(task.instance());
                yield new Subject.TaskChanged(new TaskView(task, node == null ? null : node.instance()));
            }
            case ContainerInstance instance -> new Subject.InstanceChanged(standing(instance, instances));
            case Cluster cluster -> new Subject.ClusterChanged(cluster);
            case TaskDefinition definition -> new Subject.DefinitionChanged(definition);
            case ServiceEvent said -> new Subject.ServiceAction(said);
            case ServiceDeployment attempt -> new Subject.ServiceDeploymentChanged(attempt);
            case Identity _,
                    AccessKey _,
                    Family _,
                    RunToken _,
                    Waiting _,
                    Service _,
                    ServiceRevision _,
                    Schedule _,
                    ScheduledRun _,
                    ScalableTarget _,
                    ScalingPolicy _,
                    ScheduledAction _,
                    ScalingActivity _,
                    Secret _,
                    Parameter _,
                    Role _ -> null;
        };
    }

    /// The instance as this turn left it, with what tasks leave of it as far as that is known.
    private static InstanceView standing(ContainerInstance instance, Map<InstanceId, InstanceView> instances) {
        var now = instances.get(instance.id());
        return now == null
                ? new InstanceView(instance, instance.resources(), 0, 0)
                : new InstanceView(instance, now.remaining(), now.running(), now.pending());
    }
}
