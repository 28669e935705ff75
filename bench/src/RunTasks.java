import berth.wire.aws.AwsJson;
import berth.wire.http.EcsClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/// Tasks placed a second, from the signed call to the node that was told and acknowledged.
final class RunTasks {
    /// What an answer has once for each task.
    private static final byte[] TASK = "\"desiredStatus\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int WARM = 16;

    private final int count;
    private final boolean reports;
    private final Out out = new Out(Options.out());
    private final List<List<String>> rows = new ArrayList<>();
    private final List<List<String>> held = new ArrayList<>();
    private long placed;

    private RunTasks(int count, boolean reports) {
        this.count = count;
        this.reports = reports;
    }

    /// @param tasksPerSecond until the last node was told of its last task
    /// @param ms             of each call
    /// @param behindMs       from the last answer to the last node that was told
    record Result(double tasksPerSecond, Figures ms, double behindMs) {}

    public static void main(String[] arguments) {
        Out.end(() -> run(arguments));
    }

    private static boolean run(String[] arguments) throws Exception {
        var options = new Options(arguments);
        int nodes = options.number("nodes", 5_000, 1, 15_000);
        int count = options.number("count", 10, 1, 10);
        var clients = options.numbers("clients", "1,64");
        var time = options.seconds("seconds", 10);
        int rounds = options.number("rounds", 3, 1, 20);
        var reports = options.text("reports", "no").equals("yes");
        var holds = options.numbers("hold", "0");
        var heap = options.text("heap", "1g");
        options.complete();
        var out = new Out(Options.out());
        out.line("run-task.begin", "machine", Machine.text(), "nodes", nodes, "heap", heap);
        var bench = new RunTasks(count, reports);
        var data = Files.createTempDirectory(Options.folder(), "server-");
        try (var berth = Berth.server(data, "-Xmx" + heap)) {
            define(berth.client());
            try (var fleet = joined(berth, nodes, reports)) {
                bench.measure(berth, fleet, WARM, time);
                for (int some : clients) bench.rounds(berth, fleet, some, time, rounds);
                for (int hold : holds) bench.hold(berth, fleet, hold);
            }
            bench.restart(berth, data, heap);
        }
        Out.table(
                List.of("clients", "nodes", "tasks/s", "calls/s", "p50, ms", "p99, ms", "last node told after, ms"),
                bench.rows.stream().map(row -> with(row, nodes)).toList());
        System.out.println();
        Out.table(List.of("tasks held", "resident after a full collection, MiB", "disk, MiB", "bytes resident per task", "restart to the first answer"), bench.held);
        return true;
    }

    private static List<String> with(List<String> row, int nodes) {
        var all = new ArrayList<>(row);
        all.add(1, Integer.toString(nodes));
        return all;
    }

    private static PretendNodes joined(Berth berth, int nodes, boolean reports) throws Exception {
        long begun = System.nanoTime();
        var fleet = PretendNodes.join(berth, nodes, reports);
        Out.say("%d nodes have joined within %.1f s", nodes, (System.nanoTime() - begun) / 1e9);
        return fleet;
    }

    private static void define(EcsClient ecs) {
        ecs.call(
                "RegisterTaskDefinition",
                RegisterTaskDefinitionRequest.builder()
                        .family("bench")
                        .containerDefinitions(ContainerDefinition.builder()
                                .name(PretendNodes.CONTAINER)
                                .image("busybox")
                                .cpu(10)
                                .memory(16)
                                .build())
                        .build(),
                RegisterTaskDefinitionResponse.class);
    }

    private void rounds(Berth berth, PretendNodes fleet, int clients, Duration time, int rounds) throws Exception {
        var results = new ArrayList<Result>();
        for (int i = 0; i < rounds; i++) {
            var result = measure(berth, fleet, clients, time);
            results.add(result);
            out.line(
                    "run-task.round",
                    "clients",
                    clients,
                    "tasksPerSecond",
                    result.tasksPerSecond,
                    "p50Ms",
                    result.ms.median(),
                    "p99Ms",
                    result.ms.quantile(0.99),
                    "behindMs",
                    result.behindMs,
                    "held",
                    placed,
                    "serverCpuMs",
                    Machine.cpuMs(berth.pid()));
        }
        var rate = Figures.of(results.stream().map(Result::tasksPerSecond).toList());
        rows.add(List.of(
                Integer.toString(clients),
                rate.whole(),
                String.format(Locale.ROOT, "%.0f", rate.median() / count),
                text(results.stream().map(result -> result.ms.median()).toList()),
                text(results.stream().map(result -> result.ms.quantile(0.99)).toList()),
                text(results.stream().map(Result::behindMs).toList())));
    }

