package berth.agent.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A real engine behind a socket. Speaks the newest API version both sides know. Keeps up to 8 idle connections
/// for 30 s. Owns one daemon thread, which closes what takes too long.
public final class DockerEngine implements Engine {
    private static final String LABEL = "label";

    private final CallLimits limits;
    private final EngineCalls calls;
    private final DockerApi api;
    private final Pull pull;
    private final Pulse pulse;

    /// Does not connect: an engine that is away shows at the first call.
    public DockerEngine(EngineAddress address, CallLimits limits) {
        this.limits = limits;
        this.calls = new EngineCalls(address);
        this.api = new DockerApi(calls, limits.look());
        this.pull = new Pull(api, calls);
        this.pulse = new Pulse(address);
    }

    @Override
    public EngineVersion version() {
        return api.version();
    }

    @Override
    public void ping(Duration limit) {
        pulse.beat(limit);
    }

    @Override
    public EngineInfo info() {
        return ResourceJson.info(api.get("ask about the engine", "/info"));
    }

    @Override
    public ImageLook pull(
            String reference, @Nullable RegistryLogin login, PullLimits pullLimits, Consumer<String> progress) {
        var digest = pull.run(reference, login, pullLimits, progress);
        var json = api.get(
                "look at image " + reference,
                imagePath(ImageReference.parse(reference).local()));
        return ResourceJson.image(json, digest);
    }

    @Override
    public @Nullable ImageLook image(String reference) {
        var json = api.find("look at image " + reference, imagePath(reference));
        return json == null ? null : ResourceJson.image(json, null);
    }

    @Override
    public void removeImage(String reference) {
        api.remove("remove image " + reference, "/images/" + DockerApi.segment(reference), limits.remove());
    }

    private static String imagePath(String reference) {
        return "/images/" + DockerApi.segment(reference) + "/json";
    }

    @Override
    public void importImage(String reference, byte[] tar, String entrypoint) {
        var colon = reference.lastIndexOf(':');
        var path = "/images/create"
                + DockerApi.query(
                        "fromSrc",
                        "-",
                        "repo",
                        reference.substring(0, colon),
                        "tag",
                        reference.substring(colon + 1),
                        "changes",
                        "ENTRYPOINT [\"" + entrypoint + "\"]");
        api.send("import image " + reference, path, "application/x-tar", tar, limits.create());
    }

    @Override
    public CreatedContainer createContainer(String name, ObjectNode body) {
        var path = "/containers/create" + DockerApi.query("name", name);
        var json = api.act("create container " + name, "POST", path, body, limits.create());
        return new CreatedContainer(Json.text(json, "Id"), Json.texts(json.path("Warnings")));
    }

    @Override
    public void startContainer(String id) {
        api.act("start container " + id, "POST", containerPath(id, "/start"), null, limits.start());
    }

    @Override
    public void stopContainer(String id, Duration grace) {
        long seconds = grace.plusNanos(999_999_999).toSeconds();
        var path = containerPath(id, "/stop") + DockerApi.query("t", Long.toString(seconds));
        api.act("stop container " + id, "POST", path, null, limits.stopExtra().plusSeconds(seconds));
    }

    @Override
    public void killContainer(String id, String signal) {
        var path = containerPath(id, "/kill") + DockerApi.query("signal", signal);
        api.act("send " + signal + " to container " + id, "POST", path, null, limits.stopExtra());
    }

    @Override
    public void removeContainer(String id, boolean force) {
        var path = containerPath(id, "") + DockerApi.query("v", "1", "force", force ? "1" : "0");
        api.remove("remove container " + id, path, limits.remove());
    }

    @Override
    public @Nullable ContainerLook container(String idOrName) {
        var json = api.find("look at container " + idOrName, containerPath(idOrName, "/json"));
        return json == null ? null : ContainerJson.look(json);
    }

    @Override
    public @Nullable JsonNode inspect(String idOrName) {
        return api.find("look at container " + idOrName, containerPath(idOrName, "/json"));
    }

