package berth.core.operation;

import berth.core.Cluster;
import berth.core.Decision;
import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.Tags;
import berth.core.node.ContainerInstance;
import berth.core.node.Patience;
import berth.core.scaling.ScalableTarget;
import berth.core.service.Service;
import berth.core.service.ServiceTags;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Lays tags over those a resource has.
///
/// @param target a cluster, task definition, container instance, service, scalable target or task
public record TagResource(Key target, Map<String, String> tags) implements Question<Boolean> {
    private static final List<String> OF_TASK = List.of(Tags.ADDRESS, Tags.WAIT, Tags.PRIORITY, Tags.PREEMPT);

    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var old = tagged(state, target);
        for (var fixed : fixed(target.kind())) {
            var value = tags.get(fixed);
            if (value != null && !value.equals(tagsOf(old).get(fixed))) {
                throw Refusal.invalid(stays(fixed, target.kind()) + " (asked for '" + value + "').");
            }
        }
        if (old instanceof Cluster) Patience.check(tags);
        return Decision.put(withTags(old, Tags.with(tagsOf(old), tags)), true);
    }

    /// The tags that a resource of this kind is made with and that say what it is.
    static List<String> fixed(Kind kind) {
        return switch (kind) {
            case TASK_DEFINITION -> List.of(Tags.VERSION);
            case TASK -> OF_TASK;
            case IDENTITY,
                    ACCESS_KEY,
                    CLUSTER,
                    FAMILY,
                    CONTAINER_INSTANCE,
                    RUN_TOKEN,
                    WAITING,
                    SERVICE,
                    SERVICE_REVISION,
                    SERVICE_DEPLOYMENT,
                    SERVICE_EVENT,
                    SCHEDULE,
                    SCHEDULED_RUN,
                    SCALABLE_TARGET,
                    SCALING_POLICY,
                    SCHEDULED_ACTION,
                    SCALING_ACTIVITY,
                    SECRET,
                    PARAMETER,
                    ROLE -> List.of();
        };
    }

    /// Why nobody changes it, without the end.
    static String stays(String fixed, Kind kind) {
        return "Tag " + fixed + " is given when a "
                + (kind == Kind.TASK ? "task is started" : "task definition is registered") + " and stays";
    }

    /// The entity that `target` names.
    ///
    /// @throws Refusal if there is none; clusters have an exception of their own
    static Entity tagged(ClusterState state, Key target) {
        var entity = state.entity(target);
        if (entity == null) {
            throw target.kind() == Kind.CLUSTER
                    ? new Refusal(Code.CLUSTER_NOT_FOUND, "Cluster not found.")
                    : Refusal.invalid("The specified " + target.kind().segment() + " was not found: " + target.id());
        }
        return entity;
    }

    static Map<String, String> tagsOf(Entity entity) {
        return switch (entity) {
            case Cluster cluster -> cluster.tags();
            case TaskDefinition definition -> definition.tags();
            case ContainerInstance instance -> instance.tags();
            case Task task -> task.tags();
            case Service service -> service.tags();
            case ScalableTarget scaled -> scaled.tags();
            default -> throw Refusal.invalid("A " + entity.key().kind().segment() + " has no tags.");
        };
    }

    static Entity withTags(Entity entity, Map<String, String> tags) {
        return switch (entity) {
            case Cluster cluster -> cluster.withTags(tags);
            case TaskDefinition definition -> definition.withTags(tags);
            case ContainerInstance instance -> instance.withTags(tags);
            case Task task -> task.withTags(tags);
            case ScalableTarget scaled -> scaled.withTags(tags);
            case Service service -> {
                ServiceTags.check(tags);
                yield service.withTags(tags);
            }
            default -> throw Refusal.invalid("A " + entity.key().kind().segment() + " has no tags.");
        };
    }
}