    private static String text(List<Double> figures) {
        return String.format(Locale.ROOT, "%.1f", Figures.of(figures).median());
    }

    private Result measure(Berth berth, PretendNodes fleet, int clients, Duration time) throws Exception {
        var body = AwsJson.write(
                RunTaskRequest.builder().taskDefinition("bench").count(count).build());
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        var asked = new AtomicLong();
        var figures = new ArrayList<Double>();
        var who = berth.operator();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> running = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                running.add(threads.submit(() -> {
                    var mine = new ArrayList<Double>();
                    try (var calls = new KeptConnection(berth.endpoint(), who)) {
                        for (long before; (before = System.nanoTime()) < end; ) {
                            int tasks = occurrences(calls.call("RunTask", body));
                            if (tasks != count) throw new IOException(tasks + " tasks of " + count + " were placed");
                            asked.addAndGet(tasks);
                            mine.add((System.nanoTime() - before) / 1e6);
                        }
                    }
                    return mine;
                }));
            }
            for (var client : running) figures.addAll(client.get());
        }
        long answered = System.nanoTime();
        placed += asked.get();
        fleet.await(placed, reports);
        long told = System.nanoTime();
        requireAll(berth);
        return new Result(asked.get() / ((told - begun) / 1e9), Figures.of(figures), (told - answered) / 1e6);
    }

    private static int occurrences(byte[] answer) {
        int found = 0;
        for (int i = 0; i + TASK.length <= answer.length; i++) {
            int k = 0;
            while (k < TASK.length && answer[i + k] == TASK[k]) k++;
            if (k == TASK.length) found++;
        }
        return found;
    }

    /// Every task that was answered for is there.
    private void requireAll(Berth berth) throws Exception {
        var cluster = berth.client()
                .call(
                        "DescribeClusters",
                        DescribeClustersRequest.builder().build(),
                        DescribeClustersResponse.class)
                .clusters()
                .getFirst();
        long there = cluster.pendingTasksCount() + cluster.runningTasksCount();
        if (there != placed) throw new IllegalStateException(placed + " tasks were placed, " + there + " are there");
        if (reports && cluster.runningTasksCount() != placed)
            throw new IllegalStateException(placed + " tasks were reported, " + cluster.runningTasksCount() + " run");
    }

    /// Places until so many are held.
    private void hold(Berth berth, PretendNodes fleet, int tasks) throws Exception {
        while (placed < tasks) {
            long before = placed;
            measure(berth, fleet, WARM, Duration.ofSeconds(5));
            Out.say("%d of %d tasks are held, %.0f a second", placed, tasks, (placed - before) / 5.0);
        }
    }

    /// Kills the control plane, and waits for the next one to know every task.
    private void restart(Berth berth, Path data, String heap) throws Exception {
        Machine.jcmd(berth.pid(), "GC.run");
        long resident = Machine.memory(berth.pid()).rssKiB();
        berth.kill();
        long disk;
        try (var files = Files.walk(data)) {
            disk = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
        try (var again = Berth.server(data, "-Xmx" + heap)) {
            requireAll(again);
            held.add(List.of(
                    Long.toString(placed),
                    Long.toString(resident >> 10),
                    Long.toString(disk >> 20),
                    Long.toString(resident * 1024 / Math.max(1, placed)),
                    String.format(Locale.ROOT, "%.1f s", again.startMs() / 1000)));
            out.line(
                    "run-task.restart",
                    "tasks",
                    placed,
                    "residentKib",
                    resident,
                    "diskBytes",
                    disk,
                    "restartMs",
                    again.startMs());
        }
    }
}
