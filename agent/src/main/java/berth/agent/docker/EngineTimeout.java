package berth.agent.docker;

import java.time.Duration;

/// The engine took the call and did not answer in time; the connection was closed. What was asked may have been
/// done.
public final class EngineTimeout extends EngineTrouble {
    private final Duration waited;

    /// @param what what was waited for: `an answer`, `progress`, `the end`
    public EngineTimeout(String operation, String what, Duration waited) {
        super(operation, operation + ": no " + what + " after " + waited.toSeconds() + " s");
        this.waited = waited;
    }

    /// The bound that was hit.
    public Duration waited() {
        return waited;
    }
}
