package berth.server.http;

/// What a session token stands for.
///
/// @param secret that its bearer signs with
public record Temporary(String secret, Session session) {
    /// Without the secret, so that a log line can hold it.
    @Override
    public String toString() {
        return "Temporary[" + session + "]";
    }
}
