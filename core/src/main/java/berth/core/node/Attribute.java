package berth.core.node;

import org.jspecify.annotations.Nullable;

/// Something a node is or can do.
///
/// @param value  null for a bare capability
/// @param custom whether a user put it there by PutAttributes, rather than the node when it registered
public record Attribute(String name, @Nullable String value, boolean custom) {
    /// As a node registers it.
    public Attribute(String name, @Nullable String value) {
        this(name, value, false);
    }

    public static Attribute custom(String name, @Nullable String value) {
        return new Attribute(name, value, true);
    }

    /// Whether a name is of those that nodes alone may use, whether a node has used it or not.
    ///
    /// Source: the ECS developer guide, "Container instance attributes".
    public static boolean reserved(String name) {
        return name.startsWith("ecs.") || name.startsWith("com.amazonaws.");
    }
}
