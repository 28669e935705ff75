package berth.server.store;

import berth.core.Change;
import berth.core.Entity;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the bytes that the real store would keep, and forgets them with the process.
public final class MemoryStore implements Store {
    private final TreeMap<String, byte[]> entities = new TreeMap<>();
    private final ConcurrentSkipListMap<Long, byte[]> history = new ConcurrentSkipListMap<>();

    @Override
    public void load(Consumer<Entity> each) {
        entities.forEach((path, bytes) -> each.accept(EntityCodec.read(path, bytes)));
    }

    @Override
    public void commit(Turn turn) {
        var record = new TurnCodec(turn);
        for (var change : turn.changes()) {
            switch (change) {
                case Change.Put(var entity) -> {
                    var bytes = EntityCodec.write(entity);
                    entities.put(entity.key().path(), bytes);
                    record.add(entity.key(), bytes);
                }
                case Change.Remove(var key) -> {
                    entities.remove(key.path());
                    record.add(key, null);
                }
            }
        }
        history.put(turn.revision(), record.bytes());
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
}