    @Override
    public EngineStream<JsonNode> stats(String id) {
        var operation = "read the statistics of container " + id;
        var path = containerPath(id, "/stats") + DockerApi.query("stream", "1");
        return new StatsStream(operation, calls, api.stream(operation, "GET", path, Map.of(), limits.look()));
    }

    @Override
    public List<ContainerSummary> containers(Map<String, String> labels) {
        var filters = DockerApi.JSON.createObjectNode();
        var wanted = filters.putArray(LABEL);
        labels.forEach((key, value) -> wanted.add(value.isEmpty() ? key : key + "=" + value));
        var path = "/containers/json" + DockerApi.query("all", "1", "filters", filters.toString());
        var summaries = new ArrayList<ContainerSummary>();
        for (var json : api.get("list containers", path)) summaries.add(ContainerJson.summary(json));
        return List.copyOf(summaries);
    }

    private static String containerPath(String id, String what) {
        return "/containers/" + DockerApi.segment(id) + what;
    }

    @Override
    public int awaitEnd(String id) {
        var operation = "wait for container " + id;
        var opened = api.stream(operation, "POST", containerPath(id, "/wait"), Map.of(), null);
        try (var _ = opened.connection()) {
            var json = DockerApi.parse(operation, opened.body().readAll(64 * 1024));
            var error = Json.text(json.path("Error"), "Message");
            if (!error.isEmpty()) throw new DockerException(opened.status(), error, operation);
            // An engine that is shut down in good order ends the answer in good order, without the code.
            if (!json.has("StatusCode")) throw new EngineUnreachable(operation, "the engine gave no exit code");
            return json.path("StatusCode").asInt(0);
        } catch (IOException e) {
            throw calls.trouble(operation, e, null);
        }
    }

    @Override
    public EngineStream<EngineEvent> events(@Nullable Instant since) {
        var operation = "follow events";
        // An engine says "here you are" a moment before it begins to listen. Its own clock bridges the gap.
        var from = since == null ? Json.time(api.get(operation, "/info"), "SystemTime") : since;
        var filters = DockerApi.JSON.createObjectNode();
        filters.putArray("type").add("container").add("network");
        var actions = filters.putArray("event");
        EventStream.ACTIONS.forEach(actions::add);
        var path = "/events" + DockerApi.query("filters", filters.toString());
        if (from != null) path += "&since=%d.%09d".formatted(from.getEpochSecond(), from.getNano());
        return new EventStream(operation, calls, api.stream(operation, "GET", path, Map.of(), limits.look()));
    }

    @Override
    public EngineStream<LogFrame> logs(String id, LogRequest request) {
        var operation = "read the log of container " + id;
        var look = api.get(operation, containerPath(id, "/json"));
        var path = containerPath(id, "/logs")
                + DockerApi.query(
                        "stdout", "1",
                        "stderr", "1",
                        "follow", request.follow() ? "1" : "0",
                        "timestamps", request.timestamps() ? "1" : "0",
                        "tail", request.tail() < 0 ? "all" : Integer.toString(request.tail()));
        var since = request.since();
        if (since != null) path += "&since=%d.%09d".formatted(since.getEpochSecond(), since.getNano());
        var opened = api.stream(operation, "GET", path, Map.of(), limits.look());
        return new LogStream(operation, calls, opened, ContainerJson.look(look).tty());
    }

    @Override
    public String createExec(String containerId, ExecPlan plan) {
        var body = DockerApi.JSON.createObjectNode();
        body.put("AttachStdin", plan.input())
                .put("AttachStdout", true)
                .put("AttachStderr", true)
                .put("Tty", plan.terminal());
        plan.command().forEach(body.putArray("Cmd")::add);
        var environment = body.putArray("Env");
        new TreeMap<>(plan.environment()).forEach((name, value) -> environment.add(name + "=" + value));
        var operation = "prepare a command in container " + containerId;
        var json = api.act(operation, "POST", containerPath(containerId, "/exec"), body, limits.look());
        return Json.text(json, "Id");
    }

