package berth.agent.docker;

import org.jspecify.annotations.Nullable;

/// Puts what went wrong at the engine into ECS's words for a container's reason.
public final class EngineErrors {
    /// What the agent was about when it went wrong.
    public enum Stage {
        PULL,
        CREATE,
        START,
        STOP,
        VOLUME,
        /// Networks and whatever else a task needs before its first container.
        RESOURCE
    }

    private EngineErrors() {}

    /// The reason, `CannotPullContainerError: …` and so on, at most 1024 characters.
    ///
    /// @param what the image, container or volume's name
    public static String reason(Stage stage, String what, EngineTrouble trouble) {
        return stage + what + trouble.getMessage();
    }

    /// Why a container ended, if its look tells more than its exit code does: memory, or a failed start; else null.
    public static @Nullable String endReason(ContainerLook ended) {
        return ended.oomKilled() ? "OutOfMemoryError: Container killed due to memory usage" : null;
    }
}
