package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Role;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Forgets a role. Tasks that bear it run on, and may nothing from then on.
public record DeleteRole(String name) implements Question<Role> {
    /// @throws berth.core.Refusal `ResourceNotFoundException`
    @Override
    public Decision<Role> decide(ClusterState state, Instant now) {
        var role = DescribeRole.require(name, state);
        return new Decision<>(List.of(new Change.Remove(role.key())), role);
    }
}
