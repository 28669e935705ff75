import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A Docker Swarm service over the same engines, at its best: by its API, the image by its id, so that nobody asks a
/// registry, no virtual address, new tasks before old ones, no wait before a task is started elsewhere.
final class SwarmKeeper implements Keeper {
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(180);
    private static final String SERVICE = "bench";

    private final List<LabNode> nodes;
    private final EngineHttp manager;
    private final String image;
    private final String network;
    private final String token;
    private int parallelism;
    private int count;
    private String service;

    /// @param nodes     the first will be the manager
    /// @param heartbeat of its nodes
    SwarmKeeper(List<LabNode> nodes, String mode, Duration heartbeat) throws Exception {
        this.nodes = nodes;
        this.manager = nodes.getFirst().http();
        this.image =
                manager.get("/images/" + Side.IMAGE + "/json").path("Id").stringValue();
        var init = json().put("ListenAddr", address(nodes.getFirst()) + ":2377");
        init.put("AdvertiseAddr", address(nodes.getFirst()));
        init.putObject("Spec").putObject("Dispatcher").put("HeartbeatPeriod", heartbeat.toNanos());
        manager.call("POST", "/swarm/init", init);
        this.token = manager.get("/swarm").path("JoinTokens").path("Worker").stringValue();
        for (var node : nodes.subList(1, nodes.size())) join(node);
        this.network = mode.equals("bridge") ? "bench-swarm" : mode;
        if (mode.equals("bridge"))
            manager.call(
                    "POST",
                    "/networks/create",
                    json().put("Name", network).put("Driver", "bridge").put("Scope", "swarm"));
        awaitNodes();
    }

    @Override
    public void awaitNodes() throws Exception {
        for (var node : nodes) {
            var state = node.http().get("/info").path("Swarm").path("LocalNodeState");
            if (state.stringValue("").equals("inactive")) join(node);
        }
        Wait.until("Swarm has its nodes", WHOLE_WITHIN, this::nodesAreReady);
    }

    private void join(LabNode node) throws IOException {
        var join = json().put("ListenAddr", address(node) + ":2377");
        join.put("AdvertiseAddr", address(node)).put("JoinToken", token);
        join.putArray("RemoteAddrs").add(address(nodes.getFirst()) + ":2377");
        node.http().call("POST", "/swarm/join", join);
    }

    private static ObjectNode json() {
        return JsonMapper.shared().createObjectNode();
    }

    private static String address(LabNode node) {
        return "10.77.0." + node.number();
    }

    private boolean nodesAreReady() throws IOException {
        return manager.get("/nodes")
                        .valueStream()
                        .filter(node -> node.path("Status").path("State").stringValue("").equals("ready"))
                        .count()
                == nodes.size();
    }

    /// How many tasks are replaced at once.
    void parallelism(int many) {
        parallelism = many;
    }

    int parallelism() {
        return parallelism;
    }

    @Override
    public String name() {
        return "swarm";
    }

    @Override
    public Map.Entry<String, String> label() {
        return Map.entry("com.docker.swarm.service.name", SERVICE);
    }

    @Override
    public void keep(int wanted) throws Exception {
        count = wanted;
        service = manager.call("POST", "/services/create", spec())
                .path("ID")
                .stringValue();
        settle();
    }

    private ObjectNode spec() {
        var spec = json().put("Name", SERVICE);
        var template = spec.putObject("TaskTemplate");
        var container = template.putObject("ContainerSpec")
                .put("Image", image)
                .put("StopGracePeriod", Duration.ofSeconds(Side.STOP_TIMEOUT_SECONDS).toNanos());
        var words = container.putArray("Args");
        for (var word : Side.COMMAND) words.add(word);
        template.putObject("Resources").putObject("Limits").put("MemoryBytes", Side.MEMORY_MIB * 1024L * 1024L);
        template.putObject("RestartPolicy").put("Condition", "any").put("Delay", 0);
        template.putArray("Networks").addObject().put("Target", network);
        spec.putObject("Mode").putObject("Replicated").put("Replicas", count);
        spec.putObject("EndpointSpec").put("Mode", "dnsrr");
        return spec;
    }

    @Override
    public void replace() throws IOException {
        var now = manager.get("/services/" + service);
        var spec = (ObjectNode) now.path("Spec");
        var template = (ObjectNode) spec.path("TaskTemplate");
        template.put("ForceUpdate", template.path("ForceUpdate").asInt(0) + 1);
        spec.putObject("UpdateConfig").put("Parallelism", parallelism).put("Order", "start-first");
        manager.call(
                "POST",
                "/services/" + service + "/update?version="
                        + now.path("Version").path("Index").asLong(),
                spec);
    }

    @Override
    public void settle() throws Exception {
        Wait.until("Swarm's service is whole", WHOLE_WITHIN, this::isWhole);
    }

    private boolean isWhole() throws IOException {
        var tasks = manager.get("/tasks?filters=%7B%22desired-state%22%3A%5B%22running%22%5D%7D");
        return tasks.size() == count && tasks.valueStream().allMatch(SwarmKeeper::runs)
                && nodes.stream().mapToInt(node -> node.running(this)).sum() == count;
    }

    private static boolean runs(JsonNode task) {
        return task.path("Status").path("State").stringValue("").equals("running");
    }

    @Override
    public void drop() throws Exception {
        if (service == null) return;
        manager.call("DELETE", "/services/" + service, null);
        service = null;
        Wait.until("Swarm's containers are gone", WHOLE_WITHIN, () -> nodes.stream()
                .allMatch(node -> node.running(this) == 0));
    }

    @Override
    public void close() throws Exception {
        drop();
    }
}
