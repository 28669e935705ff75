package berth.core.task;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import java.time.Instant;
import java.util.List;

/// A RunTask's client token: asked again with the same words, the call answers with the same tasks.
///
/// @param cluster   where it was used
/// @param token     1 to 64 characters, the caller's
/// @param asked     a digest of what was asked with it
/// @param tasks     what came of it
/// @param expiresAt when it is forgotten
public record RunToken(String cluster, String token, String asked, List<TaskId> tasks, Instant expiresAt)
        implements Entity {
    public RunToken {
        tasks = List.copyOf(tasks);
    }

    public static Key key(String cluster, String token) {
        return new Key(Kind.RUN_TOKEN, cluster + "/" + token);
    }

    @Override
    public Key key() {
        return key(cluster, token);
    }
}
