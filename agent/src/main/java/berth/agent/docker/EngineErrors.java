package berth.agent.docker;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts what went wrong at the engine into ECS's words for a container's reason: a name that tools look for, a
/// colon, and the cause in the engine's own words.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html">ECS</a>
public final class EngineErrors {
    /// Longest reason that ECS's API takes.
    public static final int MAX_REASON = 1024;

    /// What the agent was about when it went wrong.
    public enum Stage {
        PULL("CannotPullContainerError", "pull"),
        CREATE("CannotCreateContainerError", "create"),
        START("CannotStartContainerError", "start"),
        STOP("CannotStopContainerError", "stop"),
        VOLUME("CannotCreateVolumeError", "create volume"),
        /// Networks and whatever else a task needs before its first container.
        RESOURCE("ResourceInitializationError", "prepare");

        private final String error;
        private final String verb;

        Stage(String error, String verb) {
            this.error = error;
            this.verb = verb;
        }
    }

    /// Engines from 23 on clear that away themselves.
    private static final Pattern LEFT_OF_A_START =
            Pattern.compile("\\btask [0-9a-f]{64}: already exists|\\bid already in use");

    private EngineErrors() {}

    /// The reason, `CannotPullContainerError: …` and so on, at most [#MAX_REASON] characters, one line.
    ///
    /// @param what the name of the image, container, volume or network, as its owner knows it
    public static String reason(Stage stage, String what, EngineTrouble trouble) {
        return switch (trouble) {
            case DockerException refused -> line(error(stage, refused), words(refused));
            case EngineTimeout late ->
                line(
                        "DockerTimeoutError",
                        "Could not " + stage.verb + " " + what + "; timed out after waiting "
                                + late.waited().toSeconds() + " s");
            case EngineUnreachable away -> line(stage.error, "Cannot reach the Docker engine: " + away.getMessage());
        };
    }

    /// The same for what the engine was not even asked for.
    public static String reason(Stage stage, String cause) {
        return line(stage.error, cause);
    }

    /// Why a container ended, if its look tells more than its exit code does: memory, or a failed start; else null.
    public static @Nullable String endReason(ContainerLook ended) {
        if (ended.oomKilled()) return line("OutOfMemoryError", "Container killed due to memory usage");
        if (!ended.error().isEmpty() && !ended.state().alive()) return line(Stage.START.error, ended.error());
        return null;
    }

    /// Whether these words, of a container that was refused to start, tell of the engine's own
    /// trouble alone: it ended in the midst of an earlier start, and what its runtime still has of
    /// that is in the way.
    public static boolean cutShort(String words) {
        return LEFT_OF_A_START.matcher(words).find();
    }

    private static String error(Stage stage, DockerException refused) {
        // A volume named by the container only, made by the engine on its way.
        if (stage == Stage.CREATE && refused.reason().contains("error looking up volume plugin"))
            return Stage.VOLUME.error;
        return stage.error;
    }

    private static String words(DockerException refused) {
        // Errors inside a good answer are the daemon's as well, but no Docker client says so.
        return refused.status() >= 300 ? "Error response from daemon: " + refused.reason() : refused.reason();
    }

    private static String line(String error, String cause) {
        var line = (error + ": " + cause).strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON - 1) + "…";
    }
}
