package berth.core.operation;

import berth.core.Tags;
import berth.core.node.InstanceId;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Wish;
import berth.core.taskdef.TaskDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What RunTask and StartTask have in common: a definition and what a call lays over it.
///
/// @param group                null for `family:NAME`
/// @param propagateDefinitionTags whether tasks inherit the definition's tags
/// The other parameters: see `Wish` and `Task`.
public record TaskTemplate(
        Overrides overrides,
        @Nullable String group,
        @Nullable String startedBy,
        String launchType,
        @Nullable String capacityProvider,
        @Nullable String platformVersion,
        boolean enableExecuteCommand,
        Map<String, String> tags,
        boolean propagateDefinitionTags) {
    String groupOf(TaskDefinition definition) {
        return group != null ? group : "family:" + definition.id().family();
    }

    Task placed(TaskId id, InstanceId instance, TaskDefinition definition, Needs needs, Instant now) {
        var wish = new Wish(
                groupOf(definition),
                startedBy,
                launchType,
                capacityProvider,
                platformVersion,
                enableExecuteCommand,
                text(overrides.cpu() != null ? overrides.cpu() : definition.cpu()),
                text(overrides.memoryMiB() != null ? overrides.memoryMiB() : definition.memoryMiB()));
        var inherited = propagateDefinitionTags
                ? Tags.without(definition.tags(), List.of(Tags.VERSION))
                : Tags.copyOf(Map.of());
        return Task.placed(
                id,
                instance,
                definition.id(),
                wish,
                overrides,
                needs,
                containers(id, definition),
                Tags.with(inherited, tags),
                now);
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }

    private List<TaskContainer> containers(TaskId task, TaskDefinition definition) {
        return definition.containers().stream()
                .map(spec -> {
                    var change = overrides.container(spec.name());
                    return new TaskContainer(
                            spec.name(),
                            containerId(task, spec.name()),
                            spec.image(),
                            spec.essential(),
                            change.cpu() != null ? change.cpu() : spec.cpu(),
                            change.memoryMiB() != null ? change.memoryMiB() : spec.memoryMiB(),
                            change.memoryReservationMiB() != null
                                    ? change.memoryReservationMiB()
                                    : spec.memoryReservationMiB(),
                            TaskStatus.PENDING,
                            null,
                            null,
                            null,
                            null,
                            Health.UNKNOWN,
                            List.of());
                })
                .toList();
    }

    /// Follows from the task's id, which is fresh: deciding draws no chance of its own.
    private static String containerId(TaskId task, String container) {
        return UUID.nameUUIDFromBytes((task.id() + "/" + container).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /// A name in the overrides that the definition does not have, null if all are known.
    @Nullable
    String unknownContainer(TaskDefinition definition) {
        return overrides.containers().keySet().stream()
                .filter(name -> definition.containers().stream()
                        .noneMatch(spec -> spec.name().equals(name)))
                .findFirst()
                .orElse(null);
    }
}
