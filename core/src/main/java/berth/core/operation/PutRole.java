package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Role;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Makes a role, or replaces its policy.
///
/// @param policy read already: whether it is a policy is for those to say who can read JSON
public record PutRole(String name, String policy) implements Question<Role> {
    public PutRole {
        if (!Role.isName(name)) throw new IllegalArgumentException("no name of a role: " + name);
    }

    @Override
    public Decision<Role> decide(ClusterState state, Instant now) {
        var before = state.roles().get(name);
        if (before == null && state.roles().size() >= Role.MAX) {
            throw new Refusal(
                    Refusal.Code.LIMIT_EXCEEDED, "At most " + Role.MAX + " roles can exist; delete one first.");
        }
        var role = Role.after(before, name, policy, now);
        return role.equals(before) ? Decision.reply(role) : Decision.put(role, role);
    }
}
