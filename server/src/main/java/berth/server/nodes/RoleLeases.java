package berth.server.nodes;

import berth.core.task.TaskId;
import berth.server.http.RoleUse;
import berth.server.roles.CredentialsIssuer;
import berth.wire.acs.RoleCredentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which tasks of one node bear which roles, and how long their credentials are good. Not
/// thread-safe.
///
/// Bounded by the node's tasks. A node that is connected anew is told all its tasks anew, and so begins with
/// fresh ones.
final class RoleLeases {
    /// Until an agent has acknowledged.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    record Bearer(TaskId task, RoleUse use) {}

    private record Lease(String roleArn, RoleCredentials given, Instant at, boolean acknowledged) {}

    private final @Nullable CredentialsIssuer issuer;
    private final InstantSource clock;
    private final Map<Bearer, Lease> leases = new HashMap<>();

    /// @param issuer null: no task gets any
    RoleLeases(@Nullable CredentialsIssuer issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /// The task's first credentials on this connection, or newer ones.
    ///
    /// @param roleArn null if it bears no such role
    /// @return null if it does not, or if nobody makes any
    @Nullable
    RoleCredentials begin(TaskId task, RoleUse use, @Nullable String roleArn) {
        if (issuer == null || roleArn == null) return null;
        var fresh = issuer.issue(task, use, roleArn);
        leases.put(new Bearer(task, use), new Lease(roleArn, fresh, clock.instant(), false));
        return fresh;
    }

    void end(TaskId task) {
        for (var use : RoleUse.values()) leases.remove(new Bearer(task, use));
    }

    void acknowledge(@Nullable String credentialsId, @Nullable String expiration) {
        leases.replaceAll((_, lease) -> Objects.equals(lease.given().credentialsId(), credentialsId)
                        && Objects.equals(lease.given().expiration(), expiration)
                ? new Lease(lease.roleArn(), lease.given(), lease.at(), true)
                : lease);
    }

    /// Fresh ones for those that need them: half their time is over, or nobody has said that they arrived.
    Map<Bearer, RoleCredentials> due() {
        var due = new LinkedHashMap<Bearer, RoleCredentials>();
        if (issuer == null) return due;
        var half = issuer.life().dividedBy(2);
        var now = clock.instant();
        for (var entry : leases.entrySet()) {
            var lease = entry.getValue();
            var patience = lease.acknowledged() || half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
            if (now.isBefore(lease.at().plus(patience))) continue;
            var bearer = entry.getKey();
            var fresh = issuer.issue(bearer.task(), bearer.use(), lease.roleArn());
            entry.setValue(new Lease(lease.roleArn(), fresh, now, false));
            due.put(bearer, fresh);
        }
        return due;
    }
}
