package berth.server.roles;

import berth.core.Change;
import berth.core.Key;
import berth.core.Kind;
import berth.core.Refusal;
import berth.core.Role;
import berth.core.state.ClusterState;
import berth.server.controller.Watcher;
import berth.server.store.Turn;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The roles' policies, read once each, where every request can see them without asking the single writer.
/// Follows its turns.
public final class Roles implements Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);
    /// Of a policy that nobody can read any more: it allows nothing.
    private static final Policy UNREADABLE = new Policy(java.util.List.of());

    private final Map<String, Policy> policies = new ConcurrentHashMap<>();

    /// Those that the store had at the start.
    public void load(Collection<Role> roles) {
        roles.forEach(this::add);
    }

    private void add(Role role) {
        try {
            policies.put(role.name(), PolicyReader.read(role.policy()));
        } catch (Refusal unreadable) {
            LOG.warn("Role {} allows nothing: {}", role.name(), unreadable.getMessage());
            policies.put(role.name(), UNREADABLE);
        }
    }

    @Override
    public void committed(Turn turn, ClusterState state) {
        for (var change : turn.changes()) {
            switch (change) {
                case Change.Put(var entity) when entity instanceof Role role -> add(role);
                case Change.Remove(Key(var kind, var name)) when kind == Kind.ROLE -> policies.remove(name);
                default -> {}
            }
        }
    }

    /// Null if there is no such role.
    @Nullable
    Policy policy(String role) {
        return policies.get(role);
    }
}
