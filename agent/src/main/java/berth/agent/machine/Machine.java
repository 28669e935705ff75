package berth.agent.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is read of the machine that the agent runs on. Thread-safe; each call takes a fresh look.
public interface Machine {
    /// Its network interfaces, in the kernel's order. About 1 ms.
    ///
    /// @throws java.io.UncheckedIOException the kernel does not tell
    List<Nic> nics();

    /// Names the physical machine as well as can be known from inside; null if nothing names it.
    @Nullable
    String host();
}
