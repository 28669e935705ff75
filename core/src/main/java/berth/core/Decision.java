package berth.core;

import java.util.List;

/// What a question comes to: nothing in it has happened yet.
///
/// @param changes in the order they are to be applied; empty for a read
/// @param reply   what the asker hears once the changes are durable
public record Decision<R>(List<Change> changes, R reply) {
    public Decision {
        changes = List.copyOf(changes);
    }

    /// A decision that changes nothing.
    public static <R> Decision<R> reply(R reply) {
        return new Decision<>(List.of(), reply);
    }

    /// A decision that keeps one entity's new version.
    public static <R> Decision<R> put(Entity entity, R reply) {
        return new Decision<>(List.of(new Change.Put(entity)), reply);
    }
}
