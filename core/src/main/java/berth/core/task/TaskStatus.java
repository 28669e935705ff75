package berth.core.task;

/// Where a task or container stands. Declared in the order of life: a status only ever moves down this list.
///
/// Source: the ECS developer guide, "Task lifecycle".
public enum TaskStatus {
    PROVISIONING,
    PENDING,
    ACTIVATING,
    RUNNING,
    DEACTIVATING,
    STOPPING,
    DEPROVISIONING,
    STOPPED;

    public boolean isAfter(TaskStatus other) {
        return compareTo(other) > 0;
    }

    /// The later of the two.
    public TaskStatus advancedTo(TaskStatus other) {
        return other.isAfter(this) ? other : this;
    }
}
