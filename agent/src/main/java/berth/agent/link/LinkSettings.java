package berth.agent.link;

import java.time.Duration;

/// How long the lines hold out.
///
/// @param inactivity   silence after which a socket is given up; up to as much again is added by chance
/// @param lifetime     after which a socket is renewed in order
/// @param inactiveWait before the control plane is asked again after it called the node inactive
/// @param metricsEvery between two rounds of metrics of a node that runs something
/// @param idleMetricsEvery between two rounds of one that runs nothing; not less
public record LinkSettings(
        Duration inactivity,
        Duration lifetime,
        Duration inactiveWait,
        Duration metricsEvery,
        Duration idleMetricsEvery) {
    public static final LinkSettings ECS = new LinkSettings(
            Duration.ofMinutes(1),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));

    /// As ECS's agent does, but for metrics: services that scale themselves go by them within seconds.
    public static final LinkSettings BERTH = new LinkSettings(
            ECS.inactivity, ECS.lifetime, ECS.inactiveWait, Duration.ofSeconds(5), ECS.idleMetricsEvery);

    public LinkSettings withInactiveWait(Duration wait) {
        return new LinkSettings(inactivity, lifetime, wait, metricsEvery, idleMetricsEvery);
    }
}
