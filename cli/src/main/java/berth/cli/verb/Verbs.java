package berth.cli.verb;

import berth.cli.Surroundings;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// All verbs, by name, in the order in which help lists them.
public final class Verbs {
    private static final List<String> NAMES = List.of(
            "demo",
            "up",
            "down",
            "env",
            "register",
            "run",
            "plan",
            "explain",
            "consolidate",
            "schedule",
            "ps",
            "top",
            "logs",
            "exec",
            "events",
            "stop",
            "services",
            "rollout",
            "rollback",
            "rebalance",
            "scale",
            "nodes",
            "node-key",
            "secrets",
            "role",
            "snapshot",
            "replay",
            "server",
            "agent",
            "lab",
            "version");

    private Verbs() {}

    /// The verb of that name, ready to be given its options; null when there is none.
    public static @Nullable Object named(String name, Surroundings surroundings) {
        return switch (name) {
            case "demo" -> new Demo(surroundings);
            case "up" -> new Up(surroundings);
            case "down" -> new Down(surroundings);
            case "env" -> new Env(surroundings);
            case "register" -> new Register(surroundings);
            case "run" -> new Run(surroundings);
            case "plan" -> new Plan(surroundings);
            case "explain" -> new Explain(surroundings);
            case "consolidate" -> new Consolidate(surroundings);
            case "schedule" -> new Schedule(surroundings);
            case "ps" -> new Ps(surroundings);
            case "top" -> new Top(surroundings);
            case "logs" -> new Logs(surroundings);
            case "exec" -> new Exec(surroundings);
            case "events" -> new Events(surroundings);
            case "snapshot" -> new Snapshot(surroundings);
            case "replay" -> new Replay(surroundings);
            case "rollout" -> new Rollout(surroundings);
            case "rollback" -> new Rollback(surroundings);
            case "rebalance" -> new Rebalance(surroundings);
            case "services" -> new Services(surroundings);
            case "scale" -> new Scale(surroundings);
            case "stop" -> new Stop(surroundings);
            case "nodes" -> new Nodes(surroundings);
            case "node-key" -> new NodeKey(surroundings);
            case "secrets" -> new Secrets(surroundings);
            case "role" -> new Role(surroundings);
            case "server" -> new Server(surroundings);
            case "agent" -> new Agent(surroundings);
            case "lab" -> new Lab(surroundings);
            case "version", "--version", "-V" -> new Version(surroundings);
            default -> null;
        };
    }

    /// A verb's own command line, with the verbs that it may have itself.
    public static CommandLine line(Object verb) {
        var line = new CommandLine(verb);
        if (verb instanceof Group group) {
            group.addTo(line);
        }
        return line;
    }

    /// The whole program with every verb, for its help.
    public static CommandLine all(Surroundings surroundings) {
        var line = new CommandLine(new Berth(surroundings));
        for (var name : NAMES) {
            line.addSubcommand(name, line(Objects.requireNonNull(named(name, surroundings))));
        }
        return line;
    }

    static List<String> names() {
        return NAMES;
    }
}
