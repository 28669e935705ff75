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
/// @param images            when unused ones are removed
public record ReconcileSettings(
        String cluster,
        String network,
        int startsInFlight,
        Duration lookEvery,
        Duration cleanUpAfter,
        int stoppedKept,
        int submitsInFlight,
        int pullTries,
        ImageCare images) {
    /// With images looked after as ECS's agent does.
    public ReconcileSettings(
            String cluster,
            String network,
            int startsInFlight,
            Duration lookEvery,
            Duration cleanUpAfter,
            int stoppedKept,
            int submitsInFlight,
            int pullTries) {
        this(
                cluster,
                network,
                startsInFlight,
                lookEvery,
                cleanUpAfter,
                stoppedKept,
                submitsInFlight,
                pullTries,
                ImageCare.ECS);
    }

    public ReconcileSettings {
        if (startsInFlight < 1)
            throw new IllegalArgumentException("starts in flight must be at least 1 (got " + startsInFlight + ")");
    }

    public ReconcileSettings withImages(ImageCare images) {
        return new ReconcileSettings(
                cluster,
                network,
                startsInFlight,
                lookEvery,
                cleanUpAfter,
                stoppedKept,
                submitsInFlight,
                pullTries,
                images);
    }

    /// The defaults for a cluster and a gate.
    public static ReconcileSettings of(String cluster, String network, int startsInFlight, Duration cleanUpAfter) {
        return new ReconcileSettings(
                cluster, network, startsInFlight, Duration.ofSeconds(30), cleanUpAfter, 500, 10, 5);
    }
}
