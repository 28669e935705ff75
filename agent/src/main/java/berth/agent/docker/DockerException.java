package berth.agent.docker;

/// The engine refused.
public final class DockerException extends EngineTrouble {
    private final int status;
    private final String reason;

    /// @param status  the HTTP status; 200 when the engine put the error into a stream that had begun well
    /// @param reason  the engine's own words, untouched
    public DockerException(int status, String reason, String operation) {
        super(operation, operation + ": engine answered " + status + ": " + reason);
        this.status = status;
        this.reason = reason;
    }

    public int status() {
        return status;
    }

    /// The engine's own words.
    public String reason() {
        return reason;
    }
}
