package berth.core.placement;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs `PlacementBenchmark` over sizes, loads, kinds of requests and numbers of shapes, and prints Markdown tables
/// with the goals met or missed. All in one JVM, as a control plane is one: engine, scan and oracle side by side, by
/// code that has seen all kinds.
public final class PlacementReport {
    private static final List<Integer> LOADS = List.of(0, 50, 95);
    /// Constraints narrow the choice so much that a fuller cluster has no room.
    private static final List<String> NARROW = List.of("distinct", "memberOf");

    private final List<Integer> sizes;
    private final List<String> kinds;
    private final Map<String, Double> measured = new HashMap<>();
    private final List<String> missed = new ArrayList<>();

    private PlacementReport(List<Integer> sizes, List<String> kinds) {
        this.sizes = sizes;
        this.kinds = kinds;
    }

    /// @param arguments `--nodes 100,1000,…`, `--kinds default,…`, `--only scale|kinds|memory`
    public static void main(String[] arguments) throws RunnerException {
        var nodes = "100,1000,5000,15000,100000";
        var kinds =
                Bed.KINDS.keySet().stream().map(kind -> kind.replace(',', '+')).collect(Collectors.joining(","));
        var only = "";
        for (var i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--nodes" -> nodes = arguments[i + 1];
                case "--kinds" -> kinds = arguments[i + 1];
                case "--only" -> only = arguments[i + 1];
                default ->
                    throw new IllegalArgumentException(
                            "Options are --nodes, --kinds and --only (got " + arguments[i] + "; see --help)");
            }
        }
        var report = new PlacementReport(
                Stream.of(nodes.split(",")).map(Integer::valueOf).toList(),
                Stream.of(kinds.split(",")).map(kind -> kind.replace('+', ',')).toList());
        if (only.isEmpty() || only.equals("scale")) report.scale();
        if (only.isEmpty() || only.equals("kinds")) report.kinds();
        if (only.isEmpty() || only.equals("memory")) report.memory();
        System.out.println(report.missed.isEmpty() ? "All goals met." : "Missed: " + report.missed);
    }

    // ---- tables

    private void scale() throws RunnerException {
        var rows = new ArrayList<List<String>>();
        for (var size : sizes) {
            var row = new ArrayList<String>();
            row.add(text(size));
            for (var shapes : List.of(1, 16)) {
                for (var load : LOADS) row.add(text(rate("engine", size, load, shapes, "default")));
            }
            row.add(text(rate("scan", size, 50, 1, "default")));
            row.add(times(rate("engine", size, 50, 1, "default") / rate("scan", size, 50, 1, "default")));
            row.add(size <= 1_000 ? text(rate("oracle", size, 50, 1, "default")) : "");
            rows.add(row);
        }
        System.out.println("\nDecisions a second, default strategy\n");
        table(
                List.of(
                        "nodes",
                        "empty",
                        "half",
                        "95 % full",
                        "empty, 16 shapes",
                        "half, 16",
                        "95 %, 16",
                        "scan, half",
                        "÷ scan",
                        "oracle, half"),
                rows);
        goals();
    }

    private void goals() throws RunnerException {
        var rows = new ArrayList<List<String>>();
        for (var shapes : List.of(1, 16)) {
            if (sizes.contains(5_000)) {
                rows.add(goal(
                        "5,000 nodes ÷ full scan, " + shapes + " shape(s)",
                        rate("engine", 5_000, 50, shapes, "default") / rate("scan", 5_000, 50, shapes, "default"),
                        10));
                rows.add(goal(
                        "95 % full ÷ empty at 5,000, " + shapes + " shape(s)",
                        rate("engine", 5_000, 95, shapes, "default") / rate("engine", 5_000, 0, shapes, "default"),
                        0.5));
            }
            if (sizes.contains(1_000) && sizes.contains(15_000)) {
                for (var load : LOADS) {
                    rows.add(goal(
                            "15,000 ÷ 1,000 nodes at " + load + " %, " + shapes + " shape(s)",
                            rate("engine", 15_000, load, shapes, "default")
                                    / rate("engine", 1_000, load, shapes, "default"),
                            0.8));
                }
            }
        }
        System.out.println();
        table(List.of("ratio", "figure", "goal", ""), rows);
    }

    private void kinds() throws RunnerException {
        var rows = new ArrayList<List<String>>();
        for (var kind : kinds) {
            var narrow = NARROW.contains(kind);
            var load = narrow ? 0 : 50;
            var row = new ArrayList<String>();
            row.add("`" + kind + "`");
            for (var full : LOADS) row.add(narrow && full > 0 ? "" : text(rate("engine", 5_000, full, 1, kind)));
            row.add(text(rate("engine", 5_000, load, 16, kind)));
            row.add(text(rate("scan", 5_000, load, 1, kind)));
            row.add(verdict(
                    rate("engine", 5_000, load, 1, kind) / rate("scan", 5_000, load, 1, kind), 10, kind + " ÷ scan"));
            row.add(verdict(
                    rate("engine", 5_000, load, 16, kind) / rate("scan", 5_000, load, 16, kind),
                    10,
                    kind + " ÷ scan, 16 shapes"));
            row.add(verdict(
                    rate("engine", 15_000, load, 1, kind) / rate("engine", 1_000, load, 1, kind),
                    0.8,
                    kind + " 15,000 ÷ 1,000"));
            row.add(
                    narrow
                            ? ""
                            : verdict(
                                    rate("engine", 5_000, 95, 1, kind) / rate("engine", 5_000, 0, 1, kind),
                                    0.5,
                                    kind + " full ÷ empty"));
            rows.add(row);
        }
        System.out.println("\nDecisions a second at 5,000 nodes, by what is asked\n");
        table(
                List.of(
                        "strategies or constraint",
                        "empty",
                        "half",
                        "95 % full",
                        "half, 16 shapes",
                        "scan, half",
                        "÷ scan (10)",
                        "÷ scan, 16 shapes (10)",
                        "15,000 ÷ 1,000 (0.8)",
                        "95 % ÷ empty (0.5)"),
                rows);
    }

    private void memory() {
        var count = 100_000;
        var rows = new ArrayList<List<String>>();
        var before = used();
        var empty = new Bed(count, 0, 1, kind("default"));
        var nodes = used() - before;
        rows.add(List.of("a node, with its instance and 24 attributes", text((double) nodes / count)));
        try {
            before = used();
            var half = new Bed(count, 50, 1, kind("default"));
            rows.add(List.of("a task, with its entity", text((double) (used() - before - nodes) / half.tasks())));
            try {
                for (var name : List.of("default", "spread:node", "binpack:cpu", "zone,rack,host", "random")) {
                    rows.add(List.of("a shape of kind `" + name + "`, per node", text(shape(count, name))));
                }
            } finally {
                Reference.reachabilityFence(half);
            }
        } finally {
            Reference.reachabilityFence(empty);
        }
        System.out.println("\nMemory at 100,000 nodes\n");
        table(List.of("what", "bytes"), rows);
    }

    /// Bytes per node.
    private static double shape(int count, String name) {
        var bed = new Bed(count, 50, 1, kind(name));
        try {
            var before = used();
            bed.warmUp();
            return (double) (used() - before) / count;
        } finally {
            Reference.reachabilityFence(bed);
        }
    }

    private static Bed.Kind kind(String name) {
        var kind = Bed.KINDS.get(name);
        if (kind == null)
            throw new IllegalArgumentException("kind is one of " + Bed.KINDS.keySet() + " (got " + name + ")");
        return kind;
    }

    // ---- figures

    private double rate(String method, int nodes, int full, int shapes, String kind) throws RunnerException {
        var key = method + " " + nodes + " " + full + " " + shapes + " " + kind;
        var known = measured.get(key);
        if (known != null) return known;
        kind(kind);
        var options = new OptionsBuilder()
                .include(PlacementBenchmark.class.getName() + "\\." + method + "$")
                .param("nodes", Integer.toString(nodes))
                .param("full", Integer.toString(full))
                .param("shapes", Integer.toString(shapes))
                .param("kind", kind)
                .forks(0)
                .warmupIterations(3)
                .measurementIterations(5)
                .warmupTime(org.openjdk.jmh.runner.options.TimeValue.milliseconds(200))
                .measurementTime(org.openjdk.jmh.runner.options.TimeValue.milliseconds(200))
                .shouldDoGC(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        var results = new Runner(options).run();
        var median =
                results.iterator().next().getPrimaryResult().getStatistics().getPercentile(50);
        System.err.println(key + ": " + text(median));
        measured.put(key, median);
        return median;
    }

    private static long used() {
        for (var i = 0; i < 3; i++) System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private List<String> goal(String what, double figure, double goal) {
        if (figure < goal) missed.add(what);
        return List.of(what, times(figure), "≥ " + times(goal), figure < goal ? "missed" : "met");
    }

    private String verdict(double figure, double goal, String what) {
        if (figure < goal) missed.add(what);
        return times(figure) + (figure < goal ? " missed" : "");
    }

    private static String text(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }

    private static String times(double figure) {
        return figure < 9.95 ? String.format(Locale.ROOT, "%.2f", figure) : text(figure);
    }

    static void table(List<String> heading, List<List<String>> rows) {
        var widths = new int[heading.size()];
        Stream.concat(Stream.of(heading), rows.stream()).forEach(row -> {
            for (var i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        });
        line(heading, widths);
        System.out.println(
                "|" + Stream.of(heading.toArray()).map(ignored -> "---|").reduce("", String::concat));
        rows.forEach(row -> line(row, widths));
    }

    private static void line(List<String> row, int[] widths) {
        var line = new StringBuilder("|");
        for (var i = 0; i < widths.length; i++) {
            line.append(' ')
                    .append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()))
                    .append(" |");
        }
        System.out.println(line);
    }
}
