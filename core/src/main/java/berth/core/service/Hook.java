package berth.core.service;

import java.time.Duration;
import java.util.List;

/// Where a deployment stops until somebody lets it go on: ECS's `PAUSE` hooks.
///
/// @param id        names it in ContinueServiceDeployment; unique in its rules
/// @param stages    before each of which it stops
/// @param patience  how long it waits, then does as `onTimeout` says
/// @param onTimeout whether it goes on (CONTINUE) or back (ROLLBACK)
public record Hook(String id, List<Stage> stages, Duration patience, OnTimeout onTimeout) {
    public enum OnTimeout {
        CONTINUE,
        ROLLBACK
    }

    public Hook {
        stages = List.copyOf(stages);
    }
}
