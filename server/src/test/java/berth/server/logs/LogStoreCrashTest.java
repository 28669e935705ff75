package berth.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes is killed in the midst of it, again and again.
class LogStoreCrashTest {
    private static final int KILLS = 8;
    private static final long NOW = 1_800_000_000_000L;

    @TempDir
    Path folder;

    /// Writes numbers, some a call, and says each call's last once it is answered.
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            var store = LogStore.open(Path.of(args[0]), 64L << 20);
            var next = Integer.parseInt(args[1]);
            if (next == 0) {
                store.createGroup("g", Map.of(), NOW);
                store.createStream("g", "s", NOW);
            }
            while (true) {
                var events = new ArrayList<NewEvent>();
                for (var n = 0; n < 1 + next % 7; n++) {
                    events.add(NewEvent.of(NOW + next + n, (next + n) + " " + "z".repeat(next % 3_000)));
                }
                store.put("g", "s", events, NOW);
                next += events.size();
                out.println((next - 1) + ".");
            }
        }
    }

    @Test
    @Timeout(120)
    void nothing_that_was_answered_is_lost_and_what_is_there_is_whole() throws Exception {
        var chance = new Random(11);
        var next = 0;
        for (var kill = 0; kill < KILLS; kill++) {
            var answered = killedAfter(next, 1 + chance.nextInt(200), chance);
            var found = read();
            assertThat(found).hasSizeGreaterThan(answered);
            for (var n = 0; n < found.size(); n++) assertThat(found.get(n)).startsWith(n + " ");
            next = found.size();
        }
    }

    private List<String> read() {
        try (var store = LogStore.open(folder.resolve("logs"), 64L << 20)) {
            var stream = Objects.requireNonNull(store.group("g").stream("s"));
            var pages = new EventPages(store);
            var all = new ArrayList<String>();
            var at = Position.before(0);
            for (var page = pages.after(stream, at, Position.END, 10_000);
                    !page.isEmpty();
                    page = pages.after(stream, at, Position.END, 10_000)) {
                page.forEach(event -> all.add(event.message()));
                at = page.getLast().position();
            }
            return all;
        }
    }

    private int killedAfter(int begin, int calls, Random chance) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.resolve("logs").toString(),
                        Integer.toString(begin))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var last = begin - 1;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var n = 0; n < calls; n++) last = number(lines.readLine());
            for (var spin = chance.nextInt(100_000); spin > 0; spin--) Thread.onSpinWait();
            // By its handle: destroying the process itself would throw away what it said last.
            assertThat(process.toHandle().destroyForcibly()).isTrue();
            for (var said = lines.readLine(); said != null; said = lines.readLine()) {
                if (said.endsWith(".")) last = number(said);
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        return last;
    }

    private static int number(@org.jspecify.annotations.Nullable String said) {
        return Integer.parseInt(String.valueOf(said).replace(".", ""));
    }
}
