package berth.agent.exec;

import berth.agent.docker.ContainerState;
import berth.agent.docker.DockerException;
import berth.agent.docker.Engine;
import berth.agent.docker.EngineTrouble;
import berth.agent.docker.ExecLook;
import berth.agent.docker.ExecPlan;
import berth.agent.docker.ExecStream;
import berth.agent.docker.LogFrame;
import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecSocket;
import berth.wire.frame.UnreadableFrame;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One command: two threads, one for what it writes and one for what it reads. Neither takes more from its
/// one side than the other side has taken.
final class ExecRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExecRun.class);
    private static final Duration PING_EVERY = Duration.ofSeconds(10);
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    /// About 15 seconds of them.
    private static final int MOST_LOOKS = 80;

    /// 128 and SIGKILL.
    private static final int KILLED = 137;
    /// About a second of them.
    private static final int LAST_LOOKS = 10;

    private static final byte[] END_OF_TRANSMISSION = {4};

    private final Engine engine;
    private final Strays strays;
    private final ExecSocket socket;
    private final String container;
    private final ExecPlan plan;
    private final ExecFrame.Size size;
    private @Nullable Thread input;
    /// The client or the control plane is gone.
    private volatile boolean cut;
    /// All is known of how it ended.
    private volatile boolean over;

    private volatile Strays.@Nullable Stray process;
    /// The command takes no input any more. What comes is passed over, so that the client's end is heard.
    private boolean deaf;

    ExecRun(Engine engine, Strays strays, ExecSocket socket, String container, ExecPlan plan, ExecFrame.Size size) {
        this.engine = engine;
        this.strays = strays;
        this.socket = socket;
        this.container = container;
        this.plan = plan;
        this.size = size;
        this.deaf = !plan.input();
    }

    /// @throws IOException when the control plane cannot be told how it ended
    void run() throws IOException, InterruptedException {
        ExecFrame outcome;
        try {
            outcome = outcome(engine.createExec(container, plan));
        } catch (DockerException refused) {
            outcome = EngineWords.failed(refused);
        } catch (EngineTrouble trouble) {
            outcome = new ExecFrame.Failed(ExecFrame.NO_EXIT_CODE, String.valueOf(trouble.getMessage()));
        }
        if (cut) return;
        socket.write(outcome);
        // Whoever closes with something unread takes back what he said last.
        var heard = input;
        if (heard != null) heard.join(GOODBYE);
    }

    private ExecFrame outcome(String exec) throws IOException, InterruptedException {
        try (var command = engine.startExec(exec, plan.terminal())) {
            var hearing = Thread.ofVirtual().name("berth-exec-input").start(() -> feed(exec, command));
            input = hearing;
            var watching = Thread.ofVirtual().name("berth-exec-watch").start(() -> watch(command));
            try {
                return carry(exec, command);
            } finally {
                over = true;
                watching.interrupt();
                // Whoever still runs now has lost its session. The other thread may still wait for its begin.
                if (cut) hearing.join(Duration.ofSeconds(1));
                leave(exec);
            }
        }
    }

    /// What the command writes, to its end.
    private ExecFrame carry(String exec, ExecStream command) throws IOException, InterruptedException {
        LogFrame held = null;
        for (var piece = command.next(); piece != null; piece = command.next()) {
            if (held != null) send(held);
            held = null;
            // These may be the engine's own words, for a command that never was.
            if (process == null && EngineWords.sounds(piece.bytes())) held = piece;
            else send(piece);
        }
        var end = awaitEnd(exec);
        if (cut) return new ExecFrame.Failed(ExecFrame.NO_EXIT_CODE, "the session was cut");
        if (end == null) return containerGone(ExecFrame.NO_EXIT_CODE);
        var code = end.exitCode() == null ? ExecFrame.NO_EXIT_CODE : end.exitCode();
        if (held != null && end.pid() == 0) return EngineWords.failed(code, held.text());
        if (held != null) send(held);
        return code == KILLED && containerStops() ? containerGone(code) : new ExecFrame.Exited(code);
    }

    private void send(LogFrame piece) throws IOException, InterruptedException {
        try {
            socket.write(
                    switch (piece.source()) {
                        case STDOUT -> new ExecFrame.Output(piece.bytes());
                        case STDERR -> new ExecFrame.ErrorOutput(piece.bytes());
                    });
        } catch (IOException e) {
            cut = true;
            throw e;
        }
    }

    /// One that has closed its outputs may still run.
    private @Nullable ExecLook awaitEnd(String exec) throws InterruptedException {
        for (var pause = new Pause(); !cut; pause.sleep()) {
            var look = engine.exec(exec);
            if (look == null || !look.running()) return look;
        }
        return null;
    }

    /// A container's commands are killed a moment before the engine shows it as stopped.
    private boolean containerStops() throws InterruptedException {
        var pause = new Pause();
        for (var looks = 0; looks < LAST_LOOKS; looks++, pause.sleep()) {
            var look = engine.container(container);
            if (look == null || look.state() != ContainerState.RUNNING) return true;
        }
        return false;
    }

    private static ExecFrame containerGone(int code) {
        return new ExecFrame.Failed(code, "the container has stopped");
    }

    /// What the client sends, until it or the command is gone.
    private void feed(String exec, ExecStream command) {
        try {
            begun(exec);
            while (true) {
                switch (socket.read()) {
                    case null -> {
                        // After its end the session has no client either, in good order.
                        if (!over) {
                            cut = true;
                            command.close();
                        }
                        return;
                    }
                    case ExecFrame.Input(var bytes) -> {
                        if (!deaf) deaf = !give(command, bytes);
                    }
                    case ExecFrame.InputEnd _ -> {
                        if (!deaf) end(command);
                        deaf = true;
                    }
                    case ExecFrame.Size now -> resize(exec, now);
                    case ExecFrame other -> throw new UnreadableFrame("a frame that only nodes send: " + other);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UnreadableFrame e) {
            LOG.warn("A session's client is not understood: {}", e.getMessage());
            cut = true;
            command.close();
        } catch (EngineTrouble trouble) {
            LOG.debug("A command's begin cannot be seen: {}", trouble.getMessage());
        }
    }

    /// A command that reads nothing holds up whoever would hear of the client's end.
    private void watch(ExecStream command) {
        try {
            while (!over) {
                Thread.sleep(PING_EVERY);
                socket.ping();
            }
        } catch (IOException gone) {
            if (over) return;
            cut = true;
            command.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until the command runs, or has run: only then it has a process, and a terminal that can be
    /// resized.
    private void begun(String exec) throws InterruptedException {
        for (var pause = new Pause(); !over && !cut; pause.sleep()) {
            var look = engine.exec(exec);
            if (look == null || (look.pid() == 0 && look.exitCode() != null)) return;
            if (look.pid() == 0) continue;
            process = strays.note(exec, look.pid(), container);
            resize(exec, size);
            return;
        }
    }

    private void resize(String exec, ExecFrame.Size now) {
        if (!plan.terminal() || now.rows() == 0 || now.columns() == 0) return;
        try {
            engine.resizeExec(exec, now.rows(), now.columns());
        } catch (EngineTrouble ended) {
            LOG.debug("A terminal is not resized: {}", ended.getMessage());
        }
    }

    private static boolean give(ExecStream command, byte[] bytes) {
        try {
            command.write(bytes);
            return true;
        } catch (EngineTrouble ended) {
            return false;
        }
    }

    /// With a terminal the engine would take the input's end for the output's, so it is said as people say it.
    private void end(ExecStream command) {
        try {
            if (plan.terminal()) command.write(END_OF_TRANSMISSION);
            else command.endInput();
        } catch (EngineTrouble ended) {
            LOG.debug("A command has ended before its input: {}", ended.getMessage());
        }
    }

    private void leave(String exec) {
        var known = process;
        var mine = known == null && cut ? begunLate(exec) : known;
        if (mine != null) strays.end(mine, cut || Thread.currentThread().isInterrupted());
        else if (cut) LOG.info("Command {} in container {} has ended, or cannot be ended", exec, container);
    }

    /// A client may be gone before the engine has begun what it wanted.
    private Strays.@Nullable Stray begunLate(String exec) {
        try {
            var pause = new Pause();
            for (var looks = 0; looks < MOST_LOOKS; looks++, pause.sleep()) {
                var look = engine.exec(exec);
                if (look == null || look.exitCode() != null) return null;
                if (look.pid() != 0) return strays.note(exec, look.pid(), container);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineTrouble trouble) {
            LOG.debug("Command {} cannot be looked for: {}", exec, trouble.getMessage());
        }
        return null;
    }
}
