package berth.agent.cgroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An engine with the `systemd` driver wants a slice, and only systemd may write to its tree: it is told
/// the limits as properties, which last until the machine is started anew.
///
/// @param cgroupVersion 1 or 2: the property for memory has another name
record Slices(Systemctl systemctl, int cgroupVersion) implements Hierarchy {
    /// Runs `systemctl` with these words, and waits.
    @FunctionalInterface
    interface Systemctl {
        /// @throws IOException it is not there, or ended with another code than 0
        void run(List<String> words) throws IOException;
    }

    @Override
    public String make(String id, TaskLimits limits) throws IOException {
        var words = new ArrayList<>(List.of("set-property", "--runtime", name(id)));
        if (limits.hasCpu())
            words.add(String.format(
                    Locale.ROOT, "CPUQuota=%.2f%%", 100.0 * limits.quotaMicros() / TaskLimits.PERIOD_MICROS));
        if (limits.hasMemory()) words.add((cgroupVersion == 2 ? "MemoryMax=" : "MemoryLimit=") + limits.memoryBytes());
        systemctl.run(words);
        systemctl.run(List.of("start", name(id)));
        return name(id);
    }

    /// The task's containers have been removed by then: stopping a slice would end what is in it.
    @Override
    public boolean remove(String id) throws IOException {
        systemctl.run(List.of("stop", name(id)));
        systemctl.run(List.of("revert", name(id)));
        return true;
    }

    /// A dash in a slice's name is a level of the tree.
    private static String name(String id) {
        return "ecstasks-" + id.replace('-', '_') + ".slice";
    }
}
