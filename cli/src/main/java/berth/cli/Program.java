package berth.cli;

import berth.cli.verb.Verbs;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs one verb and says how it went.
public final class Program {
    public static final int DONE = 0;
    public static final int COULD_NOT = 1;
    public static final int NOT_UNDERSTOOD = 2;

    private final Surroundings surroundings;

    public Program(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// @return the exit code
    public int run(String... arguments) {
        var verb = arguments.length == 0 ? null : Verbs.named(arguments[0], surroundings);
        CommandLine line;
        String[] rest;
        if (verb != null) {
            // Only this verb's class is loaded, and read for its options: that is most of the start-up time.
            line = Verbs.line(verb).setCommandName("berth " + arguments[0]);
            rest = java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
        } else {
            line = Verbs.all(surroundings);
            rest = arguments;
        }
        configure(line);
        addHelp(line);
        try {
            return line.execute(rest);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    /// `--help`, for the program and every verb.
    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        line.getSubcommands().values().forEach(Program::addHelp);
    }

    private void configure(CommandLine line) {
        var ansi = surroundings.paint() == berth.cli.show.Paint.ANSI ? Ansi.ON : Ansi.OFF;
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setUsageHelpWidth(Math.clamp(surroundings.width(), 80, 120))
                .setUsageHelpLongOptionsMaxWidth(32)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(this::misunderstood)
                .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command));
    }

    private int misunderstood(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        say(String.valueOf(wrong.getMessage()));
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        surroundings.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return NOT_UNDERSTOOD;
    }

    private int failed(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof ParameterException wrong) {
            return misunderstood(wrong, new String[0]);
        }
        if (failure instanceof CliError error) {
            say(error.getMessage());
            return COULD_NOT;
        }
        surroundings.err().println("berth: a fault of " + command.getCommandName() + " itself, please report it:");
        throw failure;
    }

    private void say(String message) {
        surroundings.out().flush();
        surroundings.err().println("berth: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
