package berth.agent.reconcile;

/// What marks a container at the engine as ours. The stock agent sets the same, so existing tools work.
public final class Labels {
    public static final String CLUSTER = "com.amazonaws.ecs.cluster";
    public static final String TASK_ARN = "com.amazonaws.ecs.task-arn";
    public static final String FAMILY = "com.amazonaws.ecs.task-definition-family";
    public static final String VERSION = "com.amazonaws.ecs.task-definition-version";
    public static final String CONTAINER = "com.amazonaws.ecs.container-name";

    private Labels() {}
}
