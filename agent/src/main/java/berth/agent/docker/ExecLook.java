package berth.agent.docker;

import org.jspecify.annotations.Nullable;

/// A command in a container, as the engine shows it.
///
/// @param exitCode null while it runs
/// @param pid      on the engine's machine; 0 before it runs, and for ever if it never could be started
public record ExecLook(boolean running, @Nullable Integer exitCode, int pid) {}
