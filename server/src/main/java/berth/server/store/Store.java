package berth.server.store;

import berth.core.Change;
import berth.core.Entity;
import java.util.List;
import java.util.function.Consumer;

/// Keeps entities. Used by one thread at a time.
public interface Store extends AutoCloseable {
    /// Hands over every entity, in the order of their keys.
    ///
    /// @throws StoreFault if the engine fails or a record can't be understood
    void load(Consumer<Entity> each);

    /// Makes all of `changes` durable, or none. Returns once they would survive a power cut.
    ///
    /// @param changes in order; a later one of the same key wins
    /// @throws StoreFault after which nobody knows what is on disk: the process must end, and load again
    void commit(List<Change> changes);

    @Override
    void close();
}
