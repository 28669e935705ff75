package berth.server.http;

/// What a key may be used for.
public enum AccessRole {
    /// Everything.
    OPERATOR,
    /// What an agent needs: registering, reporting, its two websockets and feeding log streams.
    NODE
}
