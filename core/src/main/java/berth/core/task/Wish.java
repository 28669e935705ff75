package berth.core.task;

import org.jspecify.annotations.Nullable;

/// What a caller asked of a task besides its definition: told to the node, echoed to users, otherwise left alone.
///
/// @param group      `family:NAME` or `service:NAME` unless the caller named another
/// @param startedBy  at most 128 characters, null when unset
/// @param launchType EC2, FARGATE or EXTERNAL as asked; all of them run on the pool
/// @param cpu        of the whole task as ECS writes it, null when unset
/// @param memory     likewise
public record Wish(
        String group,
        @Nullable String startedBy,
        String launchType,
        @Nullable String capacityProvider,
        @Nullable String platformVersion,
        boolean enableExecuteCommand,
        @Nullable String cpu,
        @Nullable String memory) {}
