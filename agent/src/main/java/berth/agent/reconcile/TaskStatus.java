package berth.agent.reconcile;

/// What the control plane is told of a task: the least that all its containers have reached.
public enum TaskStatus {
    PENDING,
    RUNNING,
    STOPPED
}
