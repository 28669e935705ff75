package berth.server.roles;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.server.http.RoleUse;
import berth.wire.aws.AwsJson;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/// Which roles a task bears: the call's, else its definition's.
public final class TaskRoles {
    private TaskRoles() {}

    /// The role's name or ARN as it was given; null for none.
    public static @Nullable String of(Task task, TaskDefinition definition, RoleUse use) {
        var named = task.overrides().equals(Overrides.NONE) ? null : overridden(task, use);
        if (named != null && !named.isEmpty()) return named;
        var role = switch (use) {
            case APPLICATION -> definition.taskRoleArn();
            case EXECUTION -> definition.executionRoleArn();
        };
        return role == null || role.isEmpty() ? null : role;
    }

    private static @Nullable String overridden(Task task, RoleUse use) {
        var overrides =
                AwsJson.read(TaskOverride.class, task.overrides().document().getBytes(UTF_8));
        return switch (use) {
            case APPLICATION -> overrides.taskRoleArn();
            case EXECUTION -> overrides.executionRoleArn();
        };
    }
}
