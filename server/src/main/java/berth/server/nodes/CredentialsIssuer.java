package berth.server.nodes;

import berth.core.task.TaskId;
import berth.wire.acs.RoleCredentials;
import java.time.Duration;

/// Makes what tasks sign with in the name of their roles. Thread-safe.
public interface CredentialsIssuer {
    /// Fresh ones, good from now on for [#life].
    RoleCredentials issue(TaskId task, String roleArn);

    Duration life();
}
