package berth.agent.machine;

import java.util.List;
import java.util.Map;

/// What a node has to say of the machine it stands on.
///
/// @param addresses  to give to tasks with fixed ports; empty: the machine's as one, without a name
/// @param attributes the node's name and place, and the operator's own
public record Standing(List<String> addresses, Map<String, String> attributes) {
    public Standing {
        addresses = List.copyOf(addresses);
        attributes = Map.copyOf(attributes);
    }
}
