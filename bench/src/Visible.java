import berth.agent.docker.CallLimits;
import berth.agent.docker.DockerEngine;
import berth.agent.docker.EngineAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long after the engine's start event DescribeTasks says RUNNING.
final class Visible {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Visible() {}

    public static void main(String[] arguments) {
        Out.end(() -> run(arguments));
    }

    private static boolean run(String[] arguments) throws Exception {
        var options = new Options(arguments);
        int tasks = options.number("tasks", 50, 1, 1000);
        int warm = options.number("warm", 10, 0, 100);
        var mode = options.text("network", "bridge");
        options.complete();
        var out = new Out(Options.out());
        out.line("visible.begin", "machine", Machine.text());
        var delays = new ArrayList<Double>();
        var gaps = new ArrayList<Double>();
        double busy = 0;
        try (var engine = new DockerEngine(EngineAddress.parse(Options.engine()), CallLimits.ECS);
                var starts = new Starts(engine);
                var berth = Berth.up(Options.engine()).withNode();
                var ours = new Ours(engine, berth, mode)) {
            for (int i = 0; i < warm + tasks; i++) {
                busy = Math.max(busy, Machine.quiet(0.06, Duration.ofSeconds(5)));
                starts.forget();
                var arns = ours.run(1);
                int asked = 0;
                var begun = Instant.now();
                Instant seen;
                List<String> statuses;
                do {
                    statuses = ours.statuses(arns);
                    seen = Instant.now();
                    asked++;
                    if (statuses.contains("STOPPED") || seen.isAfter(begun.plus(BOUND)))
                        throw new IllegalStateException(arns + " is " + statuses + " after " + asked + " looks");
                } while (!statuses.equals(List.of("RUNNING")));
                var started = starts.await(1, BOUND);
                double delay = Duration.between(started, seen).toNanos() / 1e6;
                double gap = Duration.between(begun, seen).toNanos() / 1e6 / asked;
                if (i >= warm) {
                    delays.add(delay);
                    gaps.add(gap);
                }
                out.line("visible.one", "ms", delay, "msPerLook", gap, "counted", i >= warm);
                ours.remove();
            }
        }
        var figures = Figures.of(delays);
        Out.table(
                List.of(
                        "tasks",
                        "p50, ms",
                        "p99, ms",
                        "max, ms",
                        "one look, ms",
                        "CPU busy before, at most",
                        "goal, ms"),
                List.of(List.of(
                        Integer.toString(tasks),
                        text(figures.median()),
                        text(figures.quantile(0.99)),
                        text(figures.quantile(1)),
                        text(Figures.of(gaps).median()),
                        text(busy * 100) + " %",
                        "10.0 " + (figures.quantile(0.5) <= 10 ? "met at p50" : "missed at p50")
                                + (figures.quantile(0.99) <= 10 ? ", met at p99" : ", missed at p99"))));
        out.line("visible.result", "p50", figures.median(), "p99", figures.quantile(0.99), "busy", busy, "goal", 10);
        return true;
    }

    private static String text(double figure) {
        return String.format(Locale.ROOT, "%.1f", figure);
    }
}
