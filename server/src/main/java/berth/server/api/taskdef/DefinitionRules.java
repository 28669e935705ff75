package berth.server.api.taskdef;

import berth.core.Refusal;
import berth.core.placement.Constraint;
import berth.wire.aws.AwsJson;
import java.util.HashSet;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraintType;
import software.amazon.awssdk.services.ecs.model.Volume;

/// ECS's rules over a whole definition. Enums, types and required members are AWS's model's, checked before.
///
/// @see <a
///     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html">ECS</a>
final class DefinitionRules {
    static final Pattern NAME_CHARACTERS = Pattern.compile("[A-Za-z0-9_-]*");
    static final int LONGEST_NAME = 255;
    static final int MOST_CONTAINERS = 10;
    static final int MOST_BYTES = 65_536;

    private DefinitionRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        checkSize(request);
        checkName("Family", request.family());
        checkVolumes(request);
        var containers = request.containerDefinitions();
        if (containers.isEmpty()) throw Refusal.client("Container list cannot be empty.");
        if (containers.size() > MOST_CONTAINERS) {
            throw Refusal.client("Too many containers. A task definition can have at most " + MOST_CONTAINERS + " (got "
                    + containers.size() + ").");
        }
        var cpu = TaskSizes.cpu(request.cpu());
        var memoryMiB = TaskSizes.memoryMiB(request.memory());
        var names = new HashSet<String>();
        for (var container : containers) {
            ContainerRules.check(container, memoryMiB);
            if (!names.add(container.name())) {
                throw Refusal.client("Container.name '" + container.name() + "' is used more than once.");
            }
        }
        if (containers.stream().allMatch(container -> Boolean.FALSE.equals(container.essential()))) {
            throw Refusal.client("At least one container of a task definition must be essential.");
        }
        checkSums(request, cpu, memoryMiB);
        PortRules.check(request);
        FirelensRules.check(request);
        ReferenceRules.check(request);
        NetworkRules.check(request);
        SecretRules.check(request);
        EnvironmentFileRules.check(request);
        checkConstraints(request);
        if (request.requiresCompatibilities().contains(Compatibility.FARGATE)) FargateRules.check(request);
        if (request.requiresCompatibilities().contains(Compatibility.EXTERNAL)
                && request.networkMode() == NetworkMode.AWSVPC) {
            throw Refusal.client("Tasks using the EXTERNAL launch type do not support networkMode=awsvpc.");
        }
    }

    private static void checkSize(RegisterTaskDefinitionRequest request) {
        var bytes = AwsJson.write(request).length;
        if (bytes > MOST_BYTES) {
            throw Refusal.client("Actual length: '" + bytes + "'. Max allowed length is '" + MOST_BYTES + "' bytes.");
        }
    }

    /// @param what `Family` or `Container.name`, as ECS's texts begin
    static void checkName(String what, @Nullable String name) {
        if (name == null || name.isEmpty()) throw Refusal.client(what + " should not be null or empty.");
        if (!NAME_CHARACTERS.matcher(name).matches()) {
            throw Refusal.client(
                    what + " contains invalid characters. Expected letters, digits, hyphens and underscores" + " (got '"
                            + name + "').");
        }
        if (name.length() > LONGEST_NAME) {
            throw Refusal.client(
                    what + " is too long. At most " + LONGEST_NAME + " characters (got " + name.length() + ").");
        }
    }

    private static void checkVolumes(RegisterTaskDefinitionRequest request) {
        var names = new HashSet<String>();
        for (var volume : request.volumes()) {
            checkName("Volume.name", volume.name());
            if (!names.add(volume.name())) {
                throw Refusal.client("Volume.name '" + volume.name() + "' is used more than once.");
            }
            if (volume.host() != null
                    && volume.host().sourcePath() != null
                    && volume.host().sourcePath().isBlank()) {
                throw Refusal.client("host.sourcePath should not be blank.");
            }
            if (kinds(volume) > 1) {
                throw Refusal.client("Volume '" + volume.name()
                        + "' can be of one kind only: a host path, a Docker volume," + " EFS, FSx or S3 Files.");
            }
        }
    }

    private static int kinds(Volume volume) {
        return (volume.host() != null && volume.host().sourcePath() != null ? 1 : 0)
                + (volume.dockerVolumeConfiguration() != null ? 1 : 0)
                + (volume.efsVolumeConfiguration() != null ? 1 : 0)
                + (volume.s3filesVolumeConfiguration() != null ? 1 : 0)
                + (volume.fsxWindowsFileServerVolumeConfiguration() != null ? 1 : 0);
    }

    private static void checkSums(
            RegisterTaskDefinitionRequest request, @Nullable Integer cpu, @Nullable Integer memoryMiB) {
        var containers = request.containerDefinitions();
        var cpuSum = containers.stream()
                .mapToLong(container -> Objects.requireNonNullElse(container.cpu(), 0))
                .sum();
        if (cpu != null && cpuSum > cpu) {
            throw Refusal.client(
                    "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."
                            + " The containers have " + cpuSum + ", the task has " + cpu + ".");
        }
        var reserved = containers.stream()
                .mapToLong(container -> Objects.requireNonNullElse(container.memoryReservation(), 0))
                .sum();
        if (memoryMiB != null && reserved > memoryMiB) {
            throw Refusal.client(
                    "The sum of all container 'memoryReservation' values cannot be greater than the value of"
                            + " the task 'memory'. The containers have " + reserved + " MiB, the task has " + memoryMiB
                            + " MiB.");
        }
    }

    private static void checkConstraints(RegisterTaskDefinitionRequest request) {
        var constraints = request.placementConstraints();
        if (constraints.size() > Constraint.MAX) {
            throw Refusal.client("A task can have at most " + Constraint.MAX + " placement constraints (got "
                    + constraints.size() + ").");
        }
        for (var constraint : constraints) {
            if (constraint.type() != TaskDefinitionPlacementConstraintType.MEMBER_OF) {
                throw Refusal.client("constraint.type '" + constraint.typeAsString() + "' is not supported.");
            }
            Expressions.memberOf(constraint.expression());
        }
    }
}
