package berth.agent.docker;

/// Why a call to the engine came to nothing. [EngineErrors] puts it into ECS's words.
public abstract sealed class EngineTrouble extends RuntimeException
        permits DockerException, EngineUnreachable, EngineTimeout {
    private final String operation;

    EngineTrouble(String operation, String message) {
        super(message);
        this.operation = operation;
    }

    /// What was asked, for people: `create container web-1`.
    public String operation() {
        return operation;
    }
}
