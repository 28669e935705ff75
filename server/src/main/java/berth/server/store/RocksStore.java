package berth.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Change;
import berth.core.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The embedded store: RocksDB in a folder of its own. Its lock file keeps a second process out.
public final class RocksStore implements Store {
    // What a control plane keeps fits in memory anyway, so the engine needs little: these bounds hold its share small.
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final long LOG_BYTES = 4L << 20;
    private static final int KEPT_LOGS = 2;

    private final RocksDB db;
    private final Options options;
    private final WriteOptions synced = new WriteOptions().setSync(true);

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
        try (var it = db.newIterator()) {
            for (it.seekToFirst(); it.isValid(); it.next()) {
                each.accept(EntityCodec.read(new String(it.key(), UTF_8), it.value()));
            }
            it.status();
        } catch (RocksDBException e) {
            throw new StoreFault("The store can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void commit(List<Change> changes) {
        if (changes.isEmpty()) return;
        try (var batch = new WriteBatch()) {
            for (var change : changes) {
                var key = change.key().path().getBytes(UTF_8);
                switch (change) {
                    case Change.Put(var entity) -> batch.put(key, EntityCodec.write(entity));
                    case Change.Remove ignored -> batch.delete(key);
                }
            }
            db.write(synced, batch);
        } catch (RocksDBException e) {
            throw new StoreFault(changes.size() + " changes could not be made durable: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        synced.close();
        db.close();
        options.close();
    }
}
