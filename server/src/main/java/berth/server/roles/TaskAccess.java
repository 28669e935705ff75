package berth.server.roles;

import berth.core.Arns;
import berth.core.operation.Question;
import berth.core.task.TaskId;
import berth.server.controller.Asker;
import berth.server.http.Access;
import berth.server.http.RoleUse;
import berth.server.http.Session;
import berth.wire.aws.AwsFault;

/// Lets a task ask what its role allows, and its node what its execution role does, as long as the
/// task lives.
public final class TaskAccess implements Access {
    /// Whoever has credentials may ask whose they are, as in AWS.
    private static final String WHO_AM_I = "sts:GetCallerIdentity";
    /// Looks itself to what it tells, secret by secret.
    private static final String TASK_SECRETS = "berth:TaskSecrets";

    private final Asker asker;
    private final RoleRights rights;
    private final Wanted wanted;

    public TaskAccess(Asker asker, Arns arns, RoleRights rights) {
        this.asker = asker;
        this.rights = rights;
        this.wanted = new Wanted(asker, arns);
    }

    @Override
    public void require(Session session, String action, byte[] body) {
        var task = new TaskId(session.cluster(), session.task());
        var lives = asker.ask(Question.<Boolean>read(state -> {
            var known = state.tasks().get(task);
            return known != null && !known.stopped();
        }));
        if (!lives) {
            throw new AwsFault(
                    "ExpiredTokenException",
                    "The security token included in the request is expired: its task has stopped.");
        }
        if (action.equals(WHO_AM_I)) return;
        if (action.equals(TASK_SECRETS) && session.use() == RoleUse.EXECUTION) return;
        for (var each : wanted.by(action, body)) rights.require(session, each.action(), each.resource());
    }
}
