package berth.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a caller asked of a task besides its definition: told to the node, echoed to users, otherwise left
/// alone.
///
/// @param group      `family:NAME` or `service:NAME` unless the caller named another
/// @param startedBy  at most 128 characters, null when unset
/// @param launchType EC2, FARGATE or EXTERNAL as asked; all of them run on the pool
/// @param cpu        of the whole task as ECS writes it, null when unset
/// @param memory     likewise
/// @param constraints the call's own, in the form of `Constraint.text`: whoever asks where the task's like
/// would go needs
///                    them. Empty, too, if an older version placed it
/// @param strategies the call's own, in the form of `Strategy.text`
/// @param network    the network configuration as AWS's JSON, null when unset; `awsvpc` demands one
public record Wish(
        String group,
        @Nullable String startedBy,
        String launchType,
        @Nullable String capacityProvider,
        @Nullable String platformVersion,
        boolean enableExecuteCommand,
        @Nullable String cpu,
        @Nullable String memory,
        List<String> constraints,
        List<String> strategies,
        @Nullable String network) {
    private static final String SERVICE = "service:";

    public Wish {
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
    }

    /// One that leaves it to the scheduler where the task goes.
    public Wish(
            String group,
            @Nullable String startedBy,
            String launchType,
            @Nullable String capacityProvider,
            @Nullable String platformVersion,
            boolean enableExecuteCommand,
            @Nullable String cpu,
            @Nullable String memory) {
        this(
                group,
                startedBy,
                launchType,
                capacityProvider,
                platformVersion,
                enableExecuteCommand,
                cpu,
                memory,
                List.of(),
                List.of(),
                null);
    }

    /// The service whose task it is, null if it is none's.
    public @Nullable String service() {
        return group.startsWith(SERVICE) ? group.substring(SERVICE.length()) : null;
    }
}
