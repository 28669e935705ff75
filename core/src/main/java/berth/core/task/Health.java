package berth.core.task;

/// What a container's own health check says.
public enum Health {
    HEALTHY,
    UNHEALTHY,
    UNKNOWN
}
