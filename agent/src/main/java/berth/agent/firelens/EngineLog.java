package berth.agent.firelens;

import berth.agent.reconcile.LogRouter;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// The engine's own `fluentd` log driver, which brings what a container writes to the router's socket. Pure.
///
/// @see <a href="https://docs.docker.com/engine/logging/drivers/fluentd/">its options</a>
final class EngineLog {
    static final String BUFFER_LIMIT = "log-driver-buffer-limit";

    private EngineLog() {}

    /// @param host   HostConfig of the container that is to be made
    /// @param socket on this machine
    static void into(ObjectNode host, AcsTask task, AcsContainer container, Path socket) {
        var options = host.putObject("LogConfig").put("Type", "fluentd").putObject("Config");
        options.put("fluentd-address", "unix://" + socket);
        // Else a container could not start before its router listens, and would die with it.
        options.put("fluentd-async", "true");
        options.put("fluentd-sub-second-precision", "true");
        options.put("tag", container.name() + "-firelens-" + RouterFolders.id(task));
        var limit = LogRouter.options(container).get(BUFFER_LIMIT);
        if (limit != null) options.put("fluentd-buffer-limit", limit);
    }
}
