package berth.agent.firelens;

import berth.agent.launch.Provided;
import berth.agent.reconcile.LogRouter;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Joins a task's containers to its router, and the router to its folder, as they are made.
public final class Wiring {
    private Wiring() {}

    /// Nothing changes for a container that has to do with no router.
    ///
    /// @param body      of the container that is to be made
    /// @param addresses of the task's containers that run, by name
    /// @param cluster   name or ARN, if the task does not tell its own
    /// @throws IOException this node cannot, and why
    public static void into(
            ObjectNode body,
            AcsTask task,
            AcsContainer container,
            Map<String, String> addresses,
            RouterFolders folders,
            String cluster)
            throws IOException {
        var router = LogRouter.of(task);
        if (router == null) return;
        var host = body.withObjectProperty("HostConfig");
        if (LogRouter.is(container)) {
            for (var bind : folders.make(task, container, cluster))
                host.withArrayProperty("Binds").add(bind);
            if (body.path("User").asString("").isEmpty()) body.put("User", "0");
        }
        if (!LogRouter.takes(container)) return;
        EngineLog.into(host, task, container, folders.socket(task));
        Provided.put(environment(task, router, addresses), body);
    }

    /// For libraries that speak to the router themselves.
    private static Map<String, String> environment(AcsTask task, AcsContainer router, Map<String, String> addresses) {
        var address = switch (String.valueOf(task.networkMode())) {
            case "awsvpc" -> "127.0.0.1";
            case "host", "none" -> "";
            default -> addresses.getOrDefault(String.valueOf(router.name()), "");
        };
        var variables = new LinkedHashMap<String, String>();
        if (address.isEmpty()) return variables;
        variables.put("FLUENT_HOST", address);
        variables.put("FLUENT_PORT", Integer.toString(Routes.PORT));
        return variables;
    }
}
