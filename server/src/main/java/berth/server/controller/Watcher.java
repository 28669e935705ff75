package berth.server.controller;

import berth.core.Change;
import berth.core.state.ClusterState;
import java.util.List;

/// Told of every turn that changed something, once it is durable and before its askers are answered.
public interface Watcher {
    /// Called by the single writer: be brief, never block, and keep no hold of `state`.
    void committed(List<Change> changes, ClusterState state);
}
