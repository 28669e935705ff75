package berth.agent.local;

import berth.agent.docker.Engine;
import berth.agent.reconcile.TaskLife;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who asks, by the address he asks from. Nobody else can have it: an answer to it goes to whoever has it, so
/// a connection from a false address never comes about.
final class Callers {
    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);

    private final Engine engine;

    Callers(Engine engine) {
        this.engine = engine;
    }

    /// It is one of this machine's own addresses.
    static boolean isMachine(InetAddress from) {
        try {
            return NetworkInterface.getByInetAddress(from) != null;
        } catch (SocketException unknown) {
            LOG.warn("The machine's addresses cannot be read: {}", unknown.getMessage());
            return false;
        }
    }

    /// Whether a container of that task may have asked. Containers of network mode `host` have the machine's
    /// addresses; those of mode `none` have none.
    boolean isOf(TaskLife life, InetAddress from) {
        return switch (String.valueOf(life.task().networkMode())) {
            case "host" -> isMachine(from);
            case "none" -> false;
            default -> has(life, from.getHostAddress());
        };
    }

    private boolean has(TaskLife life, String address) {
        for (var container : life.containers().values())
            if (container.alive() && container.address().equals(address)) return true;
        // Not every container was looked at since it got its address.
        for (var container : life.containers().values()) {
            var id = container.runtimeId();
            if (id == null || container.stopped() || !container.address().isEmpty()) continue;
            var look = engine.container(id);
            if (look != null
                    && look.networks().values().stream()
                            .anyMatch(joined -> joined.ipv4().equals(address))) return true;
        }
        return false;
    }

    /// The task that has the address for itself.
    Optional<TaskLife> task(List<TaskLife> tasks, InetAddress from) {
        if (isMachine(from)) return Optional.empty();
        return tasks.stream()
                .filter(life -> !life.stopped() && isOf(life, from))
                .findFirst();
    }
}