    @Override
    public ExecStream startExec(String execId, boolean terminal) {
        var operation = "run command " + execId;
        var body = DockerApi.JSON.createObjectNode().put("Detach", false).put("Tty", terminal);
        var opened = api.upgrade(operation, execPath(execId, "/start"), body, limits.start());
        return new HijackedExec(operation, calls, opened, terminal);
    }

    @Override
    public void resizeExec(String execId, int rows, int columns) {
        var path = execPath(execId, "/resize")
                + DockerApi.query("h", Integer.toString(rows), "w", Integer.toString(columns));
        api.act("resize the terminal of command " + execId, "POST", path, null, limits.look());
    }

    @Override
    public @Nullable ExecLook exec(String execId) {
        var json = api.find("look at command " + execId, execPath(execId, "/json"));
        if (json == null) return null;
        var code = json.path("ExitCode");
        var running = json.path("Running").asBoolean(false);
        return new ExecLook(
                running,
                running || !code.isInt() ? null : code.intValue(),
                json.path("Pid").asInt(0));
    }

    private static String execPath(String id, String what) {
        return "/exec/" + DockerApi.segment(id) + what;
    }

    @Override
    public String createNetwork(NetworkPlan plan) {
        var body = DockerApi.JSON.createObjectNode();
        body.put("Name", plan.name()).put("Driver", plan.driver()).put("CheckDuplicate", true);
        put(body.putObject("Labels"), plan.labels());
        put(body.putObject("Options"), plan.options());
        var json = api.act("create network " + plan.name(), "POST", "/networks/create", body, limits.create());
        return Json.text(json, "Id");
    }

    @Override
    public List<NetworkLook> networks() {
        var networks = new ArrayList<NetworkLook>();
        for (var json : api.get("list networks", "/networks")) networks.add(ResourceJson.network(json));
        return List.copyOf(networks);
    }

    @Override
    public @Nullable NetworkLook network(String nameOrId) {
        var json = api.find("look at network " + nameOrId, "/networks/" + DockerApi.segment(nameOrId));
        return json == null ? null : ResourceJson.network(json);
    }

    @Override
    public void connect(String network, String containerId, NetworkJoin join) {
        var body = DockerApi.JSON.createObjectNode().put("Container", containerId);
        var endpoint = body.putObject("EndpointConfig");
        join.aliases().forEach(endpoint.putArray("Aliases")::add);
        join.links().forEach(endpoint.putArray("Links")::add);
        var path = "/networks/" + DockerApi.segment(network) + "/connect";
        api.act("connect container " + containerId + " to " + network, "POST", path, body, limits.create());
    }

    @Override
    public void disconnect(String network, String containerId, boolean force) {
        var body =
                DockerApi.JSON.createObjectNode().put("Container", containerId).put("Force", force);
        var path = "/networks/" + DockerApi.segment(network) + "/disconnect";
        api.act("disconnect container " + containerId + " from " + network, "POST", path, body, limits.remove());
    }

    @Override
    public void removeNetwork(String nameOrId) {
        api.remove("remove network " + nameOrId, "/networks/" + DockerApi.segment(nameOrId), limits.remove());
    }

    @Override
    public VolumeLook createVolume(VolumePlan plan) {
        var body = DockerApi.JSON.createObjectNode();
        body.put("Name", plan.name()).put("Driver", plan.driver());
        put(body.putObject("DriverOpts"), plan.options());
        put(body.putObject("Labels"), plan.labels());
        return ResourceJson.volume(
                api.act("create volume " + plan.name(), "POST", "/volumes/create", body, limits.create()));
    }

    @Override
    public @Nullable VolumeLook volume(String name) {
        var json = api.find("look at volume " + name, "/volumes/" + DockerApi.segment(name));
        return json == null ? null : ResourceJson.volume(json);
    }

    @Override
    public void removeVolume(String name) {
        api.remove("remove volume " + name, "/volumes/" + DockerApi.segment(name), limits.remove());
    }

    private static void put(ObjectNode into, Map<String, String> texts) {
        texts.forEach(into::put);
    }

    @Override
    public void close() {
        pulse.close();
        calls.close();
    }
}
