import berth.agent.docker.CallLimits;
import berth.agent.docker.DockerEngine;
import berth.agent.docker.EngineAddress;
import berth.wire.http.EcsClient;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// What Berth costs: the time to start it and to ask it something, its memory, its CPU time per task.
final class Footprint {
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final Duration EACH = Duration.ofSeconds(3); // a slow machine beside other work
    private static final int MANY = 100;
    private static final int MANY_SHARES = 8; // a machine of one core has room for a hundred

    private final Out out = new Out(Options.out());
    private final int times;
    private final int rounds;

    private Footprint(Options options) {
        times = options.number("times", 10, 1, 100);
        rounds = options.number("rounds", 4, 2, 20);
        options.complete();
    }

    public static void main(String[] arguments) {
        Out.end(() -> run(arguments));
    }

    private static boolean run(String[] arguments) throws Exception {
        var footprint = new Footprint(new Options(arguments));
        Out.say("%s", Machine.text());
        footprint.out.line("footprint.begin", "machine", Machine.text());
        footprint.starts();
        try (var engine = new DockerEngine(EngineAddress.parse(Options.engine()), CallLimits.ECS);
                var server = Berth.server()) {
            footprint.verbs(server);
            var agent = footprint.agent(server);
            try {
                footprint.node(engine, server.withNode(), agent.pid());
            } finally {
                Berth.end(agent);
            }
        }
        return true;
    }

    private void starts() throws Exception {
        var fresh = new ArrayList<Double>();
        Berth.server().close(); // fills the page cache
        for (int i = 0; i < times; i++) {
            Machine.quiet(0.06, Duration.ofSeconds(5));
            try (var server = Berth.server()) {
                fresh.add(server.startMs());
            }
        }
        var figures = Figures.of(fresh);
        print(
                "Start of the control plane, launcher to the first 200 of /health: %s ms (%.0f-%.0f), %d times",
                figures.whole(), figures.low(), figures.high(), figures.count());
        out.line("footprint.start", "ms", fresh);
    }

    /// `./berth ps`, and AWS's own client beside it if there is one.
    private void verbs(Berth server) throws Exception {
        var key = JsonMapper.shared().readTree(Files.readAllBytes(server.data().resolve("credentials.json")));
        var environment = Map.of(
                "AWS_ENDPOINT_URL", server.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", key.path("accessKeyId").stringValue(),
                "AWS_SECRET_ACCESS_KEY", key.path("secretAccessKey").stringValue(),
                "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "us-east-1",
                "BERTH_HOME", server.data().toString());
        var berth = List.of(Options.root().resolve("berth").toString(), "ps");
        var aws = List.of("aws", "ecs", "list-tasks");
        boolean both = onPath("aws");
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        for (int i = 0; i < times + 2; i++) {
            Machine.quiet(0.06, Duration.ofSeconds(5));
            double our = took(berth, environment);
            double their = both ? took(aws, environment) : Double.NaN;
            if (i < 2) continue; // warm
            ours.add(our);
            theirs.add(their);
        }
        print(
                "./berth ps: %s ms (goal 150); aws ecs list-tasks: %s ms; %d times in turn",
                Figures.of(ours).whole(), Figures.of(theirs).whole(), times);
        out.line("footprint.verb", "berthMs", ours, "awsMs", theirs);
    }

    private static boolean onPath(String program) {
        for (var folder : System.getenv("PATH").split(File.pathSeparator))
            if (Files.isExecutable(Path.of(folder, program))) return true;
        return false;
    }

    private static double took(List<String> command, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().remove("AWS_PROFILE");
        builder.environment().remove("AWS_SESSION_TOKEN");
        var answer = Options.folder().resolve("verb.out").toFile();
        builder.redirectOutput(answer);
        long begun = System.nanoTime();
        var process = builder.start();
        boolean ended = process.waitFor(30, TimeUnit.SECONDS);
        double ms = (System.nanoTime() - begun) / 1e6;
        if (!ended) Berth.end(process);
        if (!ended || process.exitValue() != 0)
            throw new IllegalStateException(command + " failed: " + Files.readString(answer.toPath()));
        return ms;
    }

