package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Role;
import berth.core.state.ClusterState;
import java.time.Instant;

/// The role of that name.
public record DescribeRole(String name) implements Question<Role> {
    /// @throws Refusal `ResourceNotFoundException`
    @Override
    public Decision<Role> decide(ClusterState state, Instant now) {
        return Decision.reply(require(name, state));
    }

    static Role require(String name, ClusterState state) {
        var role = state.roles().get(name);
        if (role == null) {
            throw new Refusal(Refusal.Code.RESOURCE_NOT_FOUND, "The role with name " + name + " cannot be found.");
        }
        return role;
    }
}
