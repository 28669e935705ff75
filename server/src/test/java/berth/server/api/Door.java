package berth.server.api;

import berth.core.AccessKey;
import berth.core.Arns;
import berth.core.Identity;
import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.core.operation.CreateAccessKey;
import berth.core.operation.Establish;
import berth.core.operation.Question;
import berth.core.state.ClusterState;
import berth.server.controller.Asker;
import berth.server.controller.Controller;
import berth.server.controller.Reading;
import berth.server.controller.Submission;
import berth.server.events.Events;
import berth.server.exec.ExecTicket;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.server.metrics.TaskUses;
import berth.server.plugins.Schedulers;
import berth.server.store.MemoryStore;
import berth.wire.aws.AwsFault;
import berth.wire.tcs.TcsMessage.InstanceStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API over a state of its own that decides, applies and replies at once; the clock stands until it is
/// moved, ids are counted.
final class Door implements Asker, Reading.Desk {
    static final JsonMapper JSON = JsonMapper.shared();
    static final Caller OPERATOR = new Caller("AKIAOPERATOR", AccessRole.OPERATOR, "us-east-1", "ecs");

    final Arns arns = new Arns(new Identity("us-east-1", "123456789012"));
    final EcsApi api;
    Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
    final MemoryStore store = new MemoryStore();
    final Events events = new Events(store, () -> now, Runnable::run, Events.Bounds.STANDARD);
    private final Controller controller = new Controller(store, () -> now, List.of(events));
    final ClusterState state = controller.state();
    BiPredicate<InstanceId, String> connected = (node, key) -> false;
    final TaskUses used = new TaskUses(() -> now);
    private int ids;

    /// What every node says of itself.
    List<InstanceStatus> said = List.of();

    Door() {
        this(Schedulers.none());
    }

    Door(Schedulers schedulers) {
        events.reads(this);
        api = new EcsApi(
                this,
                arns,
                task -> Map.of("web", "pulling nginx"),
                node -> said,
                this::id,
                () -> "AKIA" + id().substring(16).toUpperCase(java.util.Locale.ROOT),
                () -> "secret-" + ids,
                () -> URI.create("http://127.0.0.1:4770"),
                schedulers,
                events,
                used,
                (node, key) -> connected.test(node, key),
                this::ticket);
        ask(new Establish(arns.identity()));
    }

    private ExecTicket ticket(
            Caller caller, @Nullable String cluster, String task, @Nullable String container, String command) {
        throw new AwsFault("TargetNotConnectedException", "There are no nodes here.");
    }

    private String id() {
        return "%032x".formatted(++ids);
    }

    @Override
    public <R> R ask(Question<R> question) {
        return answer(controller.submit(question));
    }

    @Override
    public <R> R read(Reading<R> reading) {
        return answer(controller.submitReading(reading));
    }

    private synchronized <R> R answer(Submission<R> submission) {
        controller.turn();
        try {
            return submission.answered().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }

    /// The answer to an operation that streams or does not.
    byte[] answer(Caller caller, String target, byte[] request) {
        var streamed = api.stream(caller, target, request);
        if (streamed == null) return api.answer(caller, target, request, "request-1");
        try {
            var out = new ByteArrayOutputStream();
            streamed.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode call(String operation, String request) {
        return callAs(OPERATOR, operation, request);
    }

    JsonNode callAs(Caller caller, String operation, String request) {
        var target = operation.startsWith(EcsApi.BERTH) ? operation : EcsApi.ECS + operation;
        return JSON.readTree(answer(caller, target, request.getBytes(StandardCharsets.UTF_8)));
    }

    /// The fault that a call comes to.
    AwsFault fault(String operation, String request) {
        return faultAs(OPERATOR, operation, request);
    }

    AwsFault faultAs(Caller caller, String operation, String request) {
        try {
            var reply = callAs(caller, operation, request);
            throw new AssertionError(operation + " was answered: " + reply);
        } catch (AwsFault fault) {
            return fault;
        }
    }

    /// A node of `default` with 4096 CPU units and 8192 MiB, connected.
    InstanceId node() {
        return node("default", 4_096, 8_192);
    }

    InstanceId node(String cluster, int cpu, int memoryMiB) {
        call("CreateCluster", "{\"clusterName\":\"" + cluster + "\"}");
        var arn = call("RegisterContainerInstance", """
                {"cluster":"%s","attributes":[{"name":"ecs.cpu-architecture","value":"x86_64"}],
                 "totalResources":[{"name":"CPU","type":"INTEGER","integerValue":%d},
                  {"name":"MEMORY","type":"INTEGER","integerValue":%d},
                  {"name":"PORTS","type":"STRINGSET","stringSetValue":["22"]}]}""".formatted(cluster, cpu, memoryMiB))
                .at("/containerInstance/containerInstanceArn")
                .stringValue();
        var id = arns.instanceId(cluster, arn);
        connect(id);
        return id;
    }

    /// A connected node of `default` that has these attributes, without values.
    InstanceId able(List<String> attributes) {
        call("CreateCluster", "{}");
        var named = attributes.stream().map("{\"name\":\"%s\"}"::formatted).toList();
        var arn = call("RegisterContainerInstance", """
                {"attributes":%s,
                 "totalResources":[{"name":"CPU","type":"INTEGER","integerValue":4096},
                  {"name":"MEMORY","type":"INTEGER","integerValue":8192}]}""".formatted(named))
                .at("/containerInstance/containerInstanceArn")
                .stringValue();
        var id = arns.instanceId("default", arn);
        connect(id);
        return id;
    }

    void connect(InstanceId id) {
        ask(new ConnectAgent(id, true, new AgentInfo("1.0.0", null, "20.10.24")));
    }

    /// Registers `family` with one container `web`.
    void definition(String family) {
        call("RegisterTaskDefinition", """
                {"family":"%s","containerDefinitions":[{"name":"web","image":"nginx","cpu":64,"memory":64}]}""".formatted(family));
    }

    /// A node's key for `cluster`.
    Caller nodeKey(String cluster) {
        var key = ask(new CreateAccessKey("AKIA" + cluster, "s", AccessKey.Role.NODE, cluster, ""));
        return new Caller(key.id(), AccessRole.NODE, "us-east-1", "ecs");
    }

    void wait(Duration duration) {
        now = now.plus(duration);
    }
}
