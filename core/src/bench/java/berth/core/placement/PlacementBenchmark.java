package berth.core.placement;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Decisions per second. One is: choose a node for a task, put the task there, end the oldest one.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class PlacementBenchmark {
    @Param("5000")
    public int nodes;

    /// Percent.
    @Param("50")
    public int full;

    @Param("1")
    public int shapes;

    @Param("default")
    public String kind = "";

    private @Nullable Bed bed;

    /// Its members are set by JMH.
    public PlacementBenchmark() {}

    @Setup(Level.Trial)
    public void setUp() {
        var kind = Bed.KINDS.get(this.kind);
        if (kind == null) throw new IllegalArgumentException("kind is one of " + Bed.KINDS.keySet());
        bed = new Bed(nodes, full, shapes, kind);
        bed.warmUp();
        for (var i = 0; i < 20; i++) {
            if (!bed.agrees()) throw new IllegalStateException("pool, scan and oracle disagree");
            if (bed.engineTurn() == null) throw new IllegalStateException("no room is left");
        }
    }

    @Benchmark
    public @Nullable Object engine() {
        return bed().engineTurn();
    }

    @Benchmark
    public @Nullable Object scan() {
        return bed().scanTurn();
    }

    @Benchmark
    public Object oracle() {
        return bed().oracle();
    }

    private Bed bed() {
        if (bed == null) throw new IllegalStateException("not set up");
        return bed;
    }
}
