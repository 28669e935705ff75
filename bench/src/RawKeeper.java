import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The engines' own API and nothing else: so many workers, each of which creates and starts a container, and if it is to
/// replace one, stops that, and takes the next.
final class RawKeeper implements Keeper {
    static final String LABEL = "bench.raw.cluster";

    private record Made(LabNode node, String id) {}

    private final List<LabNode> nodes;
    private final String network;
    private final ConcurrentLinkedQueue<Made> made = new ConcurrentLinkedQueue<>();
    private int serial;
    private int workers = 4;

    RawKeeper(List<LabNode> nodes, String mode) {
        this.nodes = nodes;
        this.network = Raw.network(mode);
        for (var node : nodes) Raw.makeNetwork(node.engine(), mode);
    }

    void workers(int many) {
        workers = many;
    }

    int workers() {
        return workers;
    }

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public Map.Entry<String, String> label() {
        return Map.entry(LABEL, "default");
    }

    @Override
    public void keep(int count) throws Exception {
        each(count, i -> start(nodes.get(i % nodes.size()), i));
    }

    /// Starts alone, on some of the nodes.
    void start(List<LabNode> on, int count) throws Exception {
        each(count, i -> start(on.get(i % on.size()), i));
    }

    @Override
    public void replace() throws Exception {
        var old = new ArrayDeque<>(made).toArray(Made[]::new);
        made.clear();
        each(old.length, i -> {
            start(old[i].node, i);
            old[i].node.engine().stopContainer(old[i].id, Duration.ofSeconds(Side.STOP_TIMEOUT_SECONDS));
        });
    }

    private void start(LabNode node, int i) {
        var name = "bench-raw-" + serial + "-" + i;
        var id = node.engine().createContainer(name, Raw.body(name, network)).id();
        made.add(new Made(node, id));
        node.engine().startContainer(id);
    }

    private interface Deed {
        void at(int i) throws Exception;
    }

    private void each(int count, Deed deed) throws Exception {
        serial++;
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, Math.min(workers, count))
                    .<Future<?>>mapToObj(worker -> threads.submit(() -> {
                        for (int i; (i = next.getAndIncrement()) < count; ) deed.at(i);
                        return null;
                    }))
                    .toList();
            for (var worker : running) worker.get();
        }
    }

    @Override
    public void settle() {}

    @Override
    public void awaitNodes() {}

    @Override
    public void drop() throws Exception {
        for (Made one; (one = made.poll()) != null; ) one.node.engine().removeContainer(one.id, true);
    }

    @Override
    public void close() {}
}
