package berth.core.service;

/// What a service's desired count means.
public enum Scheduling {
    /// So many tasks, wherever the strategies put them.
    REPLICA,
    /// One task on every container instance that can take it.
    DAEMON
}