    /// An agent in a process of its own, joined as any machine joins.
    private Process agent(Berth server) throws IOException {
        EcsClient ecs = server.client();
        var answer = ecs.callRaw("Berth.CreateNodeKey", "{\"cluster\":\"default\"}".getBytes(StandardCharsets.UTF_8));
        var key = JsonMapper.shared().readTree(answer);
        var data = Files.createTempDirectory(Options.folder(), "agent-");
        var file = Files.createFile(
                data.resolve("node.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                key.path("accessKeyId").stringValue() + ":"
                        + key.path("secretAccessKey").stringValue() + "\n");
        return Berth.start(
                data,
                List.of(
                        "agent",
                        "--join",
                        server.endpoint().toString(),
                        "--key-file",
                        file.toString(),
                        "--docker",
                        Options.engine()));
    }

    private void node(DockerEngine engine, Berth server, long agent) throws Exception {
        var rows = new ArrayList<List<String>>();
        var idle = new ArrayList<List<String>>();
        var cpu = new ArrayList<double[]>();
        rows.add(row(memory("just started, 0 tasks", server.pid(), agent)));
        idle.add(idle("0 tasks", server.pid(), agent));
        try (var ours = new Ours(engine, server, "bridge")) {
            for (int round = 0; round < rounds; round++) cpu.add(sixty(ours, server.pid(), agent));
        }
        var before = memory("0 tasks, " + 60 * rounds + " have been", server.pid(), agent);
        rows.add(row(before));
        try (var ours = new Ours(engine, server, "bridge", 1, MANY_SHARES)) {
            ours.launch(MANY);
            allRun(ours, MANY);
            var at = memory(MANY + " tasks run", server.pid(), agent);
            rows.add(row(at));
            idle.add(idle(MANY + " tasks", server.pid(), agent));
            ours.remove();
            rows.add(row(memory("0 tasks, " + (60 * rounds + MANY) + " have been", server.pid(), agent)));
            tables(rows, idle, cpu);
            print("%nGrowth of the agent: %.0f KiB a task (goal 20); of the engine: %.0f KiB", at.agent() - before.agent(), at.engine() - before.engine());
        }
    }

    private void tables(List<List<String>> rows, List<List<String>> idle, List<double[]> cpu) {
        System.out.println();
        Out.table(
                List.of(
                        "MiB private (resident)",
                        "control plane",
                        "agent",
                        "dockerd",
                        "containerd",
                        "agent ÷ (dockerd + containerd), goal 0.40"),
                rows);
        System.out.println();
        Out.table(
                List.of(
                        "CPU idle, ms a minute",
                        "control plane",
                        "agent",
                        "dockerd + containerd",
                        "agent ÷ (dockerd + containerd), goal 1"),
                idle);
        System.out.println();
        Out.table(
                List.of(
                        "CPU-ms per task started, 60 at once",
                        "control plane",
                        "agent",
                        "both, goal 10",
                        "engine and containers"),
                List.of(
                        cpuRow("first 60", cpu.subList(0, 1)),
                        cpuRow("later ones, median of " + (rounds - 1), cpu.subList(1, rounds))));
    }

    /// What nobody asked for costs: CPU time of a minute in which nothing happens.
    private List<String> idle(String when, long server, long agent) throws Exception {
        double ours = -Machine.cpuMs(agent);
        double plane = -Machine.cpuMs(server);
        double engine = -engineCpuMs();
        Thread.sleep(IDLE);
        ours += Machine.cpuMs(agent);
        plane += Machine.cpuMs(server);
        engine += engineCpuMs();
        out.line("footprint.idle", "when", when, "controlPlaneMs", plane, "agentMs", ours, "engineMs", engine);
        return List.of(when, whole(plane), whole(ours), whole(engine), String.format(Locale.ROOT, "%.2f", ours / engine));
    }

    private static String whole(double ms) {
        return String.format(Locale.ROOT, "%.0f", ms);
    }

    private static long engineCpuMs() {
        return Machine.ownCpuMs(Options.enginePid(), "dockerd") + Machine.ownCpuMs(Options.enginePid(), "containerd");
    }

    /// Private and resident memory of all that Berth and the engine are.
    private record Seen(String when, Machine.Memory plane, Machine.Memory node, Machine.Memory dockerd, Machine.Memory containerd) {
        double agent() {
            return (double) node.privateKiB() / MANY;
        }

        double engine() {
            return (double) engineKiB() / MANY;
        }

        long engineKiB() {
            return dockerd.privateKiB() + containerd.privateKiB();
        }

        double ratio() {
            return (double) node.privateKiB() / engineKiB();
        }
    }

    private static List<String> row(Seen seen) {
        return List.of(
                seen.when,
                seen.plane.text(),
                seen.node.text(),
                seen.dockerd.text(),
                seen.containerd.text(),
                String.format(Locale.ROOT, "%.2f", seen.ratio()));
    }

    private Seen memory(String when, long server, long agent) throws Exception {
        Thread.sleep(SETTLE);
        var seen = new Seen(
                when,
                Machine.memory(server),
                Machine.memory(agent),
                Machine.memory(Options.enginePid(), "dockerd"),
                Machine.memory(Options.enginePid(), "containerd"));
        out.line(
                "footprint.memory",
                "when",
                when,
                "controlPlane",
                seen.plane,
                "agent",
                seen.node,
                "dockerd",
                seen.dockerd,
                "containerd",
                seen.containerd,
                "ratio",
                seen.ratio());
        return seen;
    }

    /// CPU-ms per task of control plane, agent and engine, from the call until all 60 are said to run.
    private double[] sixty(Ours ours, long server, long agent) throws Exception {
        Machine.quiet(0.06, Duration.ofSeconds(5));
        long[] pids = {server, agent, Options.enginePid()};
        double[] ms = new double[pids.length];
        for (int i = 0; i < pids.length; i++) ms[i] = -Machine.cpuMs(pids[i]);
        ours.launch(60);
        allRun(ours, 60);
        for (int i = 0; i < pids.length; i++) ms[i] = (ms[i] + Machine.cpuMs(pids[i])) / 60;
        out.line("footprint.cpu", "controlPlaneMs", ms[0], "agentMs", ms[1], "engineMs", ms[2]);
        ours.remove();
        return ms;
    }

    /// Asked once a second, so that the asking costs next to nothing.
    private static void allRun(Ours ours, int count) throws Exception {
        var bound = BOUND.plus(EACH.multipliedBy(count));
        long end = System.nanoTime() + bound.toNanos();
        while (ours.statuses().stream().filter("RUNNING"::equals).count() < count) {
            if (System.nanoTime() > end)
                throw new IllegalStateException(
                        "not all of " + count + " tasks ran within " + bound.toSeconds() + " s: " + ours.statuses());
            Thread.sleep(1000);
        }
    }

    private static List<String> cpuRow(String which, List<double[]> rounds) {
        var cells = new ArrayList<>(List.of(which));
        double[] medians = new double[3];
        for (int i = 0; i < 3; i++) {
            int column = i;
            medians[i] =
                    Figures.of(rounds.stream().map(ms -> ms[column]).toList()).median();
        }
        for (double ms : new double[] {medians[0], medians[1], medians[0] + medians[1], medians[2]})
            cells.add(String.format(Locale.ROOT, "%.1f", ms));
        return cells;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
