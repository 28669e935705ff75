package berth.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What really became of the containers on one node, whoever was told of it. Survives everything.
final class Truth {
    /// Why a container is not alive.
    enum Why {
        /// Its process ended by itself, or its engine or machine did.
        BY_ITSELF,
        /// It was told to.
        STOPPED,
        /// Its image could not be had, or the engine refused to create or start it.
        NEVER_RAN
    }

    /// @param exitCode null if it never ran
    record End(Why why, @Nullable Integer exitCode) {}

    private final Map<String, Map<String, End>> ends = new LinkedHashMap<>();
    private final Map<String, List<String>> failures = new LinkedHashMap<>();

    void ended(Vessel vessel, Why why) {
        ends.computeIfAbsent(vessel.task(), task -> new LinkedHashMap<>())
                .put(vessel.container(), new End(why, vessel.exitCode));
    }

    /// It runs after all, though an earlier start was refused.
    void began(Vessel vessel) {
        var ofTask = ends.get(vessel.task());
        if (ofTask != null) ofTask.remove(vessel.container());
    }

    /// Something that the engine refused.
    ///
    /// @param what a task's ARN, or an image
    void refused(String what, String reason) {
        failures.computeIfAbsent(what, key -> new ArrayList<>()).add(reason);
    }

    /// How the container ended; null if it did not, or never ran.
    @Nullable
    End end(String task, String container) {
        return ends.getOrDefault(task, Map.of()).get(container);
    }

    boolean wasRefused(String what) {
        return failures.containsKey(what);
    }
}
