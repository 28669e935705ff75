package berth.agent.docker;

import java.util.List;
import java.util.Map;

/// A command to be run in a container that runs.
///
/// @param command     the program and its arguments; at least the program
/// @param environment over the container's own
/// @param terminal    whether it gets a terminal
/// @param input       whether its standard input is open
public record ExecPlan(List<String> command, Map<String, String> environment, boolean terminal, boolean input) {
    public ExecPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
