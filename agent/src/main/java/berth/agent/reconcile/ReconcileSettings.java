package berth.agent.reconcile;

import java.time.Duration;

/// Numbers a reconciler works by.
///
/// @param cluster           as configured; containers that bear another cluster's label are not ours
/// @param network           name of the node's bridge, for addresses
/// @param startsInFlight    creates and starts at the engine at a time
/// @param lookEvery         between two full looks
/// @param cleanUpAfter      from a task's end to the removal of its containers
/// @param stoppedKept       stopped tasks kept at most; the oldest go first
/// @param submitsInFlight   tasks reported at a time
/// @param pullTries         for a pull that fails for transient trouble
public record ReconcileSettings(
        String cluster,
        String network,
        int startsInFlight,
        Duration lookEvery,
        Duration cleanUpAfter,
        int stoppedKept,
        int submitsInFlight,
        int pullTries) {
    public ReconcileSettings {
        if (startsInFlight < 1)
            throw new IllegalArgumentException("starts in flight must be at least 1 (got " + startsInFlight + ")");
    }

    /// The defaults for a cluster and a gate.
    public static ReconcileSettings of(String cluster, String network, int startsInFlight, Duration cleanUpAfter) {
        return new ReconcileSettings(
                cluster, network, startsInFlight, Duration.ofSeconds(30), cleanUpAfter, 500, 10, 5);
    }
}
