package berth.core.queue;

import berth.core.placement.Constraint.MemberOf;
import berth.core.placement.Pool;
import berth.core.placement.Rank;
import berth.core.placement.Request;
import java.util.TreeMap;

/// Those of a queue that ask the same of placement: if the first of them finds no room, the others need not be
/// tried.
///
/// What was in vain is noted with the pool's own count of what has happened, and is in vain until that moves.
public final class Line {
    private static final long NEVER = -1;

    private final TreeMap<Rank, Waiting> members = new TreeMap<>();
    private final boolean readsTasks;
    private long noRoomAt = NEVER;
    private long tooLargeAt = NEVER;
    private long noVictimsAt = NEVER;

    Line(Request request) {
        readsTasks = request.constraints().stream()
                .anyMatch(constraint -> constraint instanceof MemberOf(var query) && query.readsTasks());
    }

    /// @return whether another is the first now
    boolean put(Waiting waiting) {
        var before = members.isEmpty() ? null : members.firstKey();
        members.put(waiting.rank(), waiting);
        if (members.firstKey().equals(before)) return false;
        // Whoever comes earlier may go where the others may not.
        forget();
        return true;
    }

    void remove(Rank rank) {
        members.remove(rank);
    }

    void forget() {
        noRoomAt = NEVER;
        tooLargeAt = NEVER;
        noVictimsAt = NEVER;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /// Whose turn it is.
    public Waiting first() {
        return members.firstEntry().getValue();
    }

    /// Whether a change of tasks alone, even one that takes room, may let it fit.
    boolean readsTasks() {
        return readsTasks;
    }

    /// Whether no node took the first, and nothing has happened since that could change that.
    public boolean foundNoRoom(Pool pool) {
        return noRoomAt == relevant(pool);
    }

    public void findsNoRoom(Pool pool) {
        noRoomAt = relevant(pool);
    }

    private long relevant(Pool pool) {
        return readsTasks ? pool.changes() : pool.loosenings();
    }

    /// Whether no node would take the first even if it were empty, and no node has changed since.
    public boolean isTooLarge(Pool pool) {
        return tooLargeAt == pool.instanceChanges();
    }

    public void tooLarge(Pool pool) {
        tooLargeAt = pool.instanceChanges();
    }

    /// Whether nobody could be stopped to any avail, and nothing has happened since.
    public boolean foundNoVictims(Pool pool) {
        return noVictimsAt == pool.changes();
    }

    public void findsNoVictims(Pool pool) {
        noVictimsAt = pool.changes();
    }
}
