package berth.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Change;
import berth.core.Entity;
import berth.server.store.Loading.Encoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The embedded store: RocksDB in a folder of its own. Its lock file keeps a second process out.
public final class RocksStore implements Store {
    // What a control plane keeps fits in memory anyway, so the engine needs little: these bounds hold its share small.
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final long LOG_BYTES = 4L << 20;
    private static final int KEPT_LOGS = 2;
    private static final int READ_AHEAD_BYTES = 2 << 20;
    /// What the keys of history begin with. It sorts behind every kind of entity.
    private static final String HISTORY = "~turn/";

    private final RocksDB db;
    private final Options options;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    /// Held to read while the engine is in use, since it must not be closed under whoever reads history.
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private RocksStore(RocksDB db, Options options) {
        this.db = db;
        this.options = options;
    }

    /// Opens the store in `folder`, making it (mode 0700) if it is not there.
    ///
    /// @throws StoreFault if another process holds it, or it can't be read
    public static RocksStore open(Path folder) {
        RocksDB.loadLibrary();
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxLogFileSize(LOG_BYTES)
                .setKeepLogFileNum(KEPT_LOGS)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
        try {
            return new RocksStore(RocksDB.open(options, folder.toString()), options);
        } catch (RocksDBException e) {
            options.close();
            throw new StoreFault("The store in " + folder + " can't be opened: " + why(e), e);
        }
    }

    private static String why(RocksDBException e) {
        var message = String.valueOf(e.getMessage());
        return message.contains("LOCK") || message.contains("lock hold")
                ? "another control plane uses it (" + message + ")"
                : message;
    }

    @Override
    public void load(Consumer<Entity> each) {
        try (var end = new Slice(HISTORY);
                var entities = new ReadOptions()
                        .setIterateUpperBound(end)
                        .setReadaheadSize(READ_AHEAD_BYTES)
                        // Nobody reads them again.
                        .setFillCache(false);
                var it = db.newIterator(entities)) {
            it.seekToFirst();
            Loading.onAllCores().run(() -> batch(it), each);
        }
    }

    private static List<Encoded> batch(RocksIterator it) {
        var batch = new ArrayList<Encoded>(Loading.BATCH_RECORDS);
        try {
            for (var bytes = 0; batch.size() < Loading.BATCH_RECORDS && bytes < Loading.BATCH_BYTES; it.next()) {
                if (!it.isValid()) {
                    it.status();
                    break;
                }
                var record = new Encoded(new String(it.key(), UTF_8), it.value());
                batch.add(record);
                bytes += record.size();
            }
        } catch (RocksDBException e) {
            throw new StoreFault("The store can't be read: " + e.getMessage(), e);
        }
        return batch;
    }

    @Override
    public void commit(Turn turn) {
        try (var batch = new WriteBatch()) {
            var record = new TurnCodec(turn);
            for (var change : turn.changes()) {
                var key = change.key().path().getBytes(UTF_8);
                switch (change) {
                    case Change.Put(var entity) -> {
                        var bytes = EntityCodec.write(entity);
                        batch.put(key, bytes);
                        record.add(entity.key(), bytes);
                    }
                    case Change.Remove(var removed) -> {
                        batch.delete(key);
                        record.add(removed, null);
                    }
                }
            }
            batch.put(key(turn.revision()), record.bytes());
            db.write(synced, batch);
        } catch (RocksDBException e) {
            throw new StoreFault(turn.changes().size() + " changes could not be made durable: " + e.getMessage(), e);
        }
    }

    // ---- history

    /// As wide as the largest, so that keys stand in the order of revisions.
    private static byte[] key(long revision) {
        return String.format(Locale.ROOT, "%s%019d", HISTORY, revision).getBytes(UTF_8);
    }

    private static long revision(byte[] key) {
        return Long.parseLong(new String(key, UTF_8).substring(HISTORY.length()));
    }

    @Override
    public Kept kept() {
        return using(() -> {
            try (var it = db.newIterator()) {
                it.seek(key(0));
                if (!it.isValid()) {
                    it.status();
                    return Kept.NOTHING;
                }
                var oldest = revision(it.key());
                it.seekToLast();
                return new Kept(oldest, revision(it.key()));
            }
        });
    }

    @Override
    public @Nullable Turn turn(long revision) {
        var record = using(() -> Optional.ofNullable(db.get(key(revision))));
        return record.map(bytes -> TurnCodec.read(revision, bytes)).orElse(null);
    }

    @Override
    public void forget(long revision) {
        using(() -> {
            db.deleteRange(unsynced, key(0), key(Math.min(revision, kept().newest())));
            return true;
        });
    }

    private interface Using<R> {
        R engine() throws RocksDBException;
    }

    private <R> R using(Using<R> some) {
        use.readLock().lock();
        try {
            if (closed) throw new StoreFault("The store is closed", null);
            return some.engine();
        } catch (RocksDBException e) {
            throw new StoreFault("The store's history can't be used: " + e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (closed) return;
            closed = true;
            synced.close();
            unsynced.close();
            db.close();
            options.close();
        } finally {
            use.writeLock().unlock();
        }
    }
}
