package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.json.Doc;
import berth.cli.show.Ids;
import java.util.List;

/// Finds container instances by what people type: an ARN, a whole id, an id's beginning, or the name that `nodes`
/// shows.
public final class InstanceIds {
    private static final int LEAST = 3;
    private static final int WHOLE = 32;

    private InstanceIds() {}

    /// The ARN or whole id of the one container instance that `typed` means. A name goes before the beginning of an id.
    ///
    /// @throws CliError when there is none, or more than one
    public static String resolve(Ecs ecs, String cluster, String typed) {
        if (typed.startsWith("arn:") || typed.length() == WHOLE) {
            return typed;
        }
        var arns = ecs.list("ListContainerInstances", "containerInstanceArns", Doc.with("cluster", cluster));
        var nodes = ecs.describe("DescribeContainerInstances", "containerInstances", cluster, arns);
        var named = nodes.stream().filter(node -> name(node).equals(typed)).toList();
        return choose(typed, cluster, named.isEmpty() ? begun(nodes, typed) : named);
    }

    private static List<Doc> begun(List<Doc> nodes, String typed) {
        return typed.length() < LEAST
                ? List.of()
                : nodes.stream()
                        .filter(node -> Ids.last(arn(node)).startsWith(typed))
                        .toList();
    }

    private static String choose(String typed, String cluster, List<Doc> matching) {
        return switch (matching.size()) {
            case 0 ->
                throw new CliError("No container instance of cluster " + cluster + " has the name " + typed
                        + ", or an id that begins so; ./berth nodes lists them");
            case 1 -> arn(matching.getFirst());
            default ->
                throw new CliError(matching.size() + " container instances go by " + typed + ": "
                        + String.join(
                                ", ",
                                matching.stream()
                                        .map(node -> Ids.last(arn(node)))
                                        .limit(5)
                                        .toList()));
        };
    }

    private static String arn(Doc node) {
        return node.text("containerInstanceArn", "?");
    }

    /// What people call a container instance: the name its agent was given, else its EC2 id, else `-`.
    public static String name(Doc node) {
        for (var attribute : node.docs("attributes")) {
            if (attribute.text("name", "").equals("berth.node")) {
                return attribute.text("value", "-");
            }
        }
        return node.text("ec2InstanceId", "-");
    }
}
