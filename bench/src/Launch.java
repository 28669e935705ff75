import berth.agent.docker.CallLimits;
import berth.agent.docker.ContainerState;
import berth.agent.docker.DockerEngine;
import berth.agent.docker.EngineAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// From a call to N running containers: the engine's raw API, Berth, and Docker Swarm on one engine in one run.
///
/// Taken in blocks, each with two raw launches, one by Berth and one by Swarm in rotating order; a block gives
/// one ratio per side (÷ the mean of its raws) and one of raw ÷ raw. See docs/benchmarks.md for the rules.
final class Launch {
    private static final double QUIET = 0.06; // share of the cores that may be busy around a block
    private static final double RAW_APART = 0.1; // how far a block's two raws may be apart
    private static final int MOST_DISCARDED = 3;
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(120);
    private static final int[] SWEEP = {2, 4, 8, 16};
    /// Raw, Berth and Swarm in a block. The raws never stand side by side, and every side comes first sometimes.
    private static final List<String> ORDERS = List.of("ROSR", "RSOR", "ORSR", "SROR");

    /// One block's figures, ms.
    record Block(double first, double second, double ours, double swarm, double busy, String discarded) {
        double raw() {
            return (first + second) / 2;
        }

        boolean kept() {
            return discarded.isEmpty();
        }
    }

    private final int blocks;
    private final int minutes;
    private final Duration patience;
    private final String mode;
    private final boolean withSwarm;
    private final boolean withOurs;
    private final List<Integer> counts;
    private final int firsts;
    private final int repeats;
    private final int perTask;

    private final Out out = new Out(Options.out());
    private final DockerEngine engine = new DockerEngine(EngineAddress.parse(Options.engine()), CallLimits.ECS);
    private final Starts starts = new Starts(engine);
    private final List<List<String>> rows = new ArrayList<>();
    /// CPU-ms that Berth used while a side started containers, per container.
    private final Map<String, List<Double>> berthCpu = new TreeMap<>();

    private boolean sound = true;
    private Berth berth;

    private Launch(Options options) {
        counts = options.numbers("counts", "1,10,60");
        blocks = options.number("blocks", 7, 1, 50);
        repeats = options.number("repeats", 0, 0, 50);
        perTask = options.number("containers", 1, 1, 10);
        firsts = options.number("firsts", 3, 1, 20);
        mode = options.text("network", "bridge");
        patience = options.seconds("patience", 30);
        minutes = options.number("minutes", 60, 1, 600);
        var without = List.of(options.text("without", "").split(","));
        withOurs = !without.contains("berth");
        withSwarm = perTask == 1 && !without.contains("swarm"); // its tasks are of one container
        options.complete();
        if (!List.of("bridge", "host", "none").contains(mode) || withSwarm && mode.equals("none"))
            throw new IllegalArgumentException(
                    "--network must be bridge or host, or none with --without swarm (got " + mode + ")");
        if (counts.stream().anyMatch(n -> n < 1 || n > 60))
            throw new IllegalArgumentException("--counts must be 1 to 60 each (got " + counts + ")");
    }

    public static void main(String[] arguments) {
        Out.end(() -> new Launch(new Options(arguments)).run());
    }

