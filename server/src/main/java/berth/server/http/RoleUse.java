package berth.server.http;

/// What a task bears a role for.
public enum RoleUse {
    /// Its containers ask in its name.
    APPLICATION,
    /// Its node fetches in its name what the containers need to start.
    EXECUTION
}
