package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.show.Ids;
import java.util.List;

/// Finds tasks by what people type: an ARN, a whole id, or an id's beginning.
public final class TaskIds {
    private static final int LEAST = 3;
    private static final int WHOLE = 32;

    private TaskIds() {}

    /// The ARN or whole id of the one task that `typed` means.
    ///
    /// @throws CliError when there is none, or more than one
    public static String resolve(Ecs ecs, String cluster, String typed) {
        if (typed.startsWith("arn:") || typed.length() >= WHOLE) {
            return typed;
        }
        if (typed.length() < LEAST) {
            throw new CliError("A task's id must be at least " + LEAST + " characters long (got " + typed + ")");
        }
        return choose(typed, cluster, ecs.taskArns(cluster, true));
    }

    static String choose(String typed, String cluster, List<String> arns) {
        var matching = arns.stream()
                .filter(arn -> Ids.last(arn).startsWith(typed))
                .distinct()
                .toList();
        return switch (matching.size()) {
            case 0 ->
                throw new CliError("No task in cluster " + cluster + " has an id that begins with " + typed
                        + "; ./berth ps -a lists them");
            case 1 -> matching.getFirst();
            default ->
                throw new CliError(matching.size() + " tasks have ids that begin with " + typed + ": "
                        + String.join(
                                ", ", matching.stream().map(Ids::last).limit(5).toList()));
        };
    }
}
