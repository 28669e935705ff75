package berth.server.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Arns;
import berth.core.Identity;
import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.CreateCluster;
import berth.core.operation.Establish;
import berth.core.operation.Question;
import berth.core.operation.RegisterContainerInstance;
import berth.core.operation.RegisterTaskDefinition;
import berth.core.operation.ReportTask;
import berth.core.operation.RunTask;
import berth.core.operation.TaskTemplate;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.server.controller.Asker;
import berth.server.controller.Controller;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.server.http.NodeSession;
import berth.server.http.NodeSocket;
import berth.server.metrics.Meters;
import berth.server.store.MemoryStore;
import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A control plane without threads, doors and disks: whoever asks turns the writer himself.
final class World implements Asker {
    static final Arns ARNS = new Arns(new Identity("us-east-1", "000000000000"));
    static final InstanceId NODE = new InstanceId("default", "n");
    static final Duration HEARTBEAT = Duration.ofMillis(800);
    static final Caller OPERATOR = new Caller("AKIAOP", AccessRole.OPERATOR, "us-east-1", "ecs");

    /// Writes down what a node is sent.
    static final class RecordingSocket implements NodeSocket {
        private final List<AcsMessage> sent = new ArrayList<>();

        @Nullable
        String closed;

        int pings;

        @Override
        public void send(String text) {
            if (closed == null) sent.add(AcsFrames.read(text));
        }

        @Override
        public void close(int code, String reason) {
            if (closed == null) closed = code + " " + reason;
        }

        @Override
        public boolean ping() {
            if (closed == null) pings++;
            return closed == null;
        }

        @Override
        public boolean open() {
            return closed == null;
        }

        /// What was sent since this was last asked.
        List<AcsMessage> news() {
            var news = List.copyOf(sent);
            sent.clear();
            return news;
        }

        /// The only thing that was sent since this was last asked.
        <T extends AcsMessage> T only(Class<T> type) {
            var news = news();
            assertThat(news).hasSize(1).first().isInstanceOf(type);
            return type.cast(news.getFirst());
        }
    }

    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final NodeLinks links;
    private final Controller controller;
    private int ids;
    int asked;
    /// Asked once, right after the next question is answered and before its asker hears: what another asker did.
    @Nullable
    Runnable meanwhile;

    boolean down;

    World() {
        links = new NodeLinks(
                ARNS,
                () -> now,
                () -> "m" + ids++,
                Runnable::run,
                new ProgressBoard(),
                Meters.by(() -> now),
                HEARTBEAT);
        controller = new Controller(new MemoryStore(), () -> now, List.of(links));
        links.asks(this);
        ask(new Establish(ARNS.identity()));
        cluster("default");
        register(NODE);
        define(
                "web",
                "{\"family\":\"web\",\"containerDefinitions\":[{\"name\":\"x\",\"image\":\"busybox\",\"memory\":4}]}");
    }

    /// With one container `x`.
    void define(String family, String document) {
        ask(new RegisterTaskDefinition(
                family,
                List.of(new ContainerSpec("x", "busybox", 1, 4, null, true, List.of(), 0)),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of("EC2"),
                List.of(),
                List.of(),
                document,
                Map.of(),
                "me"));
    }

    @Override
    public <R> R ask(Question<R> question) {
        if (down) throw new Stopped();
        asked++;
        var submission = controller.submit(question);
        controller.turn();
        try {
            return submission.answered().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        } finally {
            var then = meanwhile;
            meanwhile = null;
            if (then != null) then.run();
        }
    }

    void cluster(String name) {
        ask(new CreateCluster(name, "{}", Map.of()));
    }

    void register(InstanceId id) {
        ask(new RegisterContainerInstance(
                id.cluster(),
                id,
                null,
                null,
                null,
                new Resources(10_000, 10_000, List.of(), List.of(), List.of(), List.of()),
                List.of(),
                AgentInfo.UNKNOWN,
                Map.of()));
    }

    NodeSession connect(NodeSocket socket) {
        return links.acs(OPERATOR, query(NODE), socket);
    }

    static Map<String, String> query(InstanceId id) {
        var query = new HashMap<String, String>();
        query.put("clusterArn", id.cluster());
        query.put("cluster", id.cluster());
        query.put("containerInstanceArn", ARNS.instance(id));
        query.put("containerInstance", ARNS.instance(id));
        query.put("agentVersion", "1.0");
        query.put("dockerVersion", "DockerVersion: 20.10.24");
        return query;
    }

    TaskId run() {
        return run("web");
    }

    TaskId run(String definition) {
        var template = TaskTemplate.PLAIN;
        var reply = ask(new RunTask("default", definition, template, List.of("t" + ids++), null));
        assertThat(reply.failures()).isEmpty();
        return reply.tasks().getFirst().task().id();
    }

    void report(TaskId id, TaskStatus status) {
        ask(new ReportTask(id, new TaskReport(status, "", List.of(), null, null, null)));
    }

    boolean connected() {
        return ask(Question.read(state -> state.instances().get(NODE) != null
                && state.instances().of("default").firstEntry().getValue().agentConnected()));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
