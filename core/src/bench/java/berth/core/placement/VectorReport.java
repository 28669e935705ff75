package berth.core.placement;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import berth.core.packing.Packer;
import berth.core.packing.Packing;
import berth.core.packing.Problem;
import berth.core.packing.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Packs instances of vector bin packing, one item after the other and all at once.
final class VectorReport {
    /// Of what the best of 351 heuristics needs, in three dimensions.
    private static final double ONLINE_GOAL = 1.05;

    private static final double BATCH_GOAL = 0.99;
    private static final int DIMENSIONS_OF_A_NODE = 3;

    private static final String RESOURCES = "`binpack` by `resources`";
    private static final String BATCH = "batch";

    private interface Way {
        int bins(VectorInstance instance);
    }

    /// What one way made of an instance.
    private record Result(VectorInstance instance, String way, int bins, long nanos) {}

    private final long steps;
    private final Function<VectorInstance, String> group;
    private final List<String> missed = new ArrayList<>();

    /// @param steps comparisons that the batch packer may make for an instance
    /// @param group what instances are put together by within a set and a number of dimensions
    VectorReport(long steps, Function<VectorInstance, String> group) {
        this.steps = steps;
        this.group = group;
    }

    /// Goals that were missed.
    List<String> missed() {
        return missed;
    }

    /// Prints a table for each number of dimensions.
    void print(List<VectorInstance> instances) {
        instances.stream()
                .collect(groupingBy(VectorInstance::dimensions, TreeMap::new, toList()))
                .forEach(this::print);
    }

    private void print(int dimensions, List<VectorInstance> instances) {
        var ways = ways(dimensions);
        var results = new ArrayList<Result>();
        ways.forEach((name, way) -> {
            System.err.println(dimensions + " dimensions, " + instances.size() + " instances: " + name);
            // What is measured first must not pay for the JIT compiler.
            for (var instance : instances.subList(0, Math.min(instances.size(), name.equals(BATCH) ? 1 : 200))) {
                way.bins(instance);
            }
            for (var instance : instances) results.add(result(instance, name, way));
        });
        System.out.println("\n" + instances.size() + " instances in " + dimensions + " dimensions\n");
        PlacementReport.table(
                List.of("way", "bins", "÷ best known", "÷ lower bound", "÷ optimum, where known", "ms an item", "goal"),
                rows(dimensions, instances, ways.keySet(), results));
        groups(instances, List.copyOf(ways.keySet()), results);
    }

    private Map<String, Way> ways(int dimensions) {
        var ways = new LinkedHashMap<String, Way>();
        ways.put("First Fit", OnlinePacking.FIRST_FIT::bins);
        ways.put("Best Fit (sum)", OnlinePacking.BEST_FIT::bins);
        if (dimensions == DIMENSIONS_OF_A_NODE) {
            ways.put("`binpack` by one dimension", OnlinePacking.ONE_DIMENSION::bins);
            ways.put(RESOURCES, OnlinePacking.RESOURCES::bins);
        }
        ways.put(BATCH, this::batch);
        return ways;
    }

    private static Result result(VectorInstance instance, String name, Way way) {
        var start = System.nanoTime();
        var bins = way.bins(instance);
        var nanos = System.nanoTime() - start;
        if (bins < Math.max(instance.lowerBound(), instance.optimum())) {
            throw new IllegalStateException(instance + " can't be packed into " + bins + " bins (" + name + ")");
        }
        return new Result(instance, name, bins, nanos);
    }

