package berth.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// What happened, line by line, and a sum over all of it: equal sums, equal histories.
final class Trace {
    private static final int LINES_KEPT = 400;

    private final Instant begin;
    private final Deque<String> last = new ArrayDeque<>();
    private final CRC32C sum = new CRC32C();
    private long lines;
    private Consumer<String> reader = line -> {};

    Trace(Instant begin) {
        this.begin = begin;
    }

    /// Hears every line from now on.
    void readBy(Consumer<String> reader) {
        this.reader = reader;
    }

    void add(Instant at, String who, String what) {
        var line = String.format("%11.6f  %-8s %s", Duration.between(begin, at).toNanos() / 1e9, who, what);
        lines++;
        sum.update(line.getBytes(StandardCharsets.UTF_8));
        last.add(line);
        if (last.size() > LINES_KEPT) last.remove();
        reader.accept(line);
    }

    /// Number of lines and sum over them.
    String digest() {
        return lines + "/" + Long.toHexString(sum.getValue());
    }

    /// The newest lines, the newest last.
    String tail() {
        return String.join("\n", last);
    }
}
