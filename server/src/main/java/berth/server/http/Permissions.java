package berth.server.http;

import berth.wire.aws.AwsFault;
import java.util.Set;

/// What a node's key may not do: everything its agent has no need of.
final class Permissions {
    private static final Set<String> AGENT_OPERATIONS = Set.of(
            "RegisterContainerInstance",
            "DeregisterContainerInstance",
            "DiscoverPollEndpoint",
            "SubmitTaskStateChange",
            "SubmitContainerStateChange",
            "SubmitAttachmentStateChanges",
            "ListTagsForResource",
            "GetTaskProtection",
            "UpdateTaskProtection");

    /// What a task of the node is to be given, which the operation itself looks to.
    private static final String TASK_SECRETS = "Berth.TaskSecrets";

    /// A node writes what its containers wrote, and reads nobody's.
    private static final Set<String> AGENT_LOGS = Set.of("CreateLogGroup", "CreateLogStream", "PutLogEvents");

    private Permissions() {}

    /// @param target the value of `X-Amz-Target`
    /// @throws AwsFault `AccessDeniedException` naming the operation
    static void requireCall(Caller caller, String target) {
        var isEcs = target.startsWith(Calls.ECS_PREFIX);
        var operation = target.substring(target.indexOf('.') + 1);
        if (caller.role() != AccessRole.OPERATOR
                && !(isEcs && AGENT_OPERATIONS.contains(operation))
                && !target.equals(TASK_SECRETS)) {
            throw denied(caller, (isEcs ? "ecs:" : "berth:") + operation);
        }
    }

    /// @param operation of CloudWatch Logs
    static void requireLogs(Caller caller, String operation) {
        if (caller.role() != AccessRole.OPERATOR && !AGENT_LOGS.contains(operation)) {
            throw denied(caller, "logs:" + operation);
        }
    }

    /// @param action what is asked, such as `sts:GetCallerIdentity`
    static void requireOperator(Caller caller, String action) {
        if (caller.role() != AccessRole.OPERATOR) {
            throw denied(caller, action);
        }
    }

    /// A task is no node, whatever its role allows.
    static void requireAgent(Caller caller) {
        if (caller.role() == AccessRole.TASK) {
            throw denied(caller, "ecs:Poll");
        }
    }

    private static AwsFault denied(Caller caller, String action) {
        var whose = caller.role() == AccessRole.TASK ? "a task's" : "a node's";
        return new AwsFault(
                "AccessDeniedException",
                "Access key " + caller.accessKeyId() + " is " + whose + " key, and is not authorized to perform: "
                        + action);
    }
}
