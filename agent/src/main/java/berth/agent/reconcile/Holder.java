package berth.agent.reconcile;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.DockerConfig;
import java.util.ArrayList;

/// The container that holds the namespaces which the containers of a task share, and does nothing
/// else. Ours alone: the control plane never hears of it.
///
/// A task has one only if it needs one: one container of mode `awsvpc` has its network to itself.
public final class Holder {
    /// No user's container can be called that.
    public static final String NAME = "~internal~berth~holder";

    /// Made on the node, never pulled.
    public static final String IMAGE = "berth/holder:1";

    /// The first process of a namespace ignores signals it has no handler for, and this one has none.
    private static final String ENDS_AT_ONCE = "{\"StopSignal\":\"SIGKILL\"}";

    private Holder() {}

    /// The task with its holder, if it needs one.
    static AcsTask with(AcsTask task) {
        if (!needed(task) || in(task)) return task;
        var containers = new ArrayList<>(task.containers());
        containers.add(AcsContainer.of(NAME)
                .image(IMAGE)
                .essential(true)
                .dockerConfig(new DockerConfig(ENDS_AT_ONCE, null, null))
                .build());
        return task.withContainers(containers);
    }

    private static boolean needed(AcsTask task) {
        if (task.containers().isEmpty()) return false;
        var together = ownNetwork(task) && task.containers().size() > 1;
        return together || sharesProcesses(task) || sharesMemory(task);
    }

    /// Whether the task has one.
    public static boolean in(AcsTask task) {
        return task.containers().stream().anyMatch(container -> NAME.equals(container.name()));
    }

    /// Whether the task has a network namespace and an address of its own.
    public static boolean ownNetwork(AcsTask task) {
        return "awsvpc".equals(task.networkMode());
    }

    /// Whether its containers see each other's processes.
    public static boolean sharesProcesses(AcsTask task) {
        return "task".equals(task.pidMode());
    }

    /// Whether they share System V memory and message queues.
    public static boolean sharesMemory(AcsTask task) {
        return "task".equals(task.ipcMode());
    }
}
