package berth.agent.reconcile;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The container that takes what a task's other containers write, if the task has one: FireLens. Pure.
///
/// Whoever writes to it begins after it and ends before it, unless his definition says what of it he waits for.
public final class LogRouter {
    private static final String DRIVER = "awsfirelens";

    private LogRouter() {}

    /// Null for a task without one.
    public static @Nullable AcsContainer of(AcsTask task) {
        for (var container : task.containers()) if (is(container)) return container;
        return null;
    }

    public static boolean is(AcsContainer container) {
        return container.firelensConfiguration() != null;
    }

    /// Whether what a container writes goes to the router.
    public static boolean takes(AcsContainer container) {
        return DRIVER.equals(log(container).path("Type").asString(""));
    }

    /// What the definition says of where a container's log is to go, in the router's own words.
    public static Map<String, String> options(AcsContainer container) {
        var options = new LinkedHashMap<String, String>();
        for (var option : log(container).path("Config").properties())
            options.put(option.getKey(), option.getValue().asString(""));
        return options;
    }

    private static JsonNode log(AcsContainer container) {
        var docker = container.dockerConfig();
        var host = docker == null ? null : docker.hostConfig();
        // Most containers have another driver, and this is asked often.
        var json = host == null || !host.contains(DRIVER) ? "{}" : host;
        return JsonMapper.shared().readTree(json).path("LogConfig");
    }
}
