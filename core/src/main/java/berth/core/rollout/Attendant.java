package berth.core.rollout;

import berth.core.placement.Placing;
import berth.core.service.ServiceId;

/// Is told of what `KeepServices` does on the way. Called by the single writer: be brief, never block.
public interface Attendant {
    /// A look failed, which is our mistake. Such a service stays as it is until something else
    /// happens to it; the others bear nothing of it.
    void mistaken(ServiceId service, RuntimeException mistake);

    /// Tasks get their nodes; the changes follow.
    default void placed(Placing placing) {}
}
