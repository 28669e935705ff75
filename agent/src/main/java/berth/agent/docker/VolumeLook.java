package berth.agent.docker;

import java.util.Map;

/// A volume as it is.
///
/// @param mountpoint where the engine's machine has it
/// @param scope      `local` or `global`
public record VolumeLook(
        String name,
        String driver,
        String mountpoint,
        String scope,
        Map<String, String> labels,
        Map<String, String> options) {}
