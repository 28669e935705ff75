package berth.agent.reconcile;

import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.BerthExec;
import berth.wire.acs.AcsMessage.BerthStreamLogs;
import berth.wire.acs.AcsTask;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something to be done outside. Begun after the turn that gave it; what came of it is an [Input] of a later
/// turn.
///
/// All but [Send], [StreamLogs] and [Exec] answer with an input, whatever happens.
public sealed interface Action {

    /// Must wait until everything given to the [Ledger] is on the disk.
    default boolean afterSync() {
        return false;
    }

    /// Something for the engine.
    sealed interface OnEngine extends Action {}

    /// Have the image here.
    ///
    /// @param login  the container with whose credentials it is pulled, null for none
    /// @param before the agent has pulled it before, and it was not removed since
    record Fetch(String image, @Nullable Login login, boolean before) implements OnEngine {
        /// Whose credentials they are; what they say is asked for when they are needed.
        public record Login(String taskArn, String container) {}
    }

    /// @param addresses of the containers it links to that run, by container name, for its environment
    record Create(AcsTask task, String container, Map<String, String> addresses) implements OnEngine {}

    /// @param look    its ports, its address or its time of start are wanted afterwards
    /// @param movable its host ports are the agent's choice: if they are taken it may be made anew, with
    ///     others
    record Start(String taskArn, String container, String runtimeId, boolean look, boolean movable)
            implements OnEngine {}

    /// Remove a container that the engine cannot start, to make it anew.
    record Discard(String taskArn, String container, String runtimeId) implements OnEngine {
        /// Once it is gone, only what is written down tells that it was not somebody else who removed it.
        @Override
        public boolean afterSync() {
            return true;
        }
    }

    /// @param graceSeconds between the stop signal and the kill
    /// @param loose        the engine may have lost sight of a process of it
    record Stop(String taskArn, String container, String runtimeId, int graceSeconds, boolean loose)
            implements OnEngine {}

    /// @param runtimeId id or name at the engine
    record Look(String taskArn, String container, String runtimeId) implements OnEngine {}

    /// Look at all containers that are ours.
    record LookAround() implements OnEngine {}

    /// Remove what is left of a task that is over.
    record CleanUp(AcsTask task, List<String> runtimeIds) implements OnEngine {}

    /// Remove images that no task uses; those that something else uses stay.
    record RemoveImages(List<String> images) implements OnEngine {}

    /// Tell the control plane.
    record Submit(TaskReport report) implements Action {
        /// An end that no container at the engine proves must not be forgotten once somebody was told.
        @Override
        public boolean afterSync() {
            return report.status() == TaskStatus.STOPPED;
        }
    }

    /// Over the ACS socket; lost when there is none.
    ///
    /// @param afterSync acknowledges something that must have been written down first
    record Send(AcsMessage message, boolean afterSync) implements Action {}

    /// @param runtimeId null when the node has no such container
    record StreamLogs(BerthStreamLogs request, @Nullable String runtimeId) implements Action {}

    /// @param runtimeId null when the node has no such container
    record Exec(BerthExec request, @Nullable String runtimeId) implements Action {}
}
