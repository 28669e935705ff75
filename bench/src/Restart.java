import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;

/// How long a control plane that holds many tasks takes to start, and what it needs to hold them.
final class Restart {
    private final Out out = new Out(Options.out());
    private final List<List<String>> rows = new ArrayList<>();

    /// @param startMs     from the launcher's start to the first 200 of `/health`
    /// @param residentKiB once it has answered
    /// @param collectedKiB the same after a full collection
    /// @param liveKiB     of the heap, after that
    record Result(double startMs, long residentKiB, long collectedKiB, long liveKiB) {}

    public static void main(String[] arguments) {
        Out.end(() -> run(arguments));
    }

    private static boolean run(String[] arguments) throws Exception {
        var options = new Options(arguments);
        int nodes = options.number("nodes", 5_000, 1, 15_000);
        var tasks = options.numbers("tasks", "0,100000");
        var running = options.text("reports", "no").equals("yes");
        int rounds = options.number("rounds", 3, 1, 20);
        var java = options.text("java", "");
        var heap = options.text("heap", "1g");
        var keep = options.text("keep", "");
        options.complete();
        var restart = new Restart();
        restart.out.line("restart.begin", "machine", Machine.text(), "nodes", nodes, "heap", heap, "reports", running);
        for (int some : tasks) {
            var data = keep.isEmpty() ? Options.folder().resolve("held-" + some) : Path.of(keep, "held-" + some);
            if (!Files.exists(data)) {
                long begun = System.nanoTime();
                FilledStore.fill(data, nodes, some, running);
                Out.say("%d tasks were placed within %.1f s", some, (System.nanoTime() - begun) / 1e9);
            }
            restart.rounds(data, some, rounds, "-Xmx" + heap + (java.isEmpty() ? "" : " " + java));
        }
        Out.table(
                List.of(
                        "tasks held",
                        "start to the first answer, s",
                        "disk, MiB",
                        "resident, MiB",
                        "after a full collection, MiB",
                        "of it live on the heap",
                        "live bytes a task"),
                restart.rows);
        return true;
    }

    private void rounds(Path data, int tasks, int rounds, String java) throws Exception {
        var results = new ArrayList<Result>();
        for (int i = 0; i < rounds; i++) {
            var result = once(data, tasks, java);
            results.add(result);
            Out.say("%d tasks: %.1f s", tasks, result.startMs / 1e3);
            out.line(
                    "restart.round",
                    "tasks",
                    tasks,
                    "startMs",
                    result.startMs,
                    "residentKib",
                    result.residentKiB,
                    "collectedKib",
                    result.collectedKiB,
                    "liveKib",
                    result.liveKiB);
        }
        var live = median(results.stream().map(result -> (double) result.liveKiB).toList());
        rows.add(List.of(
                Integer.toString(tasks),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        median(results.stream().map(Result::startMs).toList()) / 1e3),
                Long.toString(disk(data) >> 20),
                mib(median(results.stream()
                        .map(result -> (double) result.residentKiB)
                        .toList())),
                mib(median(results.stream()
                        .map(result -> (double) result.collectedKiB)
                        .toList())),
                mib(live),
                tasks == 0 ? "" : String.format(Locale.ROOT, "%.0f", live * 1024 / tasks)));
    }

    private static double median(List<Double> figures) {
        return Figures.of(figures).median();
    }

    private static String mib(double kib) {
        return String.format(Locale.ROOT, "%.0f", kib / 1024);
    }

    private static Result once(Path data, int tasks, String java) throws Exception {
        try (var berth = Berth.server(data, java)) {
            var cluster = berth.client()
                    .call(
                            "DescribeClusters",
                            DescribeClustersRequest.builder().build(),
                            DescribeClustersResponse.class)
                    .clusters()
                    .getFirst();
            long there = cluster.pendingTasksCount() + cluster.runningTasksCount();
            if (there != tasks) throw new IllegalStateException(tasks + " tasks were placed, " + there + " are there");
            long resident = Machine.memory(berth.pid()).rssKiB();
            Machine.jcmd(berth.pid(), "GC.run");
            long collected = Machine.memory(berth.pid()).rssKiB();
            var result = new Result(berth.startMs(), resident, collected, live(Machine.jcmd(berth.pid(), "GC.heap_info")));
            // The next round finds what a power cut leaves.
            berth.kill();
            return result;
        }
    }

    /// What the heap holds, of all its generations.
    private static long live(String heapInfo) {
        return heapInfo.lines()
                .filter(line -> line.contains(" total ") && line.contains(" used "))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".* used (\\d+)K.*", "$1")))
                .sum();
    }

    private static long disk(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
