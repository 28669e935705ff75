package berth.core.node;

import org.jspecify.annotations.Nullable;

/// Something a node is or can do.
///
/// @param value null for a bare capability
public record Attribute(String name, @Nullable String value) {}
