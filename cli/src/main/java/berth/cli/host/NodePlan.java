package berth.cli.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node is to be.
///
/// @param docker    the engine's address, such as `unix:///var/run/docker.sock`
/// @param addresses IP addresses of this machine that tasks may publish ports on; empty: all
/// @param name      what people call it; null: the machine's own name
public record NodePlan(
        String docker, List<String> addresses, @Nullable String name) {}
