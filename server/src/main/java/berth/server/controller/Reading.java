package berth.server.controller;

import berth.core.state.ClusterState;

/// A look at the state as a turn leaves it. A question sees what the questions before it in its turn have changed,
/// which has no revision yet; a reading sees what is durable, and which revision that is.
@FunctionalInterface
public interface Reading<R> {
    /// Pure, on the single writer's thread: be brief, and let the answer hold no view of `state`.
    ///
    /// @param revision of the last turn that changed something, 0 if there was none
    R of(ClusterState state, long revision);

    /// Where readings are asked for.
    @FunctionalInterface
    interface Desk {
        /// Waits for the answer.
        ///
        /// @throws berth.core.Refusal as the reading does
        /// @throws Asker.Overloaded   if too many questions wait already
        /// @throws Asker.Stopped      if the control plane is ending
        <R> R read(Reading<R> reading);
    }
}
