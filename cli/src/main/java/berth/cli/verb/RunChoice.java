package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.json.Doc;
import berth.cli.json.Reading;
import berth.cli.json.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// What RunTask can be told besides the definition, for every verb that runs tasks or only thinks of it.
final class RunChoice {
    private static final String DISTINCT = "distinctInstance";
    private static final List<String> OPTIONS =
            List.of("--count", "--group", "--started-by", "--overrides", "--constraint", "--strategy", "--address");

    @Option(names = "--count", paramLabel = "N", description = "How many tasks. Default: 1.")
    private int count = 1;

    @Option(names = "--group", paramLabel = "NAME", description = "The tasks' group. Default: family:FAMILY.")
    @Nullable
    private String group;

    @Option(names = "--started-by", paramLabel = "TEXT", description = "Kept with the tasks; ECS lists by it.")
    @Nullable
    private String startedBy;

    @Option(names = "--overrides", paramLabel = "JSON", description = "ECS's TaskOverride, as text or as @FILE.")
    @Nullable
    private String overrides;

    @Option(
            names = "--constraint",
            paramLabel = "EXPRESSION",
            description = "Only on container instances that the expression of the cluster query language matches; or "
                    + DISTINCT + ", for at most one task of the group on each. May be given ten times.")
    private List<String> constraints = List.of();

    @Option(
            names = "--strategy",
            paramLabel = "TYPE[:FIELD]",
            description = "How to choose among those: spread:instanceId, spread:attribute:NAME, binpack:cpu,"
                    + " binpack:memory, binpack:resources or random. May be given five times; each decides"
                    + " what the one before left equal.")
    private List<String> strategies = List.of();

    @Option(
            names = "--address",
            paramLabel = "IP",
            description = "Bind the tasks' ports on this address of their container instance.")
    @Nullable
    private String address;

    @Option(
            names = "--wait-for-room",
            paramLabel = "TIME",
            description = "If no container instance has room, let the tasks wait for it so long at most, such as 90s,"
                    + " 10m or 2h.")
    @Nullable
    private String waitForRoom;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "How the tasks stand against others that want the same room: -1000 to 1000, the higher comes"
                    + " first. Default: 0.")
    @Nullable
    private Integer priority;

    @Option(
            names = "--preempt",
            description =
                    "With --wait-for-room: have tasks of lower priority stopped, if they were run with --priority or"
                            + " --wait-for-room.")
    private boolean preempt;

    int count() {
        if (count < 1) {
            throw new CliError("--count must be at least 1 (got " + count + ")");
        }
        return count;
    }

    /// Any of these options that was typed.
    static Optional<String> named(ParseResult typed) {
        return OPTIONS.stream().filter(typed::hasMatchedOption).findFirst();
    }

    /// Whether anything but the definition decides where tasks go.
    boolean places() {
        return !constraints.isEmpty() || !strategies.isEmpty();
    }

    /// RunTask's request.
    ///
    /// @param cluster null to leave it out
    Doc request(@Nullable String cluster, String definition, int copies) {
        return Doc.with(
                "cluster", cluster,
                "taskDefinition", definition,
                "count", copies,
                "group", group,
                "startedBy", startedBy,
                "overrides", overrides(),
                "placementConstraints",
                        orNull(constraints.stream().map(RunChoice::constraint).toList()),
                "placementStrategy",
                        orNull(strategies.stream().map(RunChoice::strategy).toList()),
                "tags", tags());
    }

    /// StartTask's request.
    Doc request(String cluster, String definition, List<String> instances) {
        return Doc.with(
                "cluster", cluster,
                "taskDefinition", definition,
                "containerInstances", instances,
                "group", group,
                "startedBy", startedBy,
                "overrides", overrides(),
                "tags", tags());
    }

    private static Doc constraint(String typed) {
        return typed.equals(DISTINCT) ? Doc.with("type", DISTINCT) : Doc.with("type", "memberOf", "expression", typed);
    }

    private static Doc strategy(String typed) {
        var colon = typed.indexOf(':');
        return colon < 0
                ? Doc.with("type", typed)
                : Doc.with("type", typed.substring(0, colon), "field", typed.substring(colon + 1));
    }

    /// Whether the tasks have a place among those that want the same room.
    boolean ranks() {
        return waitForRoom != null || priority != null || preempt;
    }

    /// What ECS has no members for.
    private @Nullable List<Doc> tags() {
        var tags = new ArrayList<Doc>();
        tag("berth:address", address, tags);
        tag("berth:wait", waitForRoom, tags);
        tag("berth:priority", priority == null ? null : priority.toString(), tags);
        tag("berth:preempt", preempt ? "lower" : null, tags);
        return orNull(tags);
    }

    private static void tag(String key, @Nullable String value, List<Doc> tags) {
        if (value != null) tags.add(Doc.with("key", key, "value", value));
    }

    private static @Nullable List<Doc> orNull(List<Doc> docs) {
        return docs.isEmpty() ? null : docs;
    }

    private @Nullable Object overrides() {
        if (overrides == null) {
            return null;
        }
        try {
            return Reading.json(
                    overrides.startsWith("@") ? Files.readString(Path.of(overrides.substring(1))) : overrides);
        } catch (Unreadable | IOException trouble) {
            throw new CliError("--overrides must be JSON or @FILE: " + trouble.getMessage());
        }
    }
}
