package berth.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Change;
import berth.core.taskdef.Family;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// A process that commits is killed in the middle of it, again and again.
class RocksStoreCrashTest {
    private static final int KILLS = 20;

    @TempDir
    Path folder;

    /// The storage engine's native library, unpacked once: a process that is killed would leave its own copy
    /// behind.
    @TempDir
    Path engine;

    @BeforeEach
    void unpack() throws IOException {
        var name = Environment.getJniLibraryFileName("rocksdb");
        try (var library = Objects.requireNonNull(RocksDB.class.getResourceAsStream("/" + name), name)) {
            Files.copy(library, engine.resolve(name));
        }
    }

    /// Commits pairs that belong together, and says so once each is durable.
    static final class Committer {
        private Committer() {}

        public static void main(String[] args) {
            var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            try (var store = RocksStore.open(Path.of(args[0]))) {
                for (var n = Integer.parseInt(args[1]); ; n++) {
                    var changes = List.<Change>of(
                            new Change.Put(new Family("left", n)),
                            new Change.Put(new Family("item-" + n, n)),
                            new Change.Remove(Family.key("item-" + (n - 10))),
                            new Change.Put(new Family("right", n)));
                    store.commit(new Turn(store.kept().newest() + 1, Instant.EPOCH, changes, List.of()));
                    out.println(n + ".");
                }
            }
        }
    }

    @Test
    @Timeout(180)
    void nothing_acknowledged_is_lost_and_no_commit_is_half_there() throws Exception {
        var chance = new Random(7);
        var acknowledged = 0;
        for (var kill = 0; kill < KILLS; kill++) {
            acknowledged = killedAfter(acknowledged, 1 + chance.nextInt(20), chance);
            var found = loaded();
            int left = found.getOrDefault("left", 0);
            assertThat(left).isBetween(acknowledged, acknowledged + 1);
            assertThat(found).containsEntry("right", left).containsEntry("item-" + left, left);
            assertThat(found).hasSize(2 + Math.min(10, left)).doesNotContainKey("item-" + (left - 10));
            acknowledged = left;
        }
    }

    /// Kills a committer some time after it acknowledged `commits`; the last number it acknowledged.
    private int killedAfter(int begin, int commits, Random chance) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.library.path=" + engine,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committer.class.getName(),
                        folder.resolve("store").toString(),
                        Integer.toString(begin + 1))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var last = begin;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var n = 0; n < commits; n++) last = number(lines.readLine());
            // Somewhere inside a commit, not always right behind one.
            for (var spin = chance.nextInt(200_000); spin > 0; spin--) Thread.onSpinWait();
            // By its handle: destroying the process itself would throw away what it said last.
            assertThat(process.toHandle().destroyForcibly()).isTrue();
            // What it still said before it died counts; a torn last line does not.
            for (var said = lines.readLine(); said != null; said = lines.readLine()) {
                if (said.endsWith(".")) last = number(said);
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        return last;
    }

    private static int number(@Nullable String said) {
        return Integer.parseInt(String.valueOf(said).replace(".", ""));
    }

    private Map<String, Integer> loaded() {
        var found = new HashMap<String, Integer>();
        try (var store = RocksStore.open(folder.resolve("store"))) {
            store.load(entity -> {
                if (entity instanceof Family family) found.put(family.name(), family.lastRevision());
            });
        }
        return found;
    }
}
