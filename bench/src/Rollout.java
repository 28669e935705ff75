import berth.agent.docker.ContainerState;
import berth.wire.http.EcsClient;
import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// A rolling update and a node's loss, on three engines: their raw API, Berth and Docker Swarm in one run.
///
/// Taken in rounds, each with two raws, one of Berth and one of Swarm in rotating order. See docs/benchmarks.md.
final class Rollout {
    private static final double QUIET = 0.06; // share of the cores that may be busy around a round
    private static final int MOST_DISCARDED = 3;
    private static final int NODES = 3;
    private static final Duration DONE_WITHIN = Duration.ofSeconds(120);
    private static final int[] SWEEP = {2, 4, 8};
    /// Raw, Berth and Swarm in a round. The raws never stand side by side, and every side comes first sometimes.
    private static final List<String> ORDERS = List.of("ROSR", "RSOR", "ORSR", "SROR");

    private static final double UPDATE_GOAL = 1.15; // ÷ raw
    private static final double LOSS_GOAL_MS = 2500; // above raw

    /// One round's figures, ms.
    record Round(double first, double second, double ours, double swarm, double busy, String discarded) {
        double raw() {
            return (first + second) / 2;
        }

        boolean kept() {
            return discarded.isEmpty();
        }
    }

    private interface Measure {
        double ms(Keeper side) throws Exception;
    }

    private final int rounds;
    private final int tasks;
    private final int minutes;
    private final int sweeps;
    private final Duration patience;
    private final String mode;
    private final String healthyAfter;
    private final Duration heartbeat;
    private final List<String> only;

    private final Out out = new Out(Options.out());
    private final Turnover turnover = new Turnover();
    private final List<LabNode> nodes = new ArrayList<>();
    private RawKeeper raw;
    private OurKeeper ours;
    private SwarmKeeper swarm;
    private long end;
    private boolean sound = true;
    /// How many containers the lost node had of each side, last.
    private final Map<String, Integer> lost = new TreeMap<>();

    private Rollout(Options options) {
        only = List.of(options.text("only", "update,loss").split(","));
        rounds = options.number("rounds", 7, 1, 50);
        tasks = options.number("tasks", 10, NODES, 30);
        mode = options.text("network", "bridge");
        healthyAfter = options.text("healthy-after", "0s");
        heartbeat = options.seconds("swarm-heartbeat", 5);
        patience = options.seconds("patience", 30);
        sweeps = options.number("sweeps", 2, 0, 10);
        minutes = options.number("minutes", 30, 1, 600);
        options.complete();
        if (!List.of("bridge", "host").contains(mode))
            throw new IllegalArgumentException("--network must be bridge or host (got " + mode + ")");
        if (!List.of("update", "loss").containsAll(only))
            throw new IllegalArgumentException("--only must be update, loss or both (got " + only + ")");
    }

    public static void main(String[] arguments) {
        Out.end(() -> new Rollout(new Options(arguments)).run());
    }

    private boolean run() throws Exception {
        end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        for (int number = 1; number <= NODES; number++) nodes.add(new LabNode(number, turnover));
        try {
            var version = nodes.getFirst().engine().version().toString();
            Out.say("%s, engine %s", Machine.text(), version);
            out.line("rollout.begin", "machine", Machine.text(), "engine", version, "network", mode, "tasks", tasks);
            raw = new RawKeeper(nodes, mode);
            ours = new OurKeeper(client(), nodes, mode, healthyAfter);
            swarm = new SwarmKeeper(nodes, mode, heartbeat);
            if (only.contains("update")) updates();
            if (only.contains("loss")) losses();
        } finally {
            nodes.forEach(LabNode::close);
        }
        return sound;
    }

    private static EcsClient client() throws IOException {
        var lab = JsonMapper.shared()
                .readTree(Files.readAllBytes(Options.folder().resolve("lab.env")));
        return new EcsClient(
                URI.create(lab.path("AWS_ENDPOINT_URL").stringValue()),
                new Credentials(
                        lab.path("AWS_ACCESS_KEY_ID").stringValue(),
                        lab.path("AWS_SECRET_ACCESS_KEY").stringValue()),
                "us-east-1",
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                InstantSource.system());
    }

    private List<Keeper> sides() {
        return List.of(raw, ours, swarm);
    }

    // --- a rolling update ------------------------------------------------------------------------------------------------

    private void updates() throws Exception {
        for (var side : sides()) side.keep(tasks);
        sameWork();
        swarm.parallelism(tasks);
        for (var side : sides()) update(side); // warm
        if (sweeps > 0) {
            raw.workers(best("workers of raw", raw, raw::workers, SWEEP));
            swarm.parallelism(best("tasks that Swarm replaces at once", swarm, swarm::parallelism, 2, 4, tasks));
        }
        var all = rounds("update", this::update, 0.1);
        for (var side : sides()) side.drop();
        report(
                "update",
                all,
                List.of(Integer.toString(tasks), of(all, Round::raw) + " (" + raw.workers() + ")"),
                ratio(all, true),
                String.format(Locale.ROOT, "%.2f", UPDATE_GOAL),
                ratios(all, Round::ours).median() <= UPDATE_GOAL);
    }

