package berth.server.api;

import berth.core.Refusal;
import berth.core.task.Overrides;
import berth.core.task.Overrides.ContainerOverride;
import berth.core.task.Overrides.Demand;
import berth.server.api.taskdef.Gpus;
import berth.server.api.taskdef.TaskSizes;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/// What a call changes of a definition, checked as ECS does.
final class TaskOverrides {
    private static final int MOST_CHARACTERS = 8_192;
    private static final int LEAST_MEMORY_MIB = 6;

    private TaskOverrides() {}

    static Overrides read(@Nullable TaskOverride override) {
        if (override == null) return Overrides.NONE;
        var document = new String(AwsJson.write(override), StandardCharsets.UTF_8);
        if (document.equals(Overrides.NONE.document())) return Overrides.NONE;
        if (document.length() > MOST_CHARACTERS) {
            throw Refusal.invalid(
                    "Overrides can have at most " + MOST_CHARACTERS + " characters (got " + document.length() + ").");
        }
        return new Overrides(cpu(override), memoryMiB(override), containers(override), demands(override), document);
    }

    private static List<Demand> demands(TaskOverride override) {
        var demands = new ArrayList<Demand>();
        if (given(override.taskRoleArn())) demands.add(Demand.TASK_ROLE);
        if (given(override.executionRoleArn())) demands.add(Demand.EXECUTION_ROLE);
        if (override.containerOverrides().stream()
                .anyMatch(container -> !container.environmentFiles().isEmpty())) {
            demands.add(Demand.ENVIRONMENT_FILES);
        }
        return demands;
    }

    private static boolean given(@Nullable String arn) {
        return arn != null && !arn.isEmpty();
    }

    private static Map<String, ContainerOverride> containers(TaskOverride override) {
        var byName = new LinkedHashMap<String, ContainerOverride>();
        for (var container : override.containerOverrides()) {
            var name = container.name();
            if (name == null || name.isEmpty()) throw Refusal.invalid("A container override must name its container.");
            requireAtLeast(0, container.cpu(), "cpu", name);
            requireAtLeast(LEAST_MEMORY_MIB, container.memory(), "memory", name);
            requireAtLeast(LEAST_MEMORY_MIB, container.memoryReservation(), "memoryReservation", name);
            var change = new ContainerOverride(
                    container.cpu(), container.memory(), container.memoryReservation(), gpus(container));
            if (byName.put(name, change) != null) {
                throw Refusal.invalid("Container '" + name + "' is overridden more than once.");
            }
        }
        return byName;
    }

    private static void requireAtLeast(int least, @Nullable Integer value, String member, String container) {
        if (value != null && value < least) {
            throw Refusal.invalid("Invalid '" + member + "' setting for container '" + container
                    + "'. It must be at least " + least + " (got " + value + ").");
        }
    }

    // The rules are the definition's, the exception is the call's.

    private static @Nullable Integer gpus(software.amazon.awssdk.services.ecs.model.ContainerOverride override) {
        try {
            return Gpus.in(override.resourceRequirements(), override.name());
        } catch (Refusal refusal) {
            throw Refusal.invalid(refusal.getMessage());
        }
    }

    private static @Nullable Integer cpu(TaskOverride override) {
        try {
            return TaskSizes.cpu(override.cpu());
        } catch (Refusal refusal) {
            throw Refusal.invalid(refusal.getMessage());
        }
    }

    private static @Nullable Integer memoryMiB(TaskOverride override) {
        try {
            return TaskSizes.memoryMiB(override.memory());
        } catch (Refusal refusal) {
            throw Refusal.invalid(refusal.getMessage());
        }
    }
}
