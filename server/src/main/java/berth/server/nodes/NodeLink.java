package berth.server.nodes;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.operation.Assignments;
import berth.core.operation.Assignments.Assignment;
import berth.core.operation.Question;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.server.controller.Asker;
import berth.server.http.LogQuery;
import berth.server.http.NodeSession;
import berth.server.http.NodeSocket;
import berth.server.http.RoleUse;
import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.AckRequest;
import berth.wire.acs.AcsMessage.BerthExec;
import berth.wire.acs.AcsMessage.BerthProgress;
import berth.wire.acs.AcsMessage.BerthStreamLogs;
import berth.wire.acs.AcsMessage.HeartbeatAckRequest;
import berth.wire.acs.AcsMessage.HeartbeatMessage;
import berth.wire.acs.AcsMessage.IAMRoleCredentialsAckRequest;
import berth.wire.acs.AcsMessage.IAMRoleCredentialsMessage;
import berth.wire.acs.AcsMessage.NackRequest;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsMessage.TaskIdentifier;
import berth.wire.acs.AcsMessage.TaskManifestMessage;
import berth.wire.acs.AcsMessage.TaskStopVerificationAck;
import berth.wire.acs.AcsMessage.TaskStopVerificationMessage;
import berth.wire.acs.AcsTask;
import berth.wire.acs.RoleCredentials;
import berth.wire.frame.UnreadableFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node's control websocket: a manifest and all its tasks first, then what changes. Thread-safe.
///
/// What waits to be told is the newest version per task, so it is bounded by the tasks of the node.
final class NodeLink implements NodeSession {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);
    /// Agents bound their frames; a task with ten containers is some 20 KB.
    private static final int TASKS_PER_PAYLOAD = 10;
    /// An agent acks once the payload is on its disk; by then it has been silent for long.
    private static final Duration ACK_WAIT = Duration.ofSeconds(20);
    private static final int MISSED_BEATS = 3;

    private record Sent(Instant at, List<TaskId> tasks) {}

    private final InstanceId id;
    private final AgentInfo info;
    private final String accessKeyId;
    private final NodeSocket socket;
    private final Pulse pulse;
    private final Asker asker;
    private final Arns arns;
    private final PayloadTasks payloads;
    private final RoleLeases leases;
    private final ProgressBoard progress;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final LongSupplier sequence;
    private final Executor executor;
    private final Consumer<NodeLink> returns;
    private final Consumer<NodeLink> gone;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TaskId, Assignment> waiting = new LinkedHashMap<>();
    private final Map<TaskId, TaskStatus> told = new HashMap<>();
    private final Map<String, Sent> unacked = new LinkedHashMap<>();
    private boolean begun;
    private boolean flushing;
    private int unansweredBeats;
    private String manifest = "";

    /// @param returns told when a silent node is heard again
    /// @param gone    told when the socket has ended
    NodeLink(
            InstanceId id,
            AgentInfo info,
            String accessKeyId,
            NodeSocket socket,
            Pulse pulse,
            Asker asker,
            Arns arns,
            PayloadTasks payloads,
            RoleLeases leases,
            ProgressBoard progress,
            InstantSource clock,
            Supplier<String> ids,
            LongSupplier sequence,
            Executor executor,
            Consumer<NodeLink> returns,
            Consumer<NodeLink> gone) {
        this.id = id;
        this.info = info;
        this.accessKeyId = accessKeyId;
        this.socket = socket;
        this.pulse = pulse;
        this.asker = asker;
        this.arns = arns;
        this.payloads = payloads;
        this.leases = leases;
        this.progress = progress;
        this.clock = clock;
        this.ids = ids;
        this.sequence = sequence;
        this.executor = executor;
        this.returns = returns;
        this.gone = gone;
    }

    InstanceId id() {
        return id;
    }

    /// What its agent said of itself.
    AgentInfo info() {
        return info;
    }

    Pulse pulse() {
        return pulse;
    }

    void ping() {
        pulse.ask(socket::ping);
    }

    /// The key its agent signs with.
    String accessKeyId() {
        return accessKeyId;
    }

    /// Tells the whole truth. Called once, before the session is handed out.
    void begin() {
        executor.execute(() -> {
            try {
                var all = asker.ask(new Assignments(id));
                lock.lock();
                try {
                    sendManifest(all);
                    // Whatever a turn has told us meanwhile is newer than what we were just answered.
                    for (var assignment : all)
                        waiting.putIfAbsent(assignment.task().id(), assignment);
                    waiting.values().removeIf(assignment -> assignment.task().stopped());
                    begun = true;
                } finally {
                    lock.unlock();
                }
                flush();
            } catch (RuntimeException e) {
                LOG.warn("Node {} could not be told its tasks; it will have to connect again", id, e);
                close("Try again");
            }
        });
    }

    /// Has the node told of a task's new version, if it says anything new to a node.
    void tell(Assignment assignment) {
        lock.lock();
        try {
            var task = assignment.task();
            if (task.stopped()) {
                // The node said so itself, or is no longer asked. Before all has been told it is kept, so that the
                // older version we may just be told does not take its place.
                if (begun) waiting.remove(task.id());
                else waiting.put(task.id(), assignment);
                told.remove(task.id());
                leases.end(task.id());
                progress.forget(task.id());
                return;
            }
            if (told.get(task.id()) == task.desired()) return;
            waiting.put(task.id(), assignment);
            if (!begun || flushing) return;
            flushing = true;
        } finally {
            lock.unlock();
        }
        executor.execute(this::flush);
    }

    private void flush() {
        while (true) {
            lock.lock();
            try {
                if (waiting.isEmpty()) {
                    flushing = false;
                    return;
                }
                var some = new ArrayList<Assignment>();
                for (var it = waiting.values().iterator(); it.hasNext() && some.size() < TASKS_PER_PAYLOAD; ) {
                    some.add(it.next());
                    it.remove();
                }
                sendPayload(some);
            } finally {
                lock.unlock();
            }
        }
    }

    private void sendManifest(List<Assignment> all) {
        manifest = ids.get();
        var running = all.stream()
                .map(Assignment::task)
                .filter(task -> task.desired() == TaskStatus.RUNNING)
                .map(task -> identifier(task.id(), "RUNNING"))
                .toList();
        send(new TaskManifestMessage(
                manifest,
                arns.cluster(id.cluster()),
                arns.instance(id),
                clock.millis(),
                sequence.getAsLong(),
                running));
    }

    private void sendPayload(List<Assignment> some) {
        var message = ids.get();
        var now = clock.instant();
        unacked.put(message, new Sent(now, some.stream().map(a -> a.task().id()).toList()));
        send(new PayloadMessage(
                message,
                arns.cluster(id.cluster()),
                arns.instance(id),
                sequence.getAsLong(),
                now.toEpochMilli(),
                some.stream().map(this::payload).toList()));
        for (var assignment : some) {
            told.put(assignment.task().id(), assignment.task().desired());
        }
    }

    private AcsTask payload(Assignment assignment) {
        var whole = payloads.of(assignment);
        if (assignment.task().desired() != TaskStatus.RUNNING) return whole;
        return whole.withRoles(begun(assignment, RoleUse.APPLICATION), begun(assignment, RoleUse.EXECUTION));
    }

    private @Nullable RoleCredentials begun(Assignment assignment, RoleUse use) {
        return leases.begin(assignment.task().id(), use, payloads.roleArn(assignment, use));
    }

    /// Credentials whose time is half over, or whose renewal was not acknowledged, are made anew.
    void renewCredentials() {
        lock.lock();
        try {
            leases.due()
                    .forEach((bearer, fresh) -> send(new IAMRoleCredentialsMessage(
                            ids.get(),
                            arns.task(bearer.task()),
                            arns.cluster(bearer.task().cluster()),
                            roleType(bearer.use()),
                            fresh)));
        } finally {
            lock.unlock();
        }
    }

    private static String roleType(RoleUse use) {
        return switch (use) {
            case APPLICATION -> "TaskApplication";
            case EXECUTION -> "TaskExecution";
        };
    }

    private void acked(IAMRoleCredentialsAckRequest ack) {
        lock.lock();
        try {
            unansweredBeats = 0;
            leases.acknowledge(ack.credentialsId(), ack.expiration());
        } finally {
            lock.unlock();
        }
    }

    /// A heartbeat; payloads that were never acked go out again.
    void beat() {
        var lost = new ArrayList<TaskId>();
        lock.lock();
        try {
            if (++unansweredBeats > MISSED_BEATS) {
                close("No answer to " + MISSED_BEATS + " heartbeats");
                return;
            }
            send(new HeartbeatMessage(ids.get(), true));
            var late = clock.instant().minus(ACK_WAIT);
            unacked.values().removeIf(sent -> {
                if (sent.at().isAfter(late)) return false;
                lost.addAll(sent.tasks());
                return true;
            });
            lost.forEach(told::remove);
        } finally {
            lock.unlock();
        }
        if (!lost.isEmpty()) {
            executor.execute(() -> tellAgain(lost));
        }
    }

    private void tellAgain(List<TaskId> lost) {
        try {
            asker.ask(new Assignments(id)).stream()
                    .filter(assignment -> lost.contains(assignment.task().id()))
                    .forEach(this::tell);
        } catch (RuntimeException e) {
            LOG.warn("Node {} could not be told again; it will have to connect again", id, e);
            close("Try again");
        }
    }

    void streamLogs(String stream, TaskId task, String container, LogQuery query) {
        var since = query.since();
        send(new BerthStreamLogs(
                ids.get(),
                stream,
                arns.task(task),
                container,
                query.follow(),
                query.tail(),
                query.timestamps(),
                since == null ? null : since.toEpochMilli()));
    }

    void exec(
            String session,
            String taskArn,
            String container,
            List<String> command,
            Map<String, String> environment,
            boolean terminal,
            boolean input,
            int rows,
            int columns) {
        send(new BerthExec(
                ids.get(), session, taskArn, container, command, environment, terminal, input, rows, columns));
    }

    @Override
    public void pong() {
        pulse.answered();
        heard();
    }

    private void heard() {
        if (pulse.heard()) executor.execute(() -> returns.accept(this));
    }

    @Override
    public void text(String frame) {
        heard();
        final AcsMessage message;
        try {
            message = AcsFrames.read(frame);
        } catch (UnreadableFrame e) {
            LOG.warn("Node {} sent what can't be read: {}", id, e.getMessage());
            return;
        }
        try {
            heard(message);
        } catch (Refusal | Asker.Overloaded | Asker.Stopped e) {
            // What is not ours (another account's ARN, say) or cannot be looked up now is no reason to part.
            LOG.warn("Node {} sent {}, which comes to nothing: {}", id, message, e.getMessage());
        }
    }

    private void heard(AcsMessage message) {
        switch (message) {
            case AckRequest ack -> acked(ack.messageId());
            case NackRequest nack -> LOG.warn("Node {} refuses {}: {}", id, nack.messageId(), nack.reason());
            case HeartbeatAckRequest ignored -> answered();
            case IAMRoleCredentialsAckRequest ack -> acked(ack);
            case TaskStopVerificationMessage verification -> verify(verification);
            case BerthProgress news -> heardOf(news);
            default -> LOG.debug("Node {} sent {}", id, message);
        }
    }

    private void acked(@Nullable String message) {
        lock.lock();
        try {
            unansweredBeats = 0;
            unacked.remove(String.valueOf(message));
        } finally {
            lock.unlock();
        }
    }

    private void answered() {
        lock.lock();
        try {
            unansweredBeats = 0;
        } finally {
            lock.unlock();
        }
    }

    private void heardOf(BerthProgress news) {
        if (news.taskArn() == null || news.containerName() == null || news.text() == null) return;
        var task = arns.taskId(id.cluster(), news.taskArn());
        // A node speaks of its own tasks only.
        lock.lock();
        try {
            if (told.containsKey(task)) progress.put(task, news.containerName(), news.text());
        } finally {
            lock.unlock();
        }
    }

    /// Lets the node stop what the state does not want there; vetoes the rest, such as a task that was just placed.
    private void verify(TaskStopVerificationMessage verification) {
        lock.lock();
        try {
            if (!manifest.equals(verification.messageId())) return;
        } finally {
            lock.unlock();
        }
        var candidates = verification.stopCandidates().stream()
                .map(TaskIdentifier::taskArn)
                .filter(arn -> arn != null)
                .map(arn -> arns.taskId(id.cluster(), arn))
                .toList();
        var unwanted = asker.ask(Question.read(state -> unwanted(state, candidates)));
        LOG.info("Node {} may stop {} of {} tasks not in its manifest", id, unwanted.size(), candidates.size());
        send(new TaskStopVerificationAck(
                verification.messageId(),
                clock.millis(),
                unwanted.stream().map(task -> identifier(task, "STOPPED")).toList()));
    }

    private List<TaskId> unwanted(ClusterState state, List<TaskId> candidates) {
        return candidates.stream()
                .filter(candidate -> {
                    var task = state.tasks().get(candidate);
                    return task == null || task.desired() != TaskStatus.RUNNING || !id.equals(task.instance());
                })
                .toList();
    }

    private TaskIdentifier identifier(TaskId task, String desired) {
        return new TaskIdentifier(arns.task(task), arns.cluster(task.cluster()), desired);
    }

    private void send(AcsMessage message) {
        socket.send(AcsFrames.write(message));
    }

    void close(String reason) {
        socket.close(1000, reason);
    }

    @Override
    public void closed(int code, String reason) {
        LOG.debug("Node {} closed its control socket: {} {}", id, code, reason);
        gone.accept(this);
    }
}
