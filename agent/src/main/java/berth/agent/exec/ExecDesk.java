package berth.agent.exec;

import berth.agent.docker.Engine;
import berth.agent.docker.ExecPlan;
import berth.wire.acs.AcsMessage.BerthExec;
import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecFrame.Failed;
import berth.wire.exec.ExecFrame.Size;
import berth.wire.exec.ExecSocket;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's sessions, at most 32 at a time.
public final class ExecDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ExecDesk.class);
    /// The control plane has the same bound, and says so earlier.
    static final int MOST = 32;

    private final Engine engine;
    private final ExecDial dial;
    private final Strays strays;
    private final Semaphore free = new Semaphore(MOST);

    public ExecDesk(Engine engine, ExecDial dial, Strays strays) {
        this.engine = engine;
        this.dial = dial;
        this.strays = strays;
    }

    /// Runs one session; returns when it is over.
    ///
    /// @param runtimeId of the container; null when there is none here
    public void run(BerthExec request, @Nullable String runtimeId) {
        var session = String.valueOf(request.sessionId());
        try (var socket = dial.dial(session)) {
            if (runtimeId == null) {
                refuse(
                        socket,
                        "container " + request.containerName() + " of " + request.taskArn()
                                + " is not on this container instance");
            } else if (request.command().isEmpty()) {
                refuse(socket, "there is no command to run");
            } else if (!free.tryAcquire()) {
                refuse(socket, "a container instance has at most " + MOST + " sessions; end one and try again");
            } else {
                try {
                    new ExecRun(engine, strays, socket, runtimeId, plan(request), size(request)).run();
                } finally {
                    free.release();
                }
            }
            socket.close(1000, "");
        } catch (IOException e) {
            LOG.info("Session {} came to nothing: {}", session, e.getMessage());
        } catch (InterruptedException | CancellationException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(ExecSocket socket, String why) throws IOException, InterruptedException {
        socket.write(new Failed(ExecFrame.NO_EXIT_CODE, why));
    }

    private static ExecPlan plan(BerthExec request) {
        return new ExecPlan(
                request.command(),
                request.environment(),
                Boolean.TRUE.equals(request.terminal()),
                Boolean.TRUE.equals(request.input()));
    }

    private static Size size(BerthExec request) {
        return new Size(
                Objects.requireNonNullElse(request.rows(), 0), Objects.requireNonNullElse(request.columns(), 0));
    }
}
