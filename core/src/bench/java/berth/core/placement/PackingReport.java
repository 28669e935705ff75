package berth.core.placement;

import berth.core.packing.Packer;
import berth.core.packing.Packing;
import berth.core.packing.Problem;
import berth.core.packing.Rules;
import berth.core.placement.Strategy.Binpack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Packs public instances, and prints Markdown tables with goals met or missed.
public final class PackingReport {
    /// Of what the best of 351 heuristics needs.
    private static final double ONLINE_GOAL = 1.05;

    private static final double BATCH_GOAL = 0.99;
    private static final double DEMAND = 1.3;
    /// As in the paper.
    private static final int FIRST_SEED = 42;

    private static final String PUBLISHED = "fgd-atc23-expected-gpu-allocation.csv";

    private final Path folder;
    private final long steps;
    private final int seeds;
    private final List<String> lists;
    private final List<String> missed = new ArrayList<>();

    private PackingReport(Path folder, long steps, int seeds, List<String> lists) {
        this.folder = folder;
        this.steps = steps;
        this.seeds = seeds;
        this.lists = lists;
    }

    /// @param arguments see `bench/packing --help`; of an option given twice the last counts
    public static void main(String[] arguments) throws IOException {
        var folder = "";
        var only = "";
        var steps = 20_000_000L;
        var seeds = 3;
        var lists = "default,cpu200,gpushare40,multigpu20";
        for (var i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--data" -> folder = arguments[i + 1];
                case "--only" -> only = arguments[i + 1];
                case "--steps" -> steps = Long.parseLong(arguments[i + 1]);
                case "--seeds" -> seeds = Math.clamp(Integer.parseInt(arguments[i + 1]), 1, 10);
                case "--lists" -> lists = arguments[i + 1];
                default ->
                    throw new IllegalArgumentException("Options are --data, --only, --steps, --seeds and --lists (got "
                            + arguments[i] + "; see --help)");
            }
        }
        var report = new PackingReport(Path.of(folder), steps, seeds, List.of(lists.split(",")));
        var files = new ArrayList<String>();
        if (!only.equals("gpu")) files.addAll(VectorInstance.FILES);
        if (!only.equals("vectors")) {
            files.add(GpuTrace.NODES);
            files.add(PUBLISHED);
            report.lists.forEach(list -> files.add(GpuTrace.file(list)));
        }
        for (var file : files) {
            if (!Files.isReadable(Path.of(folder, file))) {
                System.err.println("bench/packing: there is no file " + Path.of(folder, file)
                        + "; --data DIR names the folder with " + String.join(", ", files));
                System.exit(1);
            }
        }
        if (!only.equals("gpu")) report.vectors();
        if (!only.equals("vectors")) report.gpus();
        System.out.println(report.missed.isEmpty() ? "\nAll goals met." : "\nMissed: " + report.missed);
    }

    // ---- vectors

    /// Bins of all instances of a kind, and the time it took.
    private static final class Sum {
        int bins;
        int binsWhereKnown;
        int items;
        long nanos;
    }

    private interface Way {
        int bins(VectorInstance instance);
    }

    private void vectors() throws IOException {
        var instances = VectorInstance.read(folder);
        var ways = new LinkedHashMap<String, Way>();
        ways.put("First Fit", OnlinePacking.FIRST_FIT::bins);
        ways.put("Best Fit (sum)", OnlinePacking.BEST_FIT::bins);
        ways.put("`binpack` by one dimension", OnlinePacking.ONE_DIMENSION::bins);
        ways.put("`binpack` by `resources`", OnlinePacking.RESOURCES::bins);
        ways.put("batch", this::batch);
        var best = instances.stream().mapToInt(VectorInstance::bestKnown).sum();
        var bound = instances.stream().mapToInt(VectorInstance::lowerBound).sum();
        var optimum = instances.stream()
                .filter(instance -> instance.optimum() > 0)
                .mapToInt(VectorInstance::optimum)
                .sum();
        var byKind = new TreeMap<String, Map<String, Integer>>();
        var rows = new ArrayList<List<String>>();
        ways.forEach((name, way) -> {
            warmUp(way, name.equals("batch") ? instances.subList(0, 1) : instances);
            var sum = new Sum();
            for (var instance : instances) {
                var start = System.nanoTime();
                var bins = way.bins(instance);
                sum.nanos += System.nanoTime() - start;
                sum.bins += bins;
                sum.items += instance.items().size();
                if (instance.optimum() > 0) sum.binsWhereKnown += bins;
                byKind.computeIfAbsent(instance.kind(), kind -> new LinkedHashMap<>())
                        .merge(name, bins, Integer::sum);
            }
            rows.add(List.of(
                    name,
                    Integer.toString(sum.bins),
                    ratio(sum.bins, best),
                    ratio(sum.bins, bound),
                    ratio(sum.binsWhereKnown, optimum),
                    String.format(Locale.ROOT, "%.4f", sum.nanos / 1e6 / sum.items),
                    verdict(name, (double) sum.bins / best)));
        });
        rows.add(List.of("best of 351 heuristics", Integer.toString(best), "1.000", ratio(best, bound), "", "", ""));
        System.out.println("\nBins for " + instances.size() + " instances; lower bound " + bound + "\n");
        PlacementReport.table(
                List.of("way", "bins", "÷ best known", "÷ lower bound", "÷ optimum, where known", "ms an item", "goal"),
                rows);
        kinds(instances, List.copyOf(ways.keySet()), byKind);
    }

    private static void warmUp(Way way, List<VectorInstance> instances) {
        for (var instance : instances) {
            if (way.bins(instance) < instance.lowerBound()) throw new IllegalStateException(instance.name());
        }
    }

    private String verdict(String name, double ratio) {
        var goal = name.equals("batch") ? BATCH_GOAL : name.endsWith("`resources`") ? ONLINE_GOAL : 0;
        if (goal == 0) return "";
        if (ratio > goal) missed.add(name + " ÷ best known");
        return "≤ " + goal + (ratio > goal ? " missed" : " met");
    }

    private int batch(VectorInstance instance) {
        var items = instance.items().toArray(long[][]::new);
        var bins = new long[items.length][];
        Arrays.fill(bins, instance.capacity());
        var packing = Packer.fewest(new Problem(bins, items, Rules.NONE), steps, 1);
        if (!packing.left().isEmpty()) throw new IllegalStateException(instance.name() + " was not packed");
        check(instance, packing);
        return packing.used();
    }

    /// That no bin holds more than it can.
    private static void check(VectorInstance instance, Packing packing) {
        var loads = new long[instance.items().size()][instance.capacity().length];
        for (var item = 0; item < instance.items().size(); item++) {
            var load = loads[packing.binOf(item)];
            for (var i = 0; i < load.length; i++) {
                load[i] += instance.items().get(item)[i];
                if (load[i] > instance.capacity()[i])
                    throw new IllegalStateException(instance.name() + " is overfilled");
            }
        }
    }

    private static void kinds(
            List<VectorInstance> instances, List<String> ways, Map<String, Map<String, Integer>> byKind) {
        var rows = new ArrayList<List<String>>();
        byKind.forEach((kind, bins) -> {
            var known = instances.stream()
                    .filter(instance -> instance.kind().equals(kind))
                    .toList();
            var row = new ArrayList<String>();
            row.add(kind);
            row.add(Integer.toString(
                    known.stream().mapToInt(VectorInstance::lowerBound).sum()));
            row.add(Integer.toString(
                    known.stream().mapToInt(VectorInstance::bestKnown).sum()));
            ways.forEach(way -> row.add(Integer.toString(Objects.requireNonNull(bins.get(way)))));
            rows.add(row);
        });
        var heading = new ArrayList<>(List.of("class", "lower bound", "best known"));
        heading.addAll(ways);
        System.out.println("\nBins by class of instances\n");
        PlacementReport.table(heading, rows);
    }

    // ---- GPUs

    private void gpus() throws IOException {
        var parted = new ArrayList<List<String>>();
        var whole = new ArrayList<List<String>>();
        for (var list : lists) {
            var trace = GpuTrace.read(folder, list);
            parted.add(partedRow(list, trace));
            whole.add(wholeRow(list, trace.rounded()));
        }
        System.out.println("\nGPUs given out at 130 % demand, in per cent, parts of a GPU as in the trace; mean of "
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
                "\nGPUs given out at 130 % demand, in per cent, each part taken for a whole one, by the scheduler itself\n");
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

    private static String ratio(int bins, int of) {
        return String.format(Locale.ROOT, "%.3f", (double) bins / of);
    }
}
