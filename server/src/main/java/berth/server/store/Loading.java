package berth.server.store;

import berth.core.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Makes entities of records: one thread reads, some decode, and whoever asked for them gets them
/// in the order of the records. Who falls behind is waited for, so what lies between is bounded:
/// two batches for each decoder.
final class Loading {
    /// A batch is full with so many records or bytes, whichever is first.
    static final int BATCH_RECORDS = 256;

    static final int BATCH_BYTES = 256 << 10;
    /// More would wait for the one who gets the entities.
    private static final int MAX_DECODERS = 8;

    /// A record as it was read: its key and its bytes.
    static final class Encoded {
        private final String path;
        private final byte[] json;

        Encoded(String path, byte[] json) {
            this.path = path;
            this.json = json;
        }

        int size() {
            return json.length;
        }

        private Entity decoded(EntityReader reader) {
            return reader.read(path, json);
        }
    }

    /// Where records come from. Asked by one thread, another than the one that made it.
    interface Source {
        /// The next records, no more than make a batch; empty after the last.
        ///
        /// @throws StoreFault if they can't be read
        List<Encoded> next();
    }

    private final int decoders;

    /// @param decoders how many threads decode, at least one
    Loading(int decoders) {
        this.decoders = decoders;
    }

    /// As fast as this machine can.
    static Loading onAllCores() {
        return new Loading(Math.min(Runtime.getRuntime().availableProcessors(), MAX_DECODERS));
    }

    /// How many batches may be read and not handed over: those that wait, the one that is handed
    /// over, and the one that was read while there was no room.
    int maxAhead() {
        return 2 * decoders + 2;
    }

    /// Hands over all entities on the caller's thread. Nothing runs any more when it returns.
    ///
    /// @throws StoreFault the source's, or one that names the first record that can't be understood
    void run(Source source, Consumer<Entity> each) {
        var batches = new ArrayBlockingQueue<Future<List<Entity>>>(2 * decoders);
        var threads = Executors.newFixedThreadPool(
                1 + decoders,
                Thread.ofPlatform().name("store-load-", 0).daemon().factory());
        try {
            var _ = threads.submit(() -> read(source, batches, threads));
            for (var batch = taken(batches); !batch.isEmpty(); batch = taken(batches)) batch.forEach(each);
        } finally {
            // Whoever still reads or decodes does it for nobody.
            threads.shutdownNow();
            batches.clear(); // so that the one who reads is not left waiting for room
            threads.close();
        }
    }

    /// Ends with a batch that is empty, or with the reason why it can't go on.
    private static Void read(Source source, ArrayBlockingQueue<Future<List<Entity>>> batches, ExecutorService threads)
            throws InterruptedException {
        var readers = ThreadLocal.withInitial(EntityReader::new);
        try {
            List<Encoded> batch;
            do {
                batch = source.next();
                var records = batch;
                batches.put(threads.submit(() -> decoded(records, readers.get())));
            } while (!batch.isEmpty());
        } catch (RuntimeException | Error fault) {
            batches.put(CompletableFuture.failedFuture(fault));
        }
        return null;
    }

    private static List<Entity> decoded(List<Encoded> records, EntityReader reader) {
        var entities = new ArrayList<Entity>(records.size());
        for (var record : records) entities.add(record.decoded(reader));
        return entities;
    }

    private static List<Entity> taken(ArrayBlockingQueue<Future<List<Entity>>> batches) {
        try {
            return batches.take().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) throw fault;
            if (e.getCause() instanceof Error fault) throw fault;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFault("Loading the store was interrupted", e);
        }
    }
}
