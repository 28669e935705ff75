package berth.agent.docker;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something happened at the engine. Only a reason to look: a look is the truth, events may be missed or come
/// late (`die` up to 0.25 s after the process is dead, for the engine tears the network down first).
public sealed interface EngineEvent {
    Instant at();

    /// Docker's word: `create`, `start`, `die`, `oom`, `health_status: healthy`, `destroy`; `connect`,
    /// `disconnect`, …
    String action();

    /// @param labels   the container's labels
    /// @param exitCode only with `die`
    record Container(
            Instant at,
            String action,
            String id,
            String name,
            String image,
            Map<String, String> labels,
            @Nullable Integer exitCode)
            implements EngineEvent {}

    /// @param containerId only with `connect` and `disconnect`
    record Network(
            Instant at,
            String action,
            String id,
            String name,
            @Nullable String containerId) implements EngineEvent {}
}
