package berth.server.http;

import java.time.Instant;

/// A task that signs with the credentials of its role.
///
/// @param role    its name, whether there is such a role or not
/// @param cluster the task's
/// @param task    its id
public record Session(String role, String cluster, String task, Instant expiresAt) {
    /// As AWS names who has taken on a role.
    public String arn(String account) {
        return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + task;
    }
}
