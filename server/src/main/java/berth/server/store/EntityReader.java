package berth.server.store;

import berth.core.Entity;
import berth.core.Kind;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/// Reads many records one after the other, and holds once what the entities have in common. Not
/// thread-safe.
final class EntityReader {
    private final Map<Kind, ObjectReader> byKind = new EnumMap<>(Kind.class);
    private final Alike alike = new Alike();

    /// As `EntityCodec.read`.
    ///
    /// @throws StoreFault naming the key
    Entity read(String path, byte[] json) {
        try {
            var reader = byKind.computeIfAbsent(
                    EntityCodec.kind(path),
                    kind -> EntityCodec.mapper()
                            .readerFor(EntityCodec.type(kind))
                            .withAttribute(Alike.class, alike));
            return EntityCodec.checked(path, reader.readValue(json));
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw EntityCodec.broken(path, e);
        }
    }
}
