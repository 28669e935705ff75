package berth.server;

import berth.core.AccessKey;
import berth.core.Change;
import berth.core.Key;
import berth.core.Kind;
import berth.core.state.ClusterState;
import berth.server.controller.Watcher;
import berth.server.http.AccessRole;
import berth.server.http.Keys;
import berth.server.http.Temporary;
import berth.server.roles.Sessions;
import berth.server.store.Turn;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The access keys, where every request can see them without asking the single writer. Follows its turns.
final class KeyRing implements Keys, Watcher {
    private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();
    private volatile @Nullable Sessions sessions;

    /// Says who reads session tokens: the operator's key, which they follow from, is in the store.
    void reads(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Temporary temporary(String accessKeyId, String token) {
        return Objects.requireNonNull(sessions, "reads() comes first").read(accessKeyId, token);
    }

    void add(AccessKey key) {
        keys.put(key.id(), key);
    }

    @Override
    public void committed(Turn turn, ClusterState state) {
        for (var change : turn.changes()) {
            switch (change) {
                case Change.Put(var entity) when entity instanceof AccessKey key -> add(key);
                case Change.Remove(Key(var kind, var id)) when kind == Kind.ACCESS_KEY -> keys.remove(id);
                default -> {}
            }
        }
    }

    @Override
    public @Nullable String secretOf(String accessKeyId) {
        var key = keys.get(accessKeyId);
        return key == null ? null : key.secret();
    }

    @Override
    public @Nullable AccessRole roleOf(String accessKeyId) {
        var key = keys.get(accessKeyId);
        if (key == null) return null;
        return switch (key.role()) {
            case OPERATOR -> AccessRole.OPERATOR;
            case NODE -> AccessRole.NODE;
        };
    }
}
