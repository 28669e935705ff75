package berth.core.task;

import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.TaskDefinition;
import java.util.List;
import java.util.TreeSet;

/// What a node must be able to do for a task, in the names that agents register: what its
/// definition asks for, and what a call lays over that. Pure.
public final class Abilities {
    public static final String TASK_ROLE = "com.amazonaws.ecs.capability.task-iam-role";
    public static final String TASK_ROLE_ON_HOST = "com.amazonaws.ecs.capability.task-iam-role-network-host";
    public static final String ECR_BY_ROLE = "ecs.capability.execution-role-ecr-pull";
    public static final String LOGS_BY_ROLE = "ecs.capability.execution-role-awslogs";
    public static final String ENVIRONMENT_FILES = "ecs.capability.env-files.s3";

    private static final String AWSLOGS = "com.amazonaws.ecs.capability.logging-driver.awslogs";
    private static final String ECR = ".dkr.ecr.";

    private Abilities() {}

    /// Sorted.
    public static List<String> of(TaskDefinition definition, Overrides overrides) {
        if (overrides.demands().isEmpty()) return definition.requiresAttributes();
        var names = new TreeSet<>(definition.requiresAttributes());
        for (var demand : overrides.demands()) {
            switch (demand) {
                case TASK_ROLE ->
                    names.add(definition.networkMode() == NetworkMode.HOST ? TASK_ROLE_ON_HOST : TASK_ROLE);
                case EXECUTION_ROLE -> {
                    if (names.contains(AWSLOGS)) names.add(LOGS_BY_ROLE);
                    if (definition.containers().stream()
                            .anyMatch(container -> container.image().contains(ECR))) names.add(ECR_BY_ROLE);
                }
                case ENVIRONMENT_FILES -> names.add(ENVIRONMENT_FILES);
            }
        }
        return List.copyOf(names);
    }
}
