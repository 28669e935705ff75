package berth.core.operation;

import berth.core.Decision;
import berth.core.Role;
import berth.core.state.ClusterState;
import java.time.Instant;

/// All roles by name.
///
/// @param after where the page before ended, empty for the first
public record ListRoles(String after, int limit) implements Question<Page<Role>> {
    @Override
    public Decision<Page<Role>> decide(ClusterState state, Instant now) {
        return Decision.reply(Page.of(state.roles().tailMap(after, false).values(), _ -> true, limit, Role::name));
    }
}
