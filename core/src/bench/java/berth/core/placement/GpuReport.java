package berth.core.placement;

import berth.core.placement.Strategy.Binpack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Gives out the GPUs of a public trace until more have been asked for than there are.
final class GpuReport {
    private static final double DEMAND = 1.3;
    /// As in the paper.
    private static final int FIRST_SEED = 42;

    private static final String PUBLISHED = "fgd-atc23-expected-gpu-allocation.csv";

    private final Path folder;
    private final int seeds;
    private final List<String> lists;

    /// @param seeds how many orders of the tasks
    /// @param lists of tasks, by the ends of their files' names
    GpuReport(Path folder, int seeds, List<String> lists) {
        this.folder = folder;
        this.seeds = seeds;
        this.lists = List.copyOf(lists);
    }

    static List<String> files(List<String> lists) {
        return Stream.concat(
                        Stream.of(GpuTrace.NODES, PUBLISHED), lists.stream().map(GpuTrace::file))
                .toList();
    }

    void print() throws IOException {
        var parted = new ArrayList<List<String>>();
        var whole = new ArrayList<List<String>>();
        for (var list : lists) {
            var trace = GpuTrace.read(folder, list);
            parted.add(partedRow(list, trace));
            whole.add(wholeRow(list, trace.rounded()));
        }
        System.out.println(
                "\nGPUs given out when 1.3 times as many were asked for, in per cent, parts of a GPU as in the trace; mean of "
                        + seeds + " orders\n");
        PlacementReport.table(
                List.of(
                        "tasks",
                        "First Fit",
                        "Best Fit",
                        "`binpack` by `cpu`",
                        "by `resources`",
                        "published: DotProd",
                        "BestFit",
                        "FGD",
                        "ms a decision by `resources`, full scan"),
                parted);
        System.out.println(
                "\nGPUs given out when 1.3 times as many were asked for, in per cent, each part taken for a whole one, by the scheduler itself\n");
        PlacementReport.table(
                List.of(
                        "tasks",
                        "by `memory`",
                        "by `cpu`",
                        "by `resources`",
                        "spread over nodes",
                        "ms a decision by `resources`"),
                whole);
    }

    private List<String> partedRow(String list, GpuTrace trace) throws IOException {
        var row = new ArrayList<String>();
        row.add(list);
        var millis = 0.0;
        for (var rule : PartedGpus.Rule.values()) {
            var percent = 0.0;
            for (var seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
                var cluster = new PartedGpus(trace, rule);
                var demand = trace.demand(DEMAND, seed);
                millis = millis(demand, cluster::place);
                percent += 100.0 * cluster.milli() / trace.milli() / seeds;
            }
            row.add(percent(percent));
        }
        for (var policy : List.of("DotProd", "BestFit", "FGD")) row.add(published(list, policy));
        row.add(String.format(Locale.ROOT, "%.4f", millis));
        return row;
    }

    private List<String> wholeRow(String list, GpuTrace trace) {
        var row = new ArrayList<String>();
        row.add(list);
        var time = 0.0;
        for (var strategy : List.of(
                new Binpack(Binpack.Field.MEMORY),
                new Binpack(Binpack.Field.CPU),
                new Binpack(Binpack.Field.RESOURCES),
                new Strategy.Spread(Strategy.Spread.INSTANCE))) {
            var percent = 0.0;
            for (var seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
                var cluster = new WholeGpus(trace, strategy);
                var millis = millis(trace.demand(DEMAND, seed), cluster::place);
                if (strategy.equals(new Binpack(Binpack.Field.RESOURCES))) time = millis;
                percent += 100_000.0 * cluster.gpus() / trace.milli() / seeds;
            }
            row.add(percent(percent));
        }
        row.add(String.format(Locale.ROOT, "%.4f", time));
        return row;
    }

    /// Places all, and says how many milliseconds each took.
    private static double millis(List<GpuTrace.Job> demand, Consumer<GpuTrace.Job> cluster) {
        var start = System.nanoTime();
        demand.forEach(cluster);
        return (System.nanoTime() - start) / 1e6 / demand.size();
    }

    private String published(String list, String policy) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(PUBLISHED))) {
            return lines.map(line -> line.split(",", -1))
                    .filter(words -> words[0].equals("openb_pod_list_" + list) && words[1].equals(policy))
                    .map(words -> words[5])
                    .findFirst()
                    .orElse("?");
        }
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }
}
