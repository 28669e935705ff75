package berth.agent.docker;

import java.util.Map;

/// A volume to be made.
///
/// @param driver  `local`, or a plugin's name
/// @param options of the driver
public record VolumePlan(String name, String driver, Map<String, String> options, Map<String, String> labels) {}
