package berth.core.placement;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How to choose among the nodes that can take a task. At most `MAX` in a call; each breaks the ties of the one
/// before.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html">ECS</a>
public sealed interface Strategy {
    int MAX = 5;

    /// How it is kept with a task, and typed: `spread:attribute:disk`, `binpack:cpu`, `random`.
    default String text() {
        return switch (this) {
            case Spread(var field) -> "spread:" + field;
            case Binpack(var field) -> "binpack:" + field.name().toLowerCase(Locale.ROOT);
            case Random() -> "random";
        };
    }

    /// The one that `text` is of.
    ///
    /// @throws IllegalArgumentException if there is none
    static Strategy of(String text) {
        if (text.equals("random")) return new Random();
        if (text.startsWith("spread:")) return new Spread(text.substring("spread:".length()));
        for (var field : Binpack.Field.values()) {
            var binpack = new Binpack(field);
            if (binpack.text().equals(text)) return binpack;
        }
        throw new IllegalArgumentException("there is no strategy " + text);
    }

    /// The domain with the fewest tasks of the same group. A domain is a node, or all nodes with the same value of an
    /// attribute; nodes that do not have the attribute, or have it without a value, are one domain together.
    ///
    /// @param field `instanceId`, or `attribute:NAME`
    record Spread(String field) implements Strategy {
        public static final String INSTANCE = "instanceId";
        private static final String ATTRIBUTE = "attribute:";

        public Spread {
            if (!field.equals(INSTANCE) && !(field.startsWith(ATTRIBUTE) && field.length() > ATTRIBUTE.length())) {
                throw new IllegalArgumentException("spread is by instanceId or attribute:NAME (got " + field + ")");
            }
        }

        public static Spread byAttribute(String name) {
            return new Spread(ATTRIBUTE + name);
        }

        /// The attribute's name, null for a spread over nodes.
        public @Nullable String attribute() {
            return field.equals(INSTANCE) ? null : field.substring(ATTRIBUTE.length());
        }
    }

    /// The node with the least left of something that still fits.
    record Binpack(Field field) implements Strategy {
        public enum Field {
            CPU,
            MEMORY,
            /// CPU, memory and GPUs together, each as a share of what the node has: ours, ECS has the other
            /// two.
            RESOURCES
        }
    }

    /// Any of those that are left, each as likely as the other. What comes after it has nothing to choose from.
    record Random() implements Strategy {}
}
