package berth.server.roles;

import berth.core.Arns;
import berth.server.controller.Asker;
import berth.server.http.RoleUse;
import berth.server.http.Session;
import berth.server.registry.OwnRegistry;
import berth.server.roles.Wanted.Act;
import berth.wire.aws.AwsFault;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Whether a role allows something to who bears it: its policy says so. Thread-safe.
///
/// An execution role is good for what a task's start needs and nothing else, whatever its policy
/// allows; one that is not there allows what its task's definition names.
public final class RoleRights {
    public static final String GET_SECRET = "secretsmanager:GetSecretValue";
    public static final String GET_PARAMETERS = "ssm:GetParameters";
    public static final String LOG_IN = "ecr:GetAuthorizationToken";

    /// What agents and log drivers call for a task.
    private static final Set<String> OF_EXECUTION = Set.of(
            GET_SECRET, GET_PARAMETERS, LOG_IN, "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents");

    private final Roles roles;
    private final NamedByTask named;
    private final String account;

    /// @param registry the operator's own, null for none
    public RoleRights(Asker asker, Arns arns, Roles roles, @Nullable OwnRegistry registry) {
        this.roles = roles;
        this.named = new NamedByTask(asker, arns, registry);
        this.account = arns.identity().account();
    }

    /// Returns if it may.
    ///
    /// @param action   such as `ecs:StopTask`
    /// @param resource an ARN, or `*` for an action that is about none
    /// @throws AwsFault `AccessDeniedException` that says who, what and why
    public void require(Session session, String action, String resource) {
        var act = new Act(action, resource);
        var execution = session.use() == RoleUse.EXECUTION;
        if (execution && !OF_EXECUTION.contains(action)) {
            throw denied(
                    session,
                    act,
                    "because an execution role is for what a task's start needs: "
                            + String.join(", ", new TreeSet<>(OF_EXECUTION)));
        }
        var policy = roles.policy(session.role());
        if (policy == null) {
            if (execution && named.holds(session, act)) return;
            throw denied(session, act, unknown(session));
        }
        switch (policy.of(action, resource)) {
            case ALLOWED -> {}
            case DENIED -> throw denied(session, act, "with an explicit deny in an identity-based policy");
            case SILENT ->
                throw denied(session, act, "because no identity-based policy allows the " + action + " action");
        }
    }

    private static String unknown(Session session) {
        var role = session.role();
        return "because there is no role " + role + " here"
                + (session.use() == RoleUse.EXECUTION ? " and the task's definition does not name it" : "")
                + "; 'berth role put " + role + " --policy FILE' makes it";
    }

    private AwsFault denied(Session session, Act act, String why) {
        return new AwsFault(
                "AccessDeniedException",
                "User: " + session.arn(account) + " is not authorized to perform: " + act.action() + " on resource: "
                        + act.resource() + " " + why);
    }

    /// Whether a `valueFrom` means a secret, not a parameter.
    public static boolean isSecret(String from) {
        return from.startsWith("arn:") && from.contains(":secretsmanager:");
    }

    /// The secret's ARN in a `valueFrom`, without what of it is meant.
    public static String secretOf(String from) {
        var parts = List.of(from.split(":", -1));
        // arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME
        return String.join(":", parts.subList(0, Math.min(7, parts.size())));
    }
}
