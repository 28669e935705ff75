package berth.server.api;

import berth.core.operation.TaskView;
import berth.core.task.TaskContainer;
import berth.core.task.TaskStatus;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.ManagedAgentName;

/// Whether commands can be run in a container, in the words that ECS's clients look at before they try. There
/// is no agent inside the container here: the node's own runs commands, so it is ready once the container
/// runs, and as long as the node's agent is connected and is ours.
final class ManagedAgents {
    /// What our agent gives as its hash; a stock agent's sessions need AWS's service.
    private static final String OURS = "berth";

    private ManagedAgents() {}

    static ManagedAgent ofExec(TaskView view, TaskContainer container) {
        var agent = ManagedAgent.builder().name(ManagedAgentName.EXECUTE_COMMAND_AGENT);
        if (container.last() == TaskStatus.PENDING)
            return agent.lastStatus("PENDING").build();
        agent.lastStartedAt(view.task().times().startedAt());
        if (container.last() != TaskStatus.RUNNING)
            return agent.lastStatus("STOPPED").build();
        var obstacle = obstacle(view);
        return obstacle == null
                ? agent.lastStatus("RUNNING").build()
                : agent.lastStatus("STOPPED").reason(obstacle).build();
    }

    private static @Nullable String obstacle(TaskView view) {
        var instance = view.instance();
        if (instance == null || !instance.agentConnected()) return "The container instance's agent is not connected.";
        return OURS.equals(instance.agent().agentHash())
                ? null
                : "The container instance's agent is not Berth's, and its sessions need AWS Systems Manager.";
    }
}
