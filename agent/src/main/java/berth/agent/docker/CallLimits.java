package berth.agent.docker;

import java.time.Duration;

/// How long the engine may take to answer.
///
/// @param look      versions, inspects, listings
/// @param create    a container, network or volume
/// @param start     of a container
/// @param stopExtra beyond the grace time of a stop; also for a kill
/// @param remove    of a container, network or volume
public record CallLimits(Duration look, Duration create, Duration start, Duration stopExtra, Duration remove) {
    /// What ECS's agent allows.
    public static final CallLimits ECS = new CallLimits(
            Duration.ofSeconds(30),
            Duration.ofMinutes(4),
            Duration.ofMinutes(3),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5));
}
