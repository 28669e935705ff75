package berth.agent.docker;

import java.util.Map;

/// A network to be made.
///
/// @param driver  `bridge`, …
/// @param options of the driver
public record NetworkPlan(String name, String driver, Map<String, String> labels, Map<String, String> options) {}
