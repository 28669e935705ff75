package berth.server.roles;

import berth.core.Arns;
import berth.core.operation.Question;
import berth.core.task.TaskId;
import berth.server.controller.Asker;
import berth.server.http.Access;
import berth.server.http.Session;
import berth.wire.aws.AwsFault;

/// Lets a task ask what its role's policy allows, as long as the task lives.
public final class TaskAccess implements Access {
    /// Whoever has credentials may ask whose they are, as in AWS.
    private static final String WHO_AM_I = "sts:GetCallerIdentity";

    private final Asker asker;
    private final Roles roles;
    private final Wanted wanted;
    private final String account;

    public TaskAccess(Asker asker, Arns arns, Roles roles) {
        this.asker = asker;
        this.roles = roles;
        this.wanted = new Wanted(asker, arns);
        this.account = arns.identity().account();
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
        var policy = roles.policy(session.role());
        for (var each : wanted.by(action, body)) {
            if (policy == null) throw denied(session, each, unknown(session.role()));
            switch (policy.of(each.action(), each.resource())) {
                case ALLOWED -> {}
                case DENIED -> throw denied(session, each, "with an explicit deny in an identity-based policy");
                case SILENT ->
                    throw denied(
                            session, each, "because no identity-based policy allows the " + each.action() + " action");
            }
        }
    }

    private static String unknown(String role) {
        return "because there is no role " + role + " here; 'berth role put " + role + " --policy FILE' makes it";
    }

    private AwsFault denied(Session session, Wanted.Act act, String why) {
        return new AwsFault(
                "AccessDeniedException",
                "User: " + session.arn(account) + " is not authorized to perform: " + act.action() + " on resource: "
                        + act.resource() + " " + why);
    }
}
