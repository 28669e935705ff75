package berth.core.task;

/// What a container's own health check says.
public enum Health {
    HEALTHY,
    UNHEALTHY,
    UNKNOWN,
    /// It has no check; ECS tells it as UNKNOWN.
    NONE
}
