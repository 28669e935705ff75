package berth.server.exec;

import berth.core.Refusal;
import berth.server.controller.Asker;
import berth.server.http.ByteSocket;
import berth.server.http.Caller;
import berth.server.http.ExecDoor;
import berth.server.nodes.ExecTargets;
import berth.server.nodes.ExecTargets.Target;
import berth.wire.aws.AwsFault;
import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecFrame.Failed;
import berth.wire.exec.ExecRequest;
import berth.wire.frame.UnreadableFrame;
import berth.wire.ssm.ChannelJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All sessions and tickets: at most 256 of each, and at most 32 sessions on one node. Thread-safe.
public final class ExecSessions implements ExecDoor, ExecTickets, AutoCloseable {
    public static final int MOST = 256;
    public static final int MOST_PER_NODE = 32;
    /// As of ECS.
    public static final Duration IDLE = Duration.ofMinutes(20);

    public static final Duration LONGEST = Duration.ofHours(24);
    /// How long a ticket is good.
    public static final Duration TICKET = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ExecSessions.class);
    private static final Duration HELLO = Duration.ofSeconds(10);
    private static final Duration FIRST_SIZE = Duration.ofSeconds(1);
    private static final Duration PING_EVERY = Duration.ofSeconds(15);
    private static final int LONGEST_COMMAND = 32 << 10;
    private static final String ID_PREFIX = "ecs-execute-command-";

    /// A ticket, who has it, and what it is for.
    private record Waiting(ExecTicket ticket, String by, List<String> command, Instant until) {}

    /// Where, what and for whom.
    private record Wish(
            Target target,
            String by,
            String through,
            List<String> command,
            boolean terminal,
            boolean input,
            int rows,
            int columns) {}

    private final ExecTargets targets;
    private final Audit audit;
    private final Transcripts transcripts;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Supplier<String> secrets;
    private final Map<String, ExecSession> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> onNodes = new ConcurrentHashMap<>();
    private final Map<String, Waiting> tickets = new ConcurrentHashMap<>();
    private volatile Instant pinged = Instant.EPOCH;
    private volatile boolean closed;

    /// @param ids     of sessions: unguessable
    /// @param secrets for tokens
    public ExecSessions(
            ExecTargets targets,
            Audit audit,
            Transcripts transcripts,
            InstantSource clock,
            Supplier<String> ids,
            Supplier<String> secrets) {
        this.targets = targets;
        this.audit = audit;
        this.transcripts = transcripts;
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    /// How many sessions are open.
    public int size() {
        return open.size();
    }

    // ---- our own command line

    @Override
    public Guest client(Caller operator) {
        return socket -> {
            var client = new OurClient(socket);
            try {
                if (!(socket.read(HELLO) instanceof ByteSocket.Message.Bytes(var bytes))
                        || !(ExecFrame.read(bytes) instanceof ExecFrame.Begin(var request))) return;
                run(wish(operator, request), ID_PREFIX + ids.get(), client);
            } catch (UnreadableFrame | Refusal | AwsFault | Asker.Overloaded | Asker.Stopped e) {
                refuse(client, String.valueOf(e.getMessage()));
            }
        };
    }

    private Wish wish(Caller operator, ExecRequest request) {
        if (request.task() == null || request.command().isEmpty()) {
            throw Refusal.invalid("A task and a command must be given.");
        }
        var target = targets.find(request.cluster(), request.task(), request.container());
        return new Wish(
                target,
                operator.accessKeyId(),
                "berth exec",
                request.command(),
                request.terminal(),
                request.input(),
                request.rows(),
                request.columns());
    }

    private static void refuse(ExecClient client, String why) throws InterruptedException {
        try {
            client.write(new Failed(ExecFrame.NO_EXIT_CODE, why));
        } catch (IOException gone) {
            LOG.debug("A client left before it heard: {}", why);
        }
        client.close("");
    }

    // ---- AWS's clients

    @Override
    public ExecTicket ticket(
            Caller caller, @Nullable String cluster, String task, @Nullable String container, String command) {
        if (command.length() > LONGEST_COMMAND) {
            throw Refusal.invalid(
                    "command can have at most " + LONGEST_COMMAND + " characters (got " + command.length() + ").");
        }
        var words = ShellWords.of(command);
        var target = targets.find(cluster, task, container);
        if (!target.enabled()) {
            throw Refusal.invalid("The execute command failed because execute command was not enabled when the task was"
                    + " run or the execute command agent isn’t running. Wait and try again or run a new task with execute"
                    + " command enabled and try again.");
        }
        transcripts.check(SessionLogging.of(target));
        targets.nodeKey(target);
        forget(clock.instant());
        if (tickets.size() >= MOST) throw tooMany("commands can wait for their client", MOST);
        var ticket = new ExecTicket(target, ID_PREFIX + ids.get(), secrets.get());
        var until = clock.instant().plus(TICKET);
        tickets.put(ticket.sessionId(), new Waiting(ticket, caller.accessKeyId(), words, until));
        return ticket;
    }

    private static AwsFault tooMany(String what, int most) {
        return new AwsFault("ClientException", "At most " + most + " " + what + " at once. Try again later.");
    }

    @Override
    public Guest dataChannel(String session) {
        var waiting = tickets.get(session);
        if (waiting == null) throw notFound();
        return socket -> {
            var hello = socket.read(HELLO);
            // Who guesses gets one try.
            if (!tickets.remove(session, waiting) || !(hello instanceof ByteSocket.Message.Text(var text))) return;
            if (!fits(text, waiting.ticket().token()) || clock.instant().isAfter(waiting.until())) {
                LOG.warn("A client showed no good token for session {}", session);
                socket.close(1008, "no such token");
                return;
            }
            var target = waiting.ticket().target();
            var channel = new DataChannel(socket, session, target.taskId(), clock, UUID::randomUUID);
            try {
                channel.shakeHands();
                var size = channel.size(FIRST_SIZE);
                run(
                        new Wish(
                                target,
                                waiting.by(),
                                "ExecuteCommand",
                                waiting.command(),
                                true,
                                true,
                                size == null ? 0 : size.rows(),
                                size == null ? 0 : size.columns()),
                        session,
                        channel);
            } catch (IOException e) {
                LOG.info("Session {} came to nothing: {}", session, e.getMessage());
                channel.close("");
            } catch (Refusal | AwsFault | Asker.Stopped e) {
                refuse(channel, String.valueOf(e.getMessage()));
            }
        };
    }

    private static boolean fits(String hello, String token) {
        try {
            return MessageDigest.isEqual(
                    ChannelJson.token(hello).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableFrame e) {
            return false;
        }
    }

    /// Ends a session, or the wait for one's client, if there is any of that name.
    public void terminate(String session) throws InterruptedException {
        tickets.remove(session);
        var running = open.get(session);
        if (running != null) running.end("The session was terminated.");
    }

    // ---- nodes

    @Override
    public Guest node(Caller caller, String session) {
        var waiting = open.get(session);
        // One answer for both, or ids could be probed.
        if (waiting == null || !waiting.isFor(caller.accessKeyId())) throw notFound();
        return waiting::join;
    }

    private static AwsFault notFound() {
        return new AwsFault("NotFoundException", 404, "No such session waits here.", Map.of());
    }

    // ---- sessions

    private void run(Wish wish, String id, ExecClient client) throws InterruptedException {
        var target = wish.target();
        var logging = SessionLogging.of(target);
        var transcript = transcripts.open(logging, wish.terminal(), id);
        var recorded = transcript == null ? null : new RecordedClient(client, transcript, logging.always());
        var session = new ExecSession(recorded == null ? client : recorded, targets.nodeKey(target), clock);
        var node = target.node().toString();
        seat(id, session, node);
        try {
            var begin = new Audit.Begin(
                    session.began(), id, wish.by(), wish.through(), target, wish.command(), wish.terminal());
            audit.began(begin);
            ExecFrame end = new Failed(ExecFrame.NO_EXIT_CODE, "a fault of the control plane");
            try {
                targets.begin(target, id, wish.command(), wish.terminal(), wish.input(), wish.rows(), wish.columns());
                end = session.serve();
            } catch (AwsFault away) {
                end = new Failed(ExecFrame.NO_EXIT_CODE, away.getMessage());
                throw away;
            } finally {
                audit.ended(ended(begin, recorded == null ? end : recorded.end(end)));
            }
        } finally {
            open.remove(id);
            onNodes.compute(node, (_, seated) -> seated == null || seated == 1 ? null : seated - 1);
        }
    }

    private void seat(String id, ExecSession session, String node) {
        synchronized (open) {
            if (closed) throw new Asker.Stopped();
            if (open.size() >= MOST) throw tooMany("commands can run", MOST);
            if (Objects.requireNonNullElse(onNodes.get(node), 0) >= MOST_PER_NODE) {
                throw tooMany("commands can run on one container instance", MOST_PER_NODE);
            }
            onNodes.merge(node, 1, Integer::sum);
            open.put(id, session);
        }
    }

    private Audit.End ended(Audit.Begin begin, ExecFrame end) {
        var now = clock.instant();
        var took = Duration.between(begin.at(), now);
        return switch (end) {
            case ExecFrame.Exited(var code) -> new Audit.End(now, begin, took, code, "");
            case Failed failed -> new Audit.End(now, begin, took, null, failed.reason());
            default -> new Audit.End(now, begin, took, null, "");
        };
    }

    // ---- bounds

    /// Ends what has been idle or open for too long. To be called every second or so.
    public void sweep() {
        var now = clock.instant();
        forget(now);
        open.forEach((id, session) -> {
            if (session.touched().plus(IDLE).isBefore(now)) {
                end(session, "The session was idle for " + IDLE.toMinutes() + " minutes.");
            } else if (session.began().plus(LONGEST).isBefore(now)) {
                end(session, "The session has lasted " + LONGEST.toHours() + " hours, the longest it may.");
            }
        });
        if (pinged.plus(PING_EVERY).isBefore(now)) {
            pinged = now;
            open.values().forEach(ExecSession::ping);
        }
    }

    private void forget(Instant now) {
        tickets.values().removeIf(waiting -> waiting.until().isBefore(now));
    }

    private static void end(ExecSession session, String reason) {
        Thread.startVirtualThread(() -> {
            try {
                session.end(reason);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Ends all, telling each why; returns soon. No more are begun.
    @Override
    public void close() {
        synchronized (open) {
            closed = true;
        }
        tickets.clear();
        try {
            var ending = open.values().stream()
                    .map(session -> Thread.ofVirtual().unstarted(() -> {
                        try {
                            session.end("The control plane is stopping.");
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .toList();
            ending.forEach(Thread::start);
            for (var one : ending) one.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
