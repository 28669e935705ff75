package berth.agent.docker;

import java.util.List;

/// How a container joins a network.
///
/// @param aliases names that everybody on the network resolves to it
/// @param links   `container:alias`: names that only this container resolves
public record NetworkJoin(List<String> aliases, List<String> links) {
    /// With nothing special.
    public static final NetworkJoin PLAIN = new NetworkJoin(List.of(), List.of());
}