    /// All of a side's containers are replaced, checked and cleared away.
    ///
    /// @return ms from just before the call until the engines had started the last new one and the last old one had
    ///     ended
    private double update(Keeper side) throws Exception {
        Machine.quiet(QUIET, Duration.ofSeconds(2)); // what was cleared away before it echoes
        turnover.forget();
        var begun = Instant.now();
        side.replace();
        double ms = Duration.between(begun, turnover.await(tasks, tasks, DONE_WITHIN)).toNanos() / 1e6;
        double started = turnover.lastStart(begun);
        side.settle();
        double settled = Duration.between(begun, Instant.now()).toNanos() / 1e6;
        whole(side, tasks, tasks);
        out.line("rollout.update", "side", side.name(), "ms", ms, "lastStartMs", started, "settledMs", settled);
        for (var node : nodes) node.clear(side);
        return ms;
    }

    private void whole(Keeper side, int started, int ended) {
        int running = nodes.stream().mapToInt(node -> node.running(side)).sum();
        if (running != tasks || turnover.started() != started || turnover.ended() != ended)
            throw new IllegalStateException(side.name() + ": wanted " + started + " starts and " + ended
                    + " ends, the engines tell of " + turnover.started() + " and " + turnover.ended() + "; " + running
                    + " of " + tasks + " containers run");
    }

    private interface Setting {
        void set(int value);
    }

    private int best(String what, Keeper side, Setting setting, int... values) throws Exception {
        var figures = new TreeMap<Integer, List<Double>>();
        for (int round = 0; round < sweeps; round++)
            for (int value : values) {
                setting.set(value);
                figures.computeIfAbsent(value, none -> new ArrayList<>()).add(update(side));
            }
        int best = figures.keySet().stream()
                .min((a, b) -> Double.compare(
                        Figures.of(figures.get(a)).median(),
                        Figures.of(figures.get(b)).median()))
                .orElseThrow();
        Out.say("%s: best %d; ms: %s", what, best, figures);
        out.line("rollout.sweep", "what", what, "best", best, "ms", figures);
        return best;
    }

    /// Refuses to compare sides that do not do the same.
    private void sameWork() throws Exception {
        var seen = new ArrayList<String>();
        var node = nodes.getFirst();
        for (var side : sides()) {
            var id = node.engine()
                    .containers(Map.of(side.label().getKey(), side.label().getValue()))
                    .stream()
                    .filter(container -> container.state() == ContainerState.RUNNING)
                    .findFirst()
                    .orElseThrow()
                    .id();
            var work = Work.of(node.http(), id);
            Out.say("%-5s starts %s", side.name(), work);
            out.line("rollout.work", "side", side.name(), "work", work);
            seen.add(Work.compared(work));
        }
        if (seen.stream().distinct().count() > 1) {
            sound = false;
            System.out.println("The sides do NOT start the same (see above): the ratios below are void.");
        }
    }

    // --- a node without power --------------------------------------------------------------------------------------------

    private void losses() throws Exception {
        for (Keeper side : List.of(ours, swarm)) loss(side); // warm
        for (int i = 0; i < 2; i++) loss(raw);
        var all = rounds("loss", this::loss, 0.25);
        var above = Figures.of(
                shown(all).stream().map(round -> round.ours() - round.raw()).toList());
        report(
                "loss",
                all,
                List.of(lost.toString(), of(all, Round::raw)),
                ratio(all, false),
                String.format(Locale.ROOT, "raw + %.0f", LOSS_GOAL_MS),
                above.median() <= LOSS_GOAL_MS);
    }

    /// A node with some of a side's containers loses its power, and is there again afterwards; of raw the starts alone.
    ///
    /// @return ms from just before the cut until the other engines have started as many
    private double loss(Keeper side) throws Exception {
        var victim = nodes.getLast();
        var others = nodes.subList(0, NODES - 1);
        int gone;
        double ms;
        if (side == raw) {
            gone = lost.getOrDefault(ours.name(), tasks / NODES);
            quiet();
            turnover.forget();
            var begun = Instant.now();
            raw.start(others, gone);
            ms = Duration.between(begun, turnover.await(gone, 0, DONE_WITHIN)).toNanos() / 1e6;
            raw.drop();
        } else {
            side.keep(tasks);
            gone = victim.running(side);
            if (gone == 0) throw new IllegalStateException(side.name() + " has nothing on the node that is lost");
            quiet();
            turnover.forget();
            var begun = Instant.now();
            victim.cutPower();
            ms = Duration.between(begun, turnover.await(gone, 0, DONE_WITHIN)).toNanos() / 1e6;
            int running = others.stream().mapToInt(node -> node.running(side)).sum();
            if (running != tasks)
                throw new IllegalStateException(side.name() + ": " + running + " of " + tasks + " run elsewhere");
            victim.power();
            for (var one : sides()) one.awaitNodes();
            side.settle();
            side.drop();
        }
        lost.put(side.name(), gone);
        out.line("rollout.loss", "side", side.name(), "ms", ms, "containers", gone);
        for (var one : sides()) for (var node : nodes) node.clear(one);
        return ms;
    }

