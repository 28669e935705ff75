package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.json.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a container's definition has its log go.
///
/// @param driver as the definition names it; `json-file`, which is what engines do by themselves, if it names
///             none
/// @param group  of the log group; null with another driver than `awslogs`
/// @param prefix of the names of log streams; null if there is none, and they are then named by the engine's
///             ids
public record LogHome(
        String container,
        String driver,
        @Nullable String group,
        @Nullable String prefix) {
    private static final String AWSLOGS = "awslogs";

    /// Of every container of a task definition, in its order.
    public static List<LogHome> of(Ecs ecs, String taskDefinition) {
        var definition = ecs.call("DescribeTaskDefinition", Doc.with("taskDefinition", taskDefinition))
                .doc("taskDefinition");
        return definition.docs("containerDefinitions").stream()
                .map(container -> of(container, definition.text("family", "berth")))
                .toList();
    }

    private static LogHome of(Doc container, String family) {
        var name = container.text("name", "?");
        var log = container.doc("logConfiguration");
        var driver = log.text("logDriver", "json-file");
        if (!driver.equals(AWSLOGS)) {
            return new LogHome(name, driver, null, null);
        }
        var options = log.doc("options");
        return new LogHome(name, driver, options.text("awslogs-group", family), options.text("awslogs-stream-prefix"));
    }

    public boolean isKept() {
        return group != null;
    }

    /// The stream of one task's container.
    ///
    /// @param taskId    32 digits
    /// @param runtimeId the engine's id of the container, null if it is not known
    /// @throws CliError when the stream's name cannot be known
    public String stream(String taskId, @Nullable String runtimeId) {
        if (prefix != null) {
            return prefix + "/" + container + "/" + taskId;
        }
        if (runtimeId == null) {
            throw new CliError("The log of container " + container + " is in log group " + group
                    + ", in a stream named by an id that is not known; option awslogs-stream-prefix would name it");
        }
        return runtimeId;
    }
}