    private boolean run() throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        Out.say("%s, engine %s", Machine.text(), engine.version());
        out.line(
                "launch.begin",
                "machine",
                Machine.text(),
                "engine",
                engine.version().toString(),
                "network",
                mode,
                "containersPerTask",
                perTask);
        Ours ours = null;
        try (var raw = new Raw(engine, mode);
                var swarm = withSwarm ? new Swarm(engine, Options.engine(), mode) : null) {
            for (int i = 0; i < 3; i++) took(raw, 1);
            if (withOurs) ours = firstRequests(raw);
            sameWork(raw, ours, swarm);
            for (int count : counts) {
                sweep(raw, count);
                measure(raw, ours, swarm, count, end);
            }
            if (mode.equals("bridge")) rawOnDefaultBridge(raw);
        } finally {
            if (berth != null) berth.close();
            starts.close();
            engine.close();
        }
        Out.table(
                List.of(
                        "N",
                        "raw, ms (workers)",
                        "Berth, ms",
                        "Swarm, ms",
                        "Berth ÷ raw",
                        "Swarm ÷ raw",
                        "A/A",
                        "kept",
                        "goal"),
                rows);
        // It hears the events of everybody's containers. Were that dear, it would make the raw API look slow.
        berthCpu.forEach((side, ms) -> System.out.printf(
                Locale.ROOT,
                "CPU of control plane and agent while %s started containers: %.1f ms a container (median)%n",
                side,
                Figures.of(ms).median()));
        return sound;
    }

    /// The control plane's and agent's first task after their start, JIT and all cold; each time by new
    /// processes. The client is warm from the second time on.
    private Ours firstRequests(Raw raw) throws Exception {
        var cold = new ArrayList<Double>();
        var floor = new ArrayList<Double>();
        Ours ours = null;
        for (int i = 0; i < firsts + 1; i++) {
            if (berth != null) berth.close();
            berth = Berth.up(Options.engine()).withNode();
            ours = new Ours(engine, berth, mode, perTask, Side.CPU_SHARES);
            floor.add(took(raw, 1));
            double first = took(ours, 1);
            if (i > 0) cold.add(first); // the very first warms our client
        }
        var figures = Figures.of(cold);
        System.out.printf(
                Locale.ROOT,
                "%nFirst request after the start of Berth: %.0f ms (raw beside it: %.0f ms), %d times%n%n",
                figures.median(),
                Figures.of(floor).median(),
                cold.size());
        out.line("launch.first-request", "ms", cold, "rawMs", floor);
        return ours;
    }

    /// Refuses to compare sides that do not do the same.
    private void sameWork(Side... sides) throws Exception {
        var http = new EngineHttp(Options.engine());
        var seen = new ArrayList<String>();
        for (var side : sides) {
            if (side == null) continue;
            side.launch(perTask);
            var id = Wait.some(
                            "a container of " + side.name(),
                            STARTED_WITHIN,
                            () -> engine.containers(Map.of()).stream()
                                    .filter(one -> one.state() == ContainerState.RUNNING)
                                    .findFirst()
                                    .orElse(null))
                    .id();
            var work = Work.of(http, id);
            Out.say("%-5s starts %s", side.name(), work);
            out.line("launch.work", "side", side.name(), "work", work);
            seen.add(Work.compared(work));
            side.remove();
        }
        if (seen.stream().distinct().count() > 1) {
            sound = false;
            System.out.println("The sides do NOT start the same (see above): the ratios below are void.");
        }
    }

    /// Finds the raw API's best number of workers for so many containers, in rounds so that a neighbour hits
    /// all alike.
    private void sweep(Raw raw, int count) throws Exception {
        raw.concurrency(1);
        if (count * perTask == 1) return;
        var figures = new TreeMap<Integer, List<Double>>();
        for (int round = 0; round < (count > 10 ? 2 : 3); round++)
            for (int workers : SWEEP) {
                if (workers > Math.max(2, count * perTask)) continue;
                raw.concurrency(workers);
                figures.computeIfAbsent(workers, none -> new ArrayList<>()).add(took(raw, count));
            }
        int best = figures.keySet().stream()
                .min(Comparator.comparing(
                        workers -> Figures.of(figures.get(workers)).median()))
                .orElseThrow();
        raw.concurrency(best);
        Out.say("raw, %d tasks: best with %d workers; ms by workers: %s", count, best, rounded(figures));
        out.line("launch.sweep", "count", count, "best", best, "ms", figures);
    }

    private static Map<Integer, String> rounded(Map<Integer, List<Double>> figures) {
        var rounded = new TreeMap<Integer, String>();
        figures.forEach((workers, ms) -> rounded.put(workers, ms(ms)));
        return rounded;
    }

    private void measure(Raw raw, Ours ours, Swarm swarm, int count, long end) throws Exception {
        for (Side side : Arrays.asList(raw, ours, swarm)) if (side != null) took(side, count); // warm
        int times = repeats > 0 ? repeats : count == 1 ? 7 : count <= 10 ? 3 : 1;
        var all = new ArrayList<Block>();
        long kept = 0;
        while (kept < blocks && all.size() - kept <= MOST_DISCARDED) {
            if (System.nanoTime() > end) {
                System.out.println("N=" + count + ": " + minutes + " minutes are over, no further block.");
                break;
            }
            var block = block(raw, ours, swarm, count, times, ORDERS.get(all.size() % ORDERS.size()));
            all.add(block);
            kept = all.stream().filter(Block::kept).count();
            Out.say(
                    "N=%d block %d: raw %.0f and %.0f, Berth %.0f, Swarm %.0f ms%s",
                    count,
                    all.size(),
                    block.first,
                    block.second,
                    block.ours,
                    block.swarm,
                    block.kept() ? "" : "; DISCARDED: " + block.discarded);
            out.line("launch.block", "count", count, "workers", raw.concurrency(), "block", block);
        }
        report(raw, count, all, kept);
    }

    /// Round by round, not side by side: what a neighbour does for some seconds then hits all sides alike.
    private Block block(Raw raw, Ours ours, Swarm swarm, int count, int times, String order) throws Exception {
        double busy = Machine.quiet(QUIET, patience);
        var raws = List.of(new ArrayList<Double>(), new ArrayList<Double>());
        var our = new ArrayList<Double>();
        var swarms = new ArrayList<Double>();
        for (int round = 0; round < times; round++) {
            int next = 0;
            for (char side : order.toCharArray()) {
                switch (side) {
                    case 'R' -> raws.get(next++).add(took(raw, count));
                    case 'O' -> our.add(ours == null ? Double.NaN : took(ours, count));
                    case 'S' -> swarms.add(swarm == null ? Double.NaN : took(swarm, count));
                    default -> throw new AssertionError(order);
                }
            }
        }
        double first = Figures.of(raws.getFirst()).median();
        double second = Figures.of(raws.getLast()).median();
        busy = Math.max(busy, Machine.quiet(QUIET, patience));
        double apart = second / first;
        var discarded = busy > QUIET
                ? String.format(Locale.ROOT, "CPU %.0f %% busy beside it", busy * 100)
                : Math.abs(apart - 1) > RAW_APART ? String.format(Locale.ROOT, "raw ÷ raw %.2f", apart) : "";
        return new Block(
                first, second, Figures.of(our).median(), Figures.of(swarms).median(), busy, discarded);
    }

    private void report(Raw raw, int count, List<Block> all, long kept) throws IOException {
        boolean full = kept >= blocks;
        // With too few good blocks all are shown, and marked: better than nothing to look at, and never a result.
        var shown = full ? all.stream().filter(Block::kept).toList() : all;
        var ours = Figures.of(shown.stream().map(b -> b.ours / b.raw()).toList());
        var swarm = Figures.of(shown.stream().map(b -> b.swarm / b.raw()).toList());
        var same = Figures.of(shown.stream().map(b -> b.second / b.first).toList());
        double goal = count == 1 ? 1.10 : count <= 10 ? 1.07 : 1.05;
        sound &= full;
        rows.add(List.of(
                perTask == 1 ? Integer.toString(count) : count + " × " + perTask,
                ms(shown.stream().map(Block::raw).toList()) + " (" + raw.concurrency() + ")",
                ms(shown.stream().map(Block::ours).toList()),
                ms(shown.stream().map(Block::swarm).toList()),
                ours.band(),
                swarm.band(),
                same.band(),
                kept + " of " + all.size() + (full ? "" : " VOID"),
                String.format(
                                Locale.ROOT,
                                "%.2f %s",
                                goal,
                                !full || ours.count() == 0 ? "" : ours.median() <= goal ? "met" : "missed")
                        .strip()));
        out.line(
                "launch.result",
                "count",
                count,
                "containersPerTask",
                perTask,
                "network",
                mode,
                "sound",
                full,
                "kept",
                kept,
                "blocks",
                all.size(),
                "ours",
                ours.sorted(),
                "swarm",
                swarm.sorted(),
                "same",
                same.sorted(),
                "goal",
                goal);
    }

    /// What the engine's own default bridge would save: containers there have no resolver of their own.
    /// Context, not a denominator: names of a task's other containers do not resolve on it.
    private void rawOnDefaultBridge(Raw raw) throws Exception {
        raw.concurrency(4);
        var ratios = new ArrayList<Double>();
        try (var plain = new Raw(engine, "default")) {
            plain.concurrency(4);
            took(plain, 10);
            for (int i = 0; i < 5; i++) {
                double own = several(raw, 10, 1);
                double usual = several(plain, 10, 1);
                ratios.add(usual / own);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nRaw on the engine's default bridge ÷ raw on a bridge of its own, N=10: %s, not gated on a quiet"
                        + " machine%n%n",
                Figures.of(ratios).band());
        out.line("launch.default-bridge", "ratios", ratios);
    }

    private static String ms(List<Double> figures) {
        return Figures.of(figures).whole();
    }

    private double several(Side side, int count, int times) throws Exception {
        var figures = new ArrayList<Double>();
        for (int i = 0; i < times; i++) figures.add(took(side, count));
        return Figures.of(figures).median();
    }

    /// One launch of so many tasks, checked and cleared away.
    ///
    /// @return ms from just before the first call until the engine started the last container
    private double took(Side side, int count) throws Exception {
        Machine.quiet(QUIET, Duration.ofSeconds(2)); // the removal before it echoes
        starts.forget();
        long cpu = berth == null ? 0 : Machine.cpuMs(berth.pid());
        var begun = Instant.now();
        int containers = count * perTask;
        side.launch(containers);
        var last = starts.await(containers, STARTED_WITHIN);
        double ms = Duration.between(begun, last).toNanos() / 1e6;
        long running = engine.containers(Map.of()).stream()
                .filter(container -> container.state() == ContainerState.RUNNING)
                .count();
        if (berth != null) cpu = Machine.cpuMs(berth.pid()) - cpu;
        out.line("launch.one", "side", side.name(), "count", count, "ms", ms, "berthCpuMs", cpu);
        if (berth != null)
            berthCpu.computeIfAbsent(side.name(), none -> new ArrayList<>()).add((double) cpu / containers);
        side.remove();
        if (running != containers || starts.count() != containers)
            throw new IllegalStateException(side.name() + ": wanted " + containers + " containers, the engine started "
                    + starts.count() + " and " + running + " run");
        return ms;
    }
}
