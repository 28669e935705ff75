package berth.wire.exec;

import berth.wire.frame.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to run and where.
///
/// @param cluster   name or ARN; null: the default cluster, or the one in the task's ARN
/// @param task      id or ARN
/// @param container its name; null: the only one, or the only essential one
/// @param command   the program and its arguments, as they are: no shell reads them
/// @param terminal  whether it gets a terminal, so that both of its outputs are one
/// @param input     whether its standard input is the client's; if not, it has none
/// @param rows      of the terminal; 0 when unknown
/// @param columns   of the terminal; 0 when unknown
public record ExecRequest(
        @Nullable String cluster,
        @Nullable String task,
        @Nullable String container,
        List<String> command,
        boolean terminal,
        boolean input,
        int rows,
        int columns) {
    public ExecRequest {
        command = Copies.of(command);
    }
}
