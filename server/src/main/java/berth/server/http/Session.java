package berth.server.http;

import java.time.Instant;

/// A task that signs with the credentials of its role, or its node that does so for it.
///
/// @param role    its name, whether there is such a role or not
/// @param cluster the task's
/// @param task    its id
public record Session(RoleUse use, String role, String cluster, String task, Instant expiresAt) {
    /// Of a task's containers.
    public Session(String role, String cluster, String task, Instant expiresAt) {
        this(RoleUse.APPLICATION, role, cluster, task, expiresAt);
    }

    /// As AWS names who has taken on a role.
    public String arn(String account) {
        return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + task;
    }
}
