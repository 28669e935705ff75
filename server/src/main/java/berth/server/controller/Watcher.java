package berth.server.controller;

import berth.core.Change;
import berth.core.operation.Question;
import berth.core.placement.Placing;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.server.store.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Told of every turn that changed something, once it is durable and before its askers are answered.
public interface Watcher {
    /// Called by the single writer: be brief, never block, and keep no hold of `state`.
    void committed(Turn turn, ClusterState state);

    /// Told of every question of a turn before, once it is decided and what it changes is applied, in the order in
    /// which they were decided. It may yet come to nothing: what counts is what `committed` says.
    ///
    /// Not told of refusals, which change nothing.
    ///
    /// @param changes what it changes; empty for a read
    default void decided(Question<?> question, List<Change> changes, @Nullable Object reply, ClusterState state) {}

    /// Told of what followed from the state by itself after a question, in order with `decided` and as tentative.
    default void followed(List<Change> changes) {}

    /// Told of where tasks go that nobody asks for at the moment: of services, of schedules, and those that have waited
    /// for room; before what follows of it, in order with `decided` and as tentative.
    default void placed(Placing placing) {}

    /// Told of a service that could not be looked at, which is our mistake; the log says it as well.
    default void mistaken(ServiceId service, RuntimeException mistake) {}
}
