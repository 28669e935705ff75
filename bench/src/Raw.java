import berth.agent.docker.DockerEngine;
import berth.agent.docker.NetworkPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The engine's own API and nothing else: so many workers, each of which creates a container, starts it, takes the
/// next.
final class Raw implements Side {
    private final DockerEngine engine;
    private final String network;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<String> made = new ConcurrentLinkedQueue<>();
    private int serial;
    private int concurrency = 1;

    /// @param mode `host` and `none` are the engine's; for `bridge` it gets a bridge of its own, like the other
    ///     sides
    Raw(DockerEngine engine, String mode) {
        this.engine = engine;
        this.network = network(mode);
        makeNetwork(engine, mode);
    }

    static String network(String mode) {
        return mode.equals("bridge") ? "bench-raw" : mode;
    }

    static void makeNetwork(DockerEngine engine, String mode) {
        if (mode.equals("bridge") && engine.network(network(mode)) == null)
            engine.createNetwork(new NetworkPlan(network(mode), "bridge", Map.of(), Map.of()));
    }

    void concurrency(int workers) {
        concurrency = workers;
    }

    int concurrency() {
        return concurrency;
    }

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public void launch(int count) throws Exception {
        serial++;
        var next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int w = 0; w < Math.min(concurrency, count); w++)
            running.add(workers.submit(() -> {
                for (int i; (i = next.getAndIncrement()) < count; ) one("bench-raw-" + serial + "-" + i);
            }));
        for (var worker : running) worker.get();
    }

    private void one(String name) {
        var id = engine.createContainer(name, body(name, network)).id();
        made.add(id);
        engine.startContainer(id);
    }

    static ObjectNode body(String name, String network) {
        var body = JsonMapper.shared().createObjectNode().put("Image", IMAGE);
        var command = body.putArray("Cmd");
        for (var word : COMMAND) command.add(word);
        body.put("StopTimeout", STOP_TIMEOUT_SECONDS);
        body.putObject("HostConfig")
                .put("CpuShares", CPU_SHARES)
                .put("Memory", MEMORY_MIB * 1024L * 1024L)
                .put("NetworkMode", network);
        // As many as the others put on, and as long; under names of our own, or Berth's agent would take it for its.
        body.putObject("Labels")
                .put("bench.raw.cluster", "default")
                .put("bench.raw.task-arn", "arn:aws:ecs:us-east-1:000000000000:task/default/" + name)
                .put("bench.raw.task-definition-family", "bench")
                .put("bench.raw.task-definition-version", "1")
                .put("bench.raw.container-name", "main");
        return body;
    }

    @Override
    public void remove() throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int w = 0; w < 4; w++)
            running.add(workers.submit(() -> {
                for (String id; (id = made.poll()) != null; ) engine.removeContainer(id, true);
            }));
        for (var worker : running) worker.get();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
