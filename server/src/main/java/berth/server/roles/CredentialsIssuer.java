package berth.server.roles;

import berth.core.task.TaskId;
import berth.server.http.RoleUse;
import berth.wire.acs.RoleCredentials;
import java.time.Duration;

/// Makes what is signed with in the name of tasks' roles. Thread-safe.
public interface CredentialsIssuer {
    /// Fresh ones, good from now on for [#life]. Those of a task for the same use have the same id.
    RoleCredentials issue(TaskId task, RoleUse use, String roleArn);

    Duration life();
}
