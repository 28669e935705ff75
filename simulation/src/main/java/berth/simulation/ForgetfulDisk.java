package berth.simulation;

import berth.core.Change;
import berth.core.Entity;
import berth.core.Key;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.server.store.EntityCodec;
import berth.server.store.Store;
import berth.server.store.StoreFault;
import java.util.HashMap;
import java.util.List;
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
    public void commit(List<Change> changes) {
        var cut = next;
        next = null;
        if (cut == Cut.BEFORE_SYNC) throw new StoreFault("the power went before the sync", new IllegalStateException());
        for (var change : changes) {
            switch (change) {
                case Change.Put(var entity) -> {
                    synced.put(entity.key().path(), EntityCodec.write(entity));
                    meant.put(entity.key(), entity);
                }
                case Change.Remove(var key) -> {
                    synced.remove(key.path());
                    meant.remove(key);
                }
            }
        }
        if (cut == Cut.AFTER_SYNC) throw new StoreFault("the power went after the sync", new IllegalStateException());
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
