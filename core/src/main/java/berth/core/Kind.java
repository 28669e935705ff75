package berth.core;

/// The kinds of entities, each with the first segment of its keys. The segment is on disk: never change one.
public enum Kind {
    IDENTITY("identity"),
    ACCESS_KEY("access-key"),
    CLUSTER("cluster"),
    FAMILY("family"),
    TASK_DEFINITION("task-definition"),
    CONTAINER_INSTANCE("container-instance"),
    TASK("task"),
    RUN_TOKEN("run-token"),
    WAITING("waiting"),
    SERVICE("service"),
    SERVICE_REVISION("service-revision"),
    SERVICE_DEPLOYMENT("service-deployment"),
    SERVICE_EVENT("service-event"),
    SCHEDULE("schedule"),
    SCHEDULED_RUN("scheduled-run"),
    SCALABLE_TARGET("scalable-target"),
    SCALING_POLICY("scaling-policy"),
    SCHEDULED_ACTION("scheduled-action"),
    SCALING_ACTIVITY("scaling-activity"),
    SECRET("secret"),
    PARAMETER("parameter"),
    ROLE("role");

    private final String segment;

    Kind(String segment) {
        this.segment = segment;
    }

    public String segment() {
        return segment;
    }
}
