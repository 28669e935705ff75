import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// CPU time of a control plane to whose thousands of nodes nothing happens, by how often they are pinged.
final class Pings {
    private static final Duration CALM = Duration.ofSeconds(20);

    private Pings() {}

    public static void main(String[] arguments) {
        Out.end(() -> run(new Options(arguments)));
    }

    private static boolean run(Options options) throws Exception {
        int nodes = options.number("nodes", 5_000, 1, 15_000);
        var heartbeats = Stream.of(options.text("heartbeats", "60,0.5").split(","))
                .map(text -> Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000)))
                .toList();
        var window = options.seconds("seconds", 60);
        int rounds = options.number("rounds", 2, 1, 20);
        options.complete();
        var out = new Out(Options.out());
        out.line("pings.begin", "machine", Machine.text(), "nodes", nodes);
        Out.say("%s", Machine.text());
        var rows = new ArrayList<List<String>>();
        for (var heartbeat : heartbeats) {
            var figures = new ArrayList<Double>();
            try (var berth = Berth.server(List.of("--node-heartbeat", heartbeat.toMillis() + "ms"));
                    var fleet = PretendNodes.join(berth, nodes, false)) {
                Thread.sleep(CALM);
                for (int round = 0; round < rounds; round++) {
                    long before = Machine.cpuMs(berth.pid());
                    long begun = System.nanoTime();
                    Thread.sleep(window);
                    double minutes = (System.nanoTime() - begun) / 60e9;
                    double perMinute = (Machine.cpuMs(berth.pid()) - before) / 1000.0 / minutes;
                    figures.add(perMinute);
                    Out.say("a ping every %d ms: %.2f CPU-s a minute", heartbeat.toMillis(), perMinute);
                    out.line("pings.one", "heartbeatMs", heartbeat.toMillis(), "cpuSecondsPerMinute", perMinute);
                }
                fleet.requireWhole();
            }
            rows.add(List.of(
                    Integer.toString(nodes),
                    heartbeat.toMillis() + " ms",
                    String.join(
                            ", ",
                            figures.stream()
                                    .map(one -> String.format(Locale.ROOT, "%.2f", one))
                                    .toList())));
        }
        Out.table(List.of("nodes", "a ping every", "control plane, CPU-s a minute"), rows);
        return true;
    }
}
