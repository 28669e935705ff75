package berth.agent.docker;

/// No engine answered, or the connection broke in mid-call: what was asked may have been done or not. Look again.
public final class EngineUnreachable extends EngineTrouble {
    public EngineUnreachable(String operation, Throwable cause) {
        this(operation, cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        initCause(cause);
    }

    public EngineUnreachable(String operation, String why) {
        super(operation, operation + ": engine unreachable: " + why);
    }
}
