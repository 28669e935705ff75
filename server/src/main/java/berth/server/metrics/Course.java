package berth.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How what one task uses has changed, bin by bin: the last quarter of an hour. Not thread-safe.
public final class Course {
    /// As often as the open-source agent tells.
    static final Duration BIN = Duration.ofSeconds(20);
    static final int BINS = 45;

    /// The mean of a bin.
    ///
    /// @param at the bin's begin
    public record Point(Instant at, double cpu, double memoryMiB) {}

    // Plain arrays: there is one of these for each task.
    private final float[] cpu = new float[BINS];
    private final float[] memoryMiB = new float[BINS];
    private final byte[] samples = new byte[BINS];
    private long newest;

    Course(Instant first) {
        newest = number(first);
    }

    /// What is older than the oldest bin is left out, as are more samples of a bin than count (127).
    void add(Instant at, double cpu, double memoryMiB) {
        var number = number(at);
        if (number <= newest - BINS) return;
        for (var fresh = Math.max(newest + 1, number - BINS + 1); fresh <= number; fresh++) clear(slot(fresh));
        newest = Math.max(newest, number);
        var slot = slot(number);
        if (samples[slot] == Byte.MAX_VALUE) return;
        this.cpu[slot] += (float) cpu;
        this.memoryMiB[slot] += (float) memoryMiB;
        samples[slot]++;
    }

    private void clear(int slot) {
        cpu[slot] = 0;
        memoryMiB[slot] = 0;
        samples[slot] = 0;
    }

    /// The oldest first; bins of which nothing is known are left out.
    List<Point> points(Instant now) {
        var points = new ArrayList<Point>();
        for (var number = Math.max(newest, number(now)) - BINS + 1; number <= newest; number++) {
            var slot = slot(number);
            if (samples[slot] == 0) continue;
            points.add(new Point(
                    Instant.ofEpochSecond(number * BIN.toSeconds()),
                    cpu[slot] / samples[slot],
                    memoryMiB[slot] / samples[slot]));
        }
        return points;
    }

    private static long number(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), BIN.toSeconds());
    }

    private static int slot(long number) {
        return Math.floorMod(number, BINS);
    }
}
