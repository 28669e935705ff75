package berth.agent.reconcile;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.Dependency;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whether a told task makes sense, and whether this agent can honour all of it. Pure.
final class TaskCheck {
    private TaskCheck() {}

    /// Why nobody could run this task, or null when it makes sense. Its payload stays unacknowledged.
    static @Nullable String misunderstood(AcsTask task) {
        if (task.arn() == null) return "a task needs an arn";
        var parts = task.arn().split(":", 6);
        if (parts.length < 6 || !parts[5].matches("task/.+/[^/]+"))
            return "task arn must end with task/<cluster>/<id> (got " + task.arn() + ")";
        if ("STOPPED".equals(task.desiredStatus())) return null;
        if (!"RUNNING".equals(task.desiredStatus()))
            return "desiredStatus must be RUNNING or STOPPED (got " + task.desiredStatus() + ")";
        if (task.containers().isEmpty()) return "a task needs a container";
        var names = new HashSet<String>();
        for (var container : task.containers()) {
            if (container.name() == null || container.name().isBlank()) return "a container needs a name";
            if (!names.add(container.name())) return "two containers are called " + container.name();
            if (container.image() == null || container.image().isBlank())
                return "container " + container.name() + " needs an image";
        }
        for (var container : task.containers()) {
            var why = misunderstood(task, container, names);
            if (why != null) return "container " + container.name() + " " + why;
        }
        var routed = routed(task);
        if (routed != null) return routed;
        return Order.of(task).goesInCircles() ? "dependsOn, volumesFrom and awsfirelens go in a circle" : null;
    }

    private static @Nullable String routed(AcsTask task) {
        var routers = task.containers().stream().filter(LogRouter::is).count();
        if (routers > 1) return "a task has one container with firelensConfiguration at most (got " + routers + ")";
        for (var container : task.containers()) {
            if (!LogRouter.takes(container)) continue;
            if (routers == 0 || LogRouter.is(container))
                return "container " + container.name() + " has log driver awsfirelens, and "
                        + (routers == 0 ? "no container has firelensConfiguration" : "is the router itself");
        }
        return null;
    }

    private static @Nullable String misunderstood(AcsTask task, AcsContainer container, Set<String> names) {
        for (var link : container.links())
            if (!names.contains(Order.target(link))) return "links to " + Order.target(link) + ", which the task lacks";
        for (var from : container.volumesFrom())
            if (!names.contains(String.valueOf(from.sourceContainer())))
                return "wants volumes from " + from.sourceContainer() + ", which the task lacks";
        for (var on : container.dependsOn()) {
            var why = misunderstood(task, on, names);
            if (why != null) return why;
        }
        for (var mount : container.mountPoints())
            if (task.volumes().stream()
                    .noneMatch(volume -> String.valueOf(volume.name()).equals(mount.sourceVolume())))
                return "mounts volume " + mount.sourceVolume() + ", which the task lacks";
        for (var port : container.portMappings()) {
            if (port.containerPort() == null && port.containerPortRange() == null)
                return "has a port mapping without containerPort";
            if (port.containerPortRange() != null && PortRange.parse(port.containerPortRange()) == null)
                return "has a containerPortRange that is not first-last (got " + port.containerPortRange() + ")";
        }
        var docker = container.dockerConfig();
        if (docker != null && !(json(docker.config()) && json(docker.hostConfig())))
            return "has a dockerConfig that is no JSON object";
        return overrides(container.overrides());
    }

    private static @Nullable String misunderstood(AcsTask task, Dependency on, Set<String> names) {
        var other = String.valueOf(on.containerName());
        if (!names.contains(other)) return "depends on " + other + ", which the task lacks";
        var condition = Condition.of(on.condition());
        if (condition == null)
            return "depends on " + other + " to be " + on.condition()
                    + "; expected START, COMPLETE, SUCCESS or HEALTHY";
        var checked = task.containers().stream()
                .anyMatch(container -> other.equals(container.name()) && container.healthCheckType() != null);
        return condition == Condition.HEALTHY && !checked
                ? "depends on " + other + " to be HEALTHY, which has no health check"
                : null;
    }

    private static boolean json(@Nullable String text) {
        if (text == null || text.isBlank()) return true;
        try {
            return JsonMapper.shared().readTree(text) instanceof ObjectNode;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static @Nullable String overrides(@Nullable String text) {
        if (text == null || text.isBlank()) return null;
        try {
            if (JsonMapper.shared().readTree(text) instanceof ObjectNode object) {
                for (var key : object.propertyNames())
                    if (!"command".equals(key)) return "has an override of " + key + "; only command may be overridden";
                return null;
            }
        } catch (JacksonException e) {
            return "has overrides that are no JSON: " + e.getOriginalMessage();
        }
        return "has overrides that are no JSON object";
    }

    /// What of a task that makes sense this agent cannot do, or null. Nothing is dropped in silence.
    static @Nullable String unsupported(AcsTask task) {
        var mode = task.networkMode();
        if (mode != null && !mode.isEmpty() && !mode.matches("bridge|host|none|awsvpc"))
            return "network mode must be bridge, host, none or awsvpc on this node (got " + mode + ")";
        for (var volume : task.volumes()) {
            var type = volume.type() == null || volume.type().isEmpty() ? "host" : volume.type();
            if (!type.equals("host") && !type.equals("docker") && !type.equals("efs"))
                return "volume " + volume.name() + " must be of type host, docker or efs on this node (got " + type
                        + ")";
        }
        for (var container : task.containers()) {
            var lacks = lacks(container);
            if (lacks != null) return "container " + container.name() + ": " + lacks + " is not supported on this node";
        }
        return null;
    }

    private static @Nullable String lacks(AcsContainer container) {
        var router = container.firelensConfiguration();
        if (router != null && !"fluentbit".equals(router.type()) && !"fluentd".equals(router.type()))
            return "firelensConfiguration of type " + router.type();
        if (!container.credentialSpecs().isEmpty()) return "credentialSpecs";
        return null;
    }
}
