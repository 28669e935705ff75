package berth.core;

import berth.core.node.InstanceId;
import berth.core.service.ServiceId;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinitionId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes and reads the long names that users see. Wherever ECS takes an ARN it takes the short name too; so do we.
///
/// @param identity whose resources are named
public record Arns(Identity identity) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private String of(String resource) {
        return "arn:aws:ecs:" + identity.region() + ":" + identity.account() + ":" + resource;
    }

    public String cluster(String name) {
        return of("cluster/" + name);
    }

    public String taskDefinition(TaskDefinitionId id) {
        return of("task-definition/" + id.family() + ":" + id.revision());
    }

    /// Of `family:revision` or `family:label`, whether there is such a one or not.
    public String taskDefinition(String name) {
        return of("task-definition/" + name);
    }

    public String instance(InstanceId id) {
        return of("container-instance/" + id.cluster() + "/" + id.id());
    }

    public String task(TaskId id) {
        return of("task/" + id.cluster() + "/" + id.id());
    }

    public String container(TaskId task, String containerId) {
        return of("container/" + task.cluster() + "/" + task.id() + "/" + containerId);
    }

    /// @param attachment its id
    public String attachment(TaskId task, String attachment) {
        return of("attachment/" + task.cluster() + "/" + attachment);
    }

    public String service(ServiceId id) {
        return of("service/" + id.cluster() + "/" + id.name());
    }

    public String serviceDeployment(ServiceId id, String deployment) {
        return of("service-deployment/" + id.cluster() + "/" + id.name() + "/" + deployment);
    }

    public String serviceRevision(ServiceId id, String revision) {
        return of("service-revision/" + id.cluster() + "/" + id.name() + "/" + revision);
    }

    /// @param set `ecs-svc/` and digits
    public String taskSet(ServiceId id, String set) {
        return of("task-set/" + id.cluster() + "/" + id.name() + "/" + set);
    }

    public String scalableTarget(String target) {
        return "arn:aws:application-autoscaling:" + identity.region() + ":" + identity.account() + ":scalable-target/"
                + target;
    }

    public String scalingPolicy(ServiceId id, String policy, String name) {
        return ofScaling("scalingPolicy:" + policy, id) + ":policyName/" + name;
    }

    public String scheduledAction(ServiceId id, String action, String name) {
        return ofScaling("scheduledAction:" + action, id) + ":scheduledActionName/" + name;
    }

    private String ofScaling(String what, ServiceId id) {
        return "arn:aws:autoscaling:" + identity.region() + ":" + identity.account() + ":" + what
                + ":resource/ecs/service/" + id;
    }

    /// The service meant by an ARN or a name.
    ///
    /// @param cluster where a bare name is looked for
    public ServiceId serviceId(String cluster, String ref) {
        var path = path(ref, "service", cluster);
        return new ServiceId(path[0], path[1]);
    }

    /// The service and the id in the ARN of one of its service deployments.
    public Part serviceDeployment(String arn) {
        return part(arn, "service-deployment");
    }

    /// The service and the id in the ARN of one of its service revisions.
    public Part serviceRevision(String arn) {
        return part(arn, "service-revision");
    }

    /// The id in a task set's ARN, or the id itself.
    public String taskSetId(String ref) {
        return ref.startsWith("arn:") ? part(ref, "task-set").id() : ref;
    }

    /// Something of a service.
    public record Part(ServiceId service, String id) {}

    private Part part(String arn, String type) {
        var parts = tail(arn, type).split("/", 3);
        if (!arn.startsWith("arn:") || parts.length < 3) {
            throw Refusal.invalid("Invalid identifier: expected the ARN of a " + type + " (got '" + arn + "').");
        }
        return new Part(new ServiceId(parts[0], parts[1]), parts[2]);
    }

    /// The name in a cluster's name or ARN; `default` when none is given.
    ///
    /// @throws Refusal `InvalidParameterException` if it is neither, or names another account or region
    public String clusterName(@Nullable String ref) {
        if (ref == null || ref.isEmpty()) return Cluster.DEFAULT;
        var name = tail(ref, "cluster");
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("Invalid identifier: a cluster is named by 1 to 255 letters, digits, hyphens and"
                    + " underscores, or by its ARN (got '" + ref + "').");
        }
        return name;
    }

    /// The task meant by an ARN or an id.
    ///
    /// @param cluster where a bare id is looked for
    public TaskId taskId(String cluster, String ref) {
        var path = path(ref, "task", cluster);
        return new TaskId(path[0], path[1]);
    }

    /// The container instance meant by an ARN or an id.
    ///
    /// @param cluster where a bare id is looked for
    public InstanceId instanceId(String cluster, String ref) {
        var path = path(ref, "container-instance", cluster);
        return new InstanceId(path[0], path[1]);
    }

    /// What stands behind `task-definition/` in an ARN, or the text itself: `family`, `family:revision` or
    /// `family:label`.
    public String taskDefinitionName(String ref) {
        return tail(ref, "task-definition");
    }

    private String[] path(String ref, String type, String cluster) {
        var tail = tail(ref, type);
        var slash = tail.indexOf('/');
        // ARNs of the old form have no cluster segment; the call names the cluster then.
        return slash < 0
                ? new String[] {cluster, tail}
                : new String[] {tail.substring(0, slash), tail.substring(slash + 1)};
    }

    /// The part behind `type/`, once it is sure that the ARN is one of ours.
    private String tail(String ref, String type) {
        if (!ref.startsWith("arn:")) return ref;
        var parts = ref.split(":", 6);
        if (parts.length < 6 || !parts[2].equals("ecs") || !parts[5].startsWith(type + "/")) {
            throw Refusal.invalid("Invalid identifier: expected the ARN of a " + type + " (got '" + ref + "').");
        }
        if (!parts[3].equals(identity.region())) {
            throw Refusal.invalid("Invalid region: the ARN names '" + parts[3] + "', this control plane is '"
                    + identity.region() + "' (" + ref + ").");
        }
        if (!parts[4].equals(identity.account())) {
            throw Refusal.invalid("Invalid account: the ARN names '" + parts[4] + "', this control plane is '"
                    + identity.account() + "' (" + ref + ").");
        }
        return parts[5].substring(type.length() + 1);
    }
}
