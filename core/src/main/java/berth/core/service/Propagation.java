package berth.core.service;

/// Whose tags a service's tasks inherit.
public enum Propagation {
    NONE,
    SERVICE,
    TASK_DEFINITION
}
