package berth.server.exec;

import berth.server.http.Caller;
import org.jspecify.annotations.Nullable;

/// Gives tickets for commands.
@FunctionalInterface
public interface ExecTickets {
    /// @param cluster   name or ARN; null: the default cluster, or the one in the task's ARN
    /// @param container null: the only one, or the only essential one
    /// @param command   as ECS has it: one text, split into words as a shell does
    /// @throws berth.core.Refusal       as [berth.server.nodes.ExecTargets#find] does, and when the task was
    ///     started without `enableExecuteCommand`
    /// @throws berth.wire.aws.AwsFault `TargetNotConnectedException` when its node's agent is not connected,
    ///     `ClientException` when too many tickets or sessions are open
    ExecTicket ticket(Caller caller, @Nullable String cluster, String task, @Nullable String container, String command);
}
