package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.ecs.ExecCall;
import berth.cli.ecs.TaskIds;
import berth.cli.terminal.Terminal;
import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecRequest;
import berth.wire.exec.ExecSocket;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs a command in a container.
@Command(
        name = "exec",
        header = "Run a command in a task's container.",
        descriptionHeading = "%n",
        description = {
            "Runs a command beside what the container runs, through the control plane and the node's agent: neither the"
                    + " node nor its engine need be reachable from here. The command's exit code is this one's; 125"
                    + " means that Berth could not run it or lost it, 126 that it cannot be executed, 127 that it is"
                    + " not there.",
            "Who ran what is noted: berth events --exec. What goes in and comes out is not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth exec 3f2c1ab9 -it -- sh              a shell",
            "  berth exec 3f2c1ab9 -c db -- psql -c 'select 1'",
            "  berth exec 3f2c1ab9 -i -- tar x < files.tar",
            "  berth exec 3f2c1ab9 -- cat /etc/hosts | grep web"
        })
final class Exec implements Callable<Integer> {
    private static final int PIECE_BYTES = 16 << 10;
    private static final Duration SIZE_EVERY = Duration.ofMillis(500);

    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "TASK", description = "A task's ARN, its id, or its id's beginning.")
    private String task = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "CMD",
            description = "The program and its arguments, as they are: no shell reads them. Put -- in front.")
    private List<String> command = new ArrayList<>();

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Its name in the task definition. May be left out when there is but one, or but one that is"
                    + " essential.")
    @Nullable
    private String container;

    @Option(
            names = {"-i", "--interactive"},
            description = "Hand on standard input.")
    private boolean interactive;

    @Option(
            names = {"-t", "--tty"},
            description = "Give the command a terminal: this one, with -i.")
    private boolean tty;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final Where where = new Where();

    Exec(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            var ecs = where.ecs(surroundings);
            var arn = TaskIds.resolve(ecs, cluster.of(ecs), task);
            try (var terminal = tty && interactive ? Terminal.onInput() : null) {
                var size = terminal == null ? new Terminal.Size(0, 0) : terminal.size();
                var request = new ExecRequest(
                        cluster.of(ecs), arn, container, command, tty, interactive, size.rows(), size.columns());
                try (var session = ExecCall.open(ecs.target(), surroundings.clock(), request)) {
                    if (terminal != null) {
                        hand(terminal, size, session);
                    }
                    if (interactive) {
                        helper("input", () -> feed(session));
                    }
                    return carry(session, terminal);
                }
            }
        } catch (CliError error) {
            return failed(ExecFrame.NO_EXIT_CODE, String.valueOf(error.getMessage()), null);
        } catch (IOException gone) {
            return failed(ExecFrame.NO_EXIT_CODE, String.valueOf(gone.getMessage()), null);
        }
    }

    private static void hand(Terminal terminal, Terminal.Size size, ExecSocket session) {
        terminal.raw();
        helper("terminal size", () -> follow(terminal, size, session));
    }

    /// Not waited for: one that reads the keyboard ends with the process.
    private static void helper(String name, Helper work) {
        Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                work.run();
            } catch (IOException over) {
                // Whoever reads the session says why.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private interface Helper {
        void run() throws IOException, InterruptedException;
    }

    private void feed(ExecSocket session) throws IOException, InterruptedException {
        var piece = new byte[PIECE_BYTES];
        for (var n = surroundings.in().read(piece);
                n >= 0;
                n = surroundings.in().read(piece)) {
            if (n > 0) {
                session.write(new ExecFrame.Input(Arrays.copyOf(piece, n)));
            }
        }
        session.write(new ExecFrame.InputEnd());
    }

    private static void follow(Terminal terminal, Terminal.Size first, ExecSocket session)
            throws IOException, InterruptedException {
        for (var known = first; ; ) {
            Thread.sleep(SIZE_EVERY);
            var now = terminal.size();
            if (!now.equals(known)) {
                known = now;
                session.write(new ExecFrame.Size(now.rows(), now.columns()));
            }
        }
    }

    /// @return the exit code
    private int carry(ExecSocket session, @Nullable Terminal terminal) throws IOException, InterruptedException {
        while (true) {
            switch (session.read()) {
                case ExecFrame.Output(var bytes) -> show(surroundings.out(), bytes);
                case ExecFrame.ErrorOutput(var bytes) -> show(surroundings.err(), bytes);
                case ExecFrame.Exited(var code) -> {
                    return code;
                }
                case ExecFrame.Failed(var code, var reason) -> {
                    return failed(code, reason, terminal);
                }
                case null -> {
                    return failed(
                            ExecFrame.NO_EXIT_CODE,
                            "the control plane broke off the session (" + session.endCode() + " " + session.endReason()
                                    + ")",
                            terminal);
                }
                default -> throw new IOException("the control plane sent what only clients send");
            }
        }
    }

    private static void show(PrintStream to, byte[] bytes) throws IOException {
        to.write(bytes, 0, bytes.length);
        to.flush();
        if (to.checkError()) {
            throw new IOException("nobody reads this any more");
        }
    }

    private int failed(int code, String reason, @Nullable Terminal terminal) {
        if (terminal != null) {
            terminal.close();
        }
        surroundings.out().flush();
        surroundings.err().println("berth: " + reason.strip().replaceAll("\\s*\\R\\s*", " "));
        return code;
    }
}
