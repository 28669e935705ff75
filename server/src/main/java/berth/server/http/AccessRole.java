package berth.server.http;

/// What a key may be used for.
public enum AccessRole {
    /// Everything.
    OPERATOR,
    /// What an agent needs: registering, reporting, its two websockets, feeding log streams and writing events of logs.
    NODE,
    /// What the policy of a task's role allows; see [Access].
    TASK
}
