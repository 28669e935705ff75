import berth.wire.http.EcsClient;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;

/// Signed calls a second: one that reads, and one whose answer waits for the disk. The clients share the
/// machine with the control plane, so this is what both together can do.
final class SignedCalls {
    private static final int RECORD = 256; // bytes per raw write
    /// The most writes that the raw run's file is made for.
    private static final int MOST_RECORDS = 400_000;

    private final EcsClient ecs;
    private final Duration time;
    private final Out out = new Out(Options.out());
    private final List<List<String>> rows = new ArrayList<>();

    private SignedCalls(EcsClient ecs, Duration time) {
        this.ecs = ecs;
        this.time = time;
    }

    /// @param perSecond of all clients together
    record Result(double perSecond, Figures ms) {}

    public static void main(String[] arguments) {
        Out.end(() -> run(arguments));
    }

    private static boolean run(String[] arguments) throws Exception {
        var options = new Options(arguments);
        var time = options.seconds("seconds", 5);
        var clients = options.numbers("clients", "1,64");
        int rounds = options.number("rounds", 3, 1, 20);
        options.complete();
        new Out(Options.out()).line("signed-calls.begin", "machine", Machine.text());
        try (var berth = Berth.server()) {
            new SignedCalls(berth.client(), time).run(clients, rounds);
        }
        return true;
    }

    private void run(List<Integer> clients, int rounds) throws Exception {
        measure(16, time, this::listTasks); // warm
        measure(16, time, this::register);
        for (int count : clients) {
            var reads = new ArrayList<Result>();
            var writes = new ArrayList<Result>();
            var growing = new ArrayList<Result>();
            var laidOut = new ArrayList<Result>();
            var ratios = new ArrayList<Double>();
            var latencies = new ArrayList<Double>();
            for (int round = 0; round < rounds; round++) {
                growing.add(raw(false));
                laidOut.add(raw(true));
                reads.add(measure(count, time, this::listTasks));
                writes.add(measure(count, time, this::register));
                var disk = best(growing.getLast(), laidOut.getLast());
                ratios.add(writes.getLast().perSecond / disk.perSecond);
                latencies.add(writes.getLast().ms.median() / disk.ms.median());
            }
            row("fdatasync, " + RECORD + " B, growing file", 1, growing, "", "");
            row("fdatasync, " + RECORD + " B, file laid out", 1, laidOut, "", "");
            row("ListTasks", count, reads, "", "");
            row(
                    "RegisterTaskDefinition",
                    count,
                    writes,
                    Figures.of(ratios).band(),
                    Figures.of(latencies).band());
            out.line(
                    "signed-calls.result",
                    "clients",
                    count,
                    "commitsPerFdatasync",
                    ratios,
                    "p50PerFdatasync",
                    latencies);
        }
        Out.table(
                List.of(
                        "what",
                        "clients",
                        "calls/s",
                        "p50, ms",
                        "p99, ms",
                        "calls/s ÷ fdatasync/s",
                        "p50 ÷ fdatasync's p50"),
                rows);
    }

    /// The raw run that makes it harder for us.
    private static Result best(Result one, Result other) {
        return one.perSecond > other.perSecond ? one : other;
    }

    private void row(String what, int clients, List<Result> results, String ratio, String latency) throws Exception {
        var rate = Figures.of(results.stream().map(Result::perSecond).toList());
        var p50 = Figures.of(results.stream().map(result -> result.ms.median()).toList());
        var p99 = Figures.of(
                results.stream().map(result -> result.ms.quantile(0.99)).toList());
        rows.add(List.of(
                what, Integer.toString(clients), rate.whole(), text(p50.median()), text(p99.median()), ratio, latency));
        out.line(
                "signed-calls.row",
                "call",
                what,
                "clients",
                clients,
                "perSecond",
                rate.sorted(),
                "p50Ms",
                p50.sorted(),
                "p99Ms",
                p99.sorted());
    }

    private static String text(double ms) {
        return String.format(Locale.ROOT, "%.2f", ms);
    }

    private void listTasks(int client) {
        ecs.call("ListTasks", ListTasksRequest.builder().build(), ListTasksResponse.class);
    }

    private void register(int client) {
        var container = ContainerDefinition.builder()
                .name("main")
                .image("busybox")
                .memory(16)
                .command("sleep", Integer.toString(client))
                .build();
        var definition = RegisterTaskDefinitionRequest.builder()
                .family("bench-" + client)
                .containerDefinitions(container)
                .build();
        ecs.call("RegisterTaskDefinition", definition, RegisterTaskDefinitionResponse.class);
    }

    /// So many clients, each of which calls again as soon as it has its answer.
    private static Result measure(int clients, Duration time, Consumer<Integer> call) throws Exception {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        var figures = new ArrayList<Double>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> running = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                int client = c;
                running.add(threads.submit(() -> {
                    var mine = new ArrayList<Double>();
                    for (long before; (before = System.nanoTime()) < end; ) {
                        call.accept(client);
                        mine.add((System.nanoTime() - before) / 1e6);
                    }
                    return mine;
                }));
            }
            for (var client : running) figures.addAll(client.get());
        }
        return new Result(figures.size() / ((System.nanoTime() - begun) / 1e9), Figures.of(figures));
    }

    /// One writer, one fdatasync a record, on the disk that the control plane's data lies on.
    private Result raw(boolean laidOut) throws Exception {
        var file = Options.folder().resolve("raw");
        var figures = new ArrayList<Double>();
        var record = ByteBuffer.allocate(RECORD);
        long begun;
        double seconds;
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (laidOut) {
                var zeros = ByteBuffer.allocate(1 << 20);
                for (long size = 0; size < (long) RECORD * MOST_RECORDS; size += zeros.capacity())
                    channel.write(zeros.clear(), size);
                channel.force(true);
            }
            begun = System.nanoTime();
            for (int i = 0; i < MOST_RECORDS; i++) {
                long before = System.nanoTime();
                if (before - begun > time.toNanos() / 2) break;
                channel.write(record.clear(), (long) i * RECORD);
                channel.force(false);
                figures.add((System.nanoTime() - before) / 1e6);
            }
            seconds = (System.nanoTime() - begun) / 1e9;
        } finally {
            Files.deleteIfExists(file);
        }
        return new Result(figures.size() / seconds, Figures.of(figures));
    }
}