    private static void quiet() throws InterruptedException {
        Machine.quiet(QUIET, Duration.ofSeconds(2));
    }

    // --- rounds ----------------------------------------------------------------------------------------------------------

    private List<Round> rounds(String what, Measure measure, double apart) throws Exception {
        var all = new ArrayList<Round>();
        long kept = 0;
        while (kept < rounds && all.size() - kept <= MOST_DISCARDED) {
            if (System.nanoTime() > end) {
                System.out.println(what + ": " + minutes + " minutes are over, no further round.");
                break;
            }
            var round = round(measure, ORDERS.get(all.size() % ORDERS.size()), apart);
            all.add(round);
            kept = all.stream().filter(Round::kept).count();
            Out.say(
                    "%s, round %d: raw %.0f and %.0f, Berth %.0f, Swarm %.0f ms%s",
                    what,
                    all.size(),
                    round.first,
                    round.second,
                    round.ours,
                    round.swarm,
                    round.kept() ? "" : "; DISCARDED: " + round.discarded);
            out.line("rollout.round", "of", what, "workers", raw.workers(), "round", round);
        }
        return all;
    }

    private Round round(Measure measure, String order, double most) throws Exception {
        double busy = Machine.quiet(QUIET, patience);
        var raws = new ArrayList<Double>();
        double our = Double.NaN;
        double swarms = Double.NaN;
        for (char side : order.toCharArray()) {
            switch (side) {
                case 'R' -> raws.add(measure.ms(raw));
                case 'O' -> our = measure.ms(ours);
                case 'S' -> swarms = measure.ms(swarm);
                default -> throw new AssertionError(order);
            }
        }
        busy = Math.max(busy, Machine.quiet(QUIET, patience));
        double apart = raws.getLast() / raws.getFirst();
        var discarded = busy > QUIET
                ? String.format(Locale.ROOT, "CPU %.0f %% busy beside it", busy * 100)
                : Math.abs(apart - 1) > most ? String.format(Locale.ROOT, "raw ÷ raw %.2f", apart) : "";
        return new Round(raws.getFirst(), raws.getLast(), our, swarms, busy, discarded);
    }

    // --- what it comes to ------------------------------------------------------------------------------------------------

    private interface Figure {
        double of(Round round);
    }

    /// With too few good rounds all are shown, and marked: better than nothing to look at, and never a result.
    private List<Round> shown(List<Round> all) {
        var kept = all.stream().filter(Round::kept).toList();
        return kept.size() >= rounds ? kept : all;
    }

    private String of(List<Round> all, Figure figure) {
        return Figures.of(shown(all).stream().map(figure::of).toList()).whole();
    }

    private Figures ratios(List<Round> all, Figure figure) {
        return Figures.of(shown(all).stream()
                .map(round -> figure.of(round) / round.raw())
                .toList());
    }

    private List<String> ratio(List<Round> all, boolean byRaw) {
        if (byRaw)
            return List.of(
                    ratios(all, Round::ours).band(), ratios(all, Round::swarm).band());
        return List.of(
                Figures.of(shown(all).stream()
                                .map(round -> round.ours() - round.raw())
                                .toList())
                        .whole(),
                Figures.of(shown(all).stream()
                                .map(round -> round.ours() / round.swarm())
                                .toList())
                        .band());
    }

    private void report(
            String what, List<Round> all, List<String> head, List<String> ratios, String goal, boolean met)
            throws IOException {
        long kept = all.stream().filter(Round::kept).count();
        boolean full = kept >= rounds;
        sound &= full;
        boolean update = what.equals("update");
        var row = new ArrayList<>(head);
        row.add(of(all, Round::ours));
        row.add(of(all, Round::swarm) + (update ? " (" + swarm.parallelism() + ")" : ""));
        row.addAll(ratios);
        row.add(Figures.of(shown(all).stream()
                        .map(round -> round.second() / round.first())
                        .toList())
                .band());
        row.add(kept + " of " + all.size() + (full ? "" : " VOID"));
        row.add(goal + (full ? met ? " met" : " missed" : ""));
        Out.table(
                update
                        ? List.of(
                                "tasks",
                                "raw, ms (workers)",
                                "Berth, ms",
                                "Swarm, ms (at once)",
                                "Berth ÷ raw",
                                "Swarm ÷ raw",
                                "A/A",
                                "kept",
                                "goal")
                        : List.of(
                                "containers lost",
                                "starts by raw, ms",
                                "Berth, ms",
                                "Swarm, ms",
                                "Berth - raw, ms",
                                "Berth ÷ Swarm",
                                "A/A",
                                "kept",
                                "goal"),
                List.of(row));
        System.out.println();
        out.line("rollout.result", "of", what, "sound", full, "row", row);
    }
}