    private List<List<String>> rows(
            int dimensions, List<VectorInstance> instances, Iterable<String> ways, List<Result> results) {
        var rows = new ArrayList<List<String>>();
        var best = sum(instances, VectorInstance::bestKnown);
        var bound = sum(instances, VectorInstance::lowerBound);
        var solved = instances.stream().filter(each -> each.optimum() > 0).toList();
        var optimum = sum(solved, VectorInstance::optimum);
        for (var way : ways) {
            var own = results.stream().filter(each -> each.way().equals(way)).toList();
            var bins = sum(own, Result::bins);
            var binsOfSolved = own.stream()
                    .filter(each -> each.instance().optimum() > 0)
                    .mapToInt(Result::bins)
                    .sum();
            var nanos = own.stream().mapToLong(Result::nanos).sum();
            rows.add(List.of(
                    way,
                    Integer.toString(bins),
                    ratio(bins, best),
                    ratio(bins, bound),
                    ratio(binsOfSolved, optimum),
                    String.format(
                            Locale.ROOT,
                            "%.4f",
                            nanos / 1e6 / sum(instances, each -> each.items().size())),
                    dimensions == DIMENSIONS_OF_A_NODE ? verdict(way, (double) bins / best) : ""));
        }
        rows.add(List.of(
                "best of 351 heuristics",
                Integer.toString(best),
                ratio(best, best),
                ratio(best, bound),
                ratio(sum(solved, VectorInstance::bestKnown), optimum),
                "",
                ""));
        rows.add(List.of("lower bound", Integer.toString(bound), ratio(bound, best), ratio(bound, bound), "", "", ""));
        return rows;
    }

    private String verdict(String way, double ratio) {
        var goal = way.equals(BATCH) ? BATCH_GOAL : way.equals(RESOURCES) ? ONLINE_GOAL : 0;
        if (goal == 0) return "";
        if (ratio > goal) missed.add(way + " ÷ best known");
        return "≤ " + goal + (ratio > goal ? " missed" : " met");
    }

    /// Two ratios a way: to the best known, and to the lower bound.
    private void groups(List<VectorInstance> instances, List<String> ways, List<Result> results) {
        var members = instances.stream().collect(groupingBy(this::group, LinkedHashMap::new, toList()));
        var byGroup = results.stream().collect(groupingBy(each -> group(each.instance()) + each.way()));
        var rows = new ArrayList<List<String>>();
        members.forEach((name, own) -> {
            var best = sum(own, VectorInstance::bestKnown);
            var bound = sum(own, VectorInstance::lowerBound);
            var row = new ArrayList<>(
                    List.of(name, Integer.toString(own.size()), Integer.toString(bound), Integer.toString(best)));
            for (var way : ways) {
                var bins = sum(Objects.requireNonNull(byGroup.get(name + way)), Result::bins);
                row.add(ratio(bins, best) + ", " + ratio(bins, bound));
            }
            rows.add(row);
        });
        var heading = new ArrayList<>(List.of("÷ best known, ÷ lower bound", "instances", "lower bound", "best known"));
        heading.addAll(ways);
        System.out.println();
        PlacementReport.table(heading, rows);
    }

    private String group(VectorInstance instance) {
        return (instance.set() + " " + group.apply(instance)).strip();
    }

    private static <T> int sum(List<T> all, ToIntFunction<T> of) {
        return all.stream().mapToInt(of).sum();
    }

    private static String ratio(int bins, int of) {
        return of == 0 ? "" : String.format(Locale.ROOT, "%.3f", (double) bins / of);
    }

    // ---- the batch packer

    private int batch(VectorInstance instance) {
        var items = instance.items().toArray(long[][]::new);
        var bins = new long[items.length][];
        Arrays.fill(bins, instance.capacity());
        var packing = Packer.fewest(new Problem(bins, items, Rules.NONE), steps, 1);
        if (!packing.left().isEmpty()) throw new IllegalStateException(instance + " was not packed");
        check(instance, packing);
        return packing.used();
    }

    /// That no bin holds more than it can.
    private static void check(VectorInstance instance, Packing packing) {
        var loads = new long[instance.items().size()][instance.dimensions()];
        for (var item = 0; item < instance.items().size(); item++) {
            var load = loads[packing.binOf(item)];
            for (var i = 0; i < load.length; i++) {
                load[i] += instance.items().get(item)[i];
                if (load[i] > instance.capacity()[i]) throw new IllegalStateException(instance + " is overfilled");
            }
        }
    }
}
