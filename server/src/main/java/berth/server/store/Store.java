package berth.server.store;

import berth.core.Entity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps entities, and for a while the turns that made them what they are.
///
/// The single writer loads and commits. The history's methods (`turn`, `forget`) may be called by any thread
/// meanwhile.
public interface Store extends AutoCloseable {
    /// Hands over every entity on the caller's thread, in the order of their keys; others may
    /// decode them meanwhile. Reads no history.
    ///
    /// @throws StoreFault if the engine fails or a record can't be understood
    void load(Consumer<Entity> each);

    /// Makes all of a turn durable, or none: its changes, and the turn itself as history. Returns once they would
    /// survive a power cut.
    ///
    /// @param turn the one after the newest; a later change of the same key wins
    /// @throws StoreFault after which nobody knows what is on disk: the process must end, and load again
    void commit(Turn turn);

    /// Which turns are kept: none is missing between the oldest and the newest.
    Kept kept();

    /// A turn that is kept, with those of its changes that are told of (`TurnCodec`); null if it was forgotten, or
    /// never was.
    ///
    /// @throws StoreFault if the engine fails, the record can't be understood, or the store is closed
    @Nullable
    Turn turn(long revision);

    /// Forgets the turns before `revision`. The newest stays whatever is asked, for the next is counted from it.
    /// Need not survive a power cut.
    void forget(long revision);

    @Override
    void close();

    /// @param oldest the oldest revision that is kept, `newest + 1` if none is
    /// @param newest the newest there ever was, 0 if there never was one
    record Kept(long oldest, long newest) {
        public static final Kept NOTHING = new Kept(1, 0);
    }
}
