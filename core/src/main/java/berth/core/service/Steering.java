package berth.core.service;

/// Who brings a service from one revision to the next: ECS's `deploymentController`.
public enum Steering {
    /// We do.
    ECS,
    /// AWS CodeDeploy would; taken from callers and treated as `EXTERNAL`.
    CODE_DEPLOY,
    /// The caller does, by task sets.
    EXTERNAL
}
