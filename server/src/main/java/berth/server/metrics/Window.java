package berth.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What all tasks of one service used together, bin by bin, as far back as matters. Not thread-safe.
final class Window {
    static final Duration BIN = Duration.ofSeconds(5);
    /// Two minutes.
    static final int MOST_BINS = 24;
    /// How far back the highest use is looked for.
    static final Duration CALM = Duration.ofSeconds(10);

    /// @param number  which one it is since the epoch
    /// @param samples looks that fell into it
    private record Bin(long number, double cpu, double memoryMiB, int samples) {
        Bin with(double cpu, double memoryMiB) {
            return new Bin(number, this.cpu + cpu, this.memoryMiB + memoryMiB, samples + 1);
        }
    }

    private final ArrayDeque<Bin> bins = new ArrayDeque<>(MOST_BINS);
    private @Nullable Instant leftAt;

    /// A task is counted no longer. Until all others have told of the time since, less is known than they bear.
    void taskLeft(Instant now) {
        leftAt = now;
    }

    /// @param sinceAt all that is told here is of that time or later
    void add(Instant now, Instant sinceAt, double cpu, double memoryMiB) {
        if (leftAt != null && !sinceAt.isBefore(leftAt)) leftAt = null;
        var number = number(now);
        var last = bins.peekLast();
        if (last != null && last.number() == number) {
            bins.removeLast();
            bins.addLast(last.with(cpu, memoryMiB));
            return;
        }
        bins.addLast(new Bin(number, cpu, memoryMiB, 1));
        if (bins.size() > MOST_BINS) bins.removeFirst();
    }

    private static long number(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), BIN.toMillis());
    }

    /// The highest mean of a bin within the last while, in CPU units; infinite if less than that is known, or
    /// tasks that are left have not told yet what they bear without one that is gone.
    double highestCpu(Instant now) {
        return highest(now, true);
    }

    /// Likewise, in MiB.
    double highestMemoryMiB(Instant now) {
        return highest(now, false);
    }

    private double highest(Instant now, boolean ofCpu) {
        if (leftAt != null) return Double.POSITIVE_INFINITY;
        var oldest = number(now.minus(CALM));
        var highest = 0.0;
        var begun = false;
        for (var bin : bins) {
            begun |= bin.number() <= oldest;
            if (bin.number() < oldest) continue;
            highest = Math.max(highest, (ofCpu ? bin.cpu() : bin.memoryMiB()) / bin.samples());
        }
        return begun ? highest : Double.POSITIVE_INFINITY;
    }
}
