package berth.agent.logs;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where a container's log goes.
///
/// @param stream  null: named by the engine's id of the container
/// @param begins  what the first line of an event looks like; null: every line is an event
public record AwsLogs(
        String group, @Nullable String stream, @Nullable Pattern begins) {
    private static final Logger LOG = LoggerFactory.getLogger(AwsLogs.class);
    private static final String DRIVER = "awslogs";

    /// What the engine keeps of such a container's log: 100 MB. That is how far it may run ahead of the control
    /// plane.
    private static final String FILE_SIZE = "10m";

    private static final String FILES = "10";

    /// Has the engine write such a container's log to files, which this agent reads.
    ///
    /// @param hostConfig of the container that is to be made; nothing changes with any other log driver
    public static void keepOnNode(ObjectNode hostConfig) {
        if (!DRIVER.equals(hostConfig.path("LogConfig").path("Type").asString(""))) return;
        var log = hostConfig.putObject("LogConfig").put("Type", "json-file");
        log.putObject("Config").put("max-size", FILE_SIZE).put("max-file", FILES);
    }

    /// Null for a container with another log driver.
    public static @Nullable AwsLogs of(AcsTask task, AcsContainer container) {
        var docker = container.dockerConfig();
        if (docker == null
                || docker.hostConfig() == null
                || !docker.hostConfig().contains(DRIVER)) return null;
        var log = JsonMapper.shared().readTree(docker.hostConfig()).path("LogConfig");
        if (!DRIVER.equals(log.path("Type").asString(""))) return null;
        var options = log.path("Config");
        var group = options.path("awslogs-group").asString("");
        if (group.isEmpty()) group = Objects.requireNonNullElse(task.family(), "berth");
        var stream = options.path("awslogs-stream").asString("");
        var prefix = options.path("awslogs-stream-prefix").asString("");
        if (!prefix.isEmpty()) {
            var arn = String.valueOf(task.arn());
            stream = prefix + "/" + container.name() + "/" + arn.substring(arn.lastIndexOf('/') + 1);
        }
        return new AwsLogs(group, stream.isEmpty() ? null : stream, begins(options));
    }

    private static @Nullable Pattern begins(JsonNode options) {
        var pattern = options.path("awslogs-multiline-pattern").asString("");
        var format = options.path("awslogs-datetime-format").asString("");
        if (pattern.isEmpty() && format.isEmpty()) return null;
        try {
            return pattern.isEmpty() ? DateFormat.pattern(format) : Re2.compile(pattern);
        } catch (PatternSyntaxException broken) {
            LOG.warn(
                    "'{}' does not say where an event begins, so every line is one: {}",
                    pattern.isEmpty() ? format : pattern,
                    broken.getDescription());
            return null;
        }
    }
}
