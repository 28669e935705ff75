package berth.agent.reconcile;

/// How far a container has come; only ever forward. The order of the constants is the order of a life.
public enum ContainerStatus {
    /// Nothing done yet.
    NONE,
    /// Its image is here.
    PULLED,
    /// The engine has it, not yet started.
    CREATED,
    RUNNING,
    /// It ended, or it never will begin.
    STOPPED
}
