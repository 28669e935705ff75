package berth.simulation;

import berth.core.Change;
import berth.core.Entity;
import berth.core.Key;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.server.store.EntityCodec;
import berth.server.store.Store;
import berth.server.store.StoreFault;
import berth.server.store.Turn;
import berth.server.store.TurnCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A disk that forgets what was not synced. What it keeps are the bytes that the real store would keep.
final class ForgetfulDisk implements Store {
    /// Where in a commit the power goes.
    enum Cut {
        BEFORE_SYNC,
        AFTER_SYNC
    }

    private final TreeMap<String, byte[]> synced = new TreeMap<>();
    private final TreeMap<Long, byte[]> history = new TreeMap<>();
    /// The same as the writer had it in memory.
    private final Map<Key, Entity> meant = new HashMap<>();
    private @Nullable Cut next;

    /// The next commit will not come back.
    void cutNextCommit(Cut cut) {
        next = cut;
    }

    void healed() {
        next = null;
    }

    @Override
    public void load(Consumer<Entity> each) {
        synced.forEach((path, bytes) -> {
            var entity = EntityCodec.read(path, bytes);
            var was = meant.get(entity.key());
            if (!entity.equals(was))
                throw new Violation("loaded is not what was in memory:\n  loaded " + entity + "\n  memory " + was);
            each.accept(entity);
        });
    }

    @Override
    public void commit(Turn turn) {
        var cut = next;
        next = null;
        if (cut == Cut.BEFORE_SYNC) throw new StoreFault("the power went before the sync", new IllegalStateException());
        if (turn.revision() != kept().newest() + 1)
            throw new Violation("turn " + turn.revision() + " follows turn " + kept().newest());
        var record = new TurnCodec(turn);
        for (var change : turn.changes()) {
            switch (change) {
                case Change.Put(var entity) -> {
                    var bytes = EntityCodec.write(entity);
                    synced.put(entity.key().path(), bytes);
                    record.add(entity.key(), bytes);
                    meant.put(entity.key(), entity);
                }
                case Change.Remove(var key) -> {
                    synced.remove(key.path());
                    record.add(key, null);
                    meant.remove(key);
                }
            }
        }
        history.put(turn.revision(), record.bytes());
        if (cut == Cut.AFTER_SYNC) throw new StoreFault("the power went after the sync", new IllegalStateException());
    }

    @Override
    public Kept kept() {
        return history.isEmpty() ? Kept.NOTHING : new Kept(history.firstKey(), history.lastKey());
    }

    @Override
    public @Nullable Turn turn(long revision) {
        var record = history.get(revision);
        return record == null ? null : TurnCodec.read(revision, record);
    }

    @Override
    public void forget(long revision) {
        history.headMap(Math.min(revision, kept().newest())).clear();
    }

    @Override
    public void close() {}

    /// The task as it would survive a power cut; null if none would.
    @Nullable
    Task task(TaskId id) {
        return (Task) meant.get(id.key());
    }

    int size() {
        return synced.size();
    }
}
