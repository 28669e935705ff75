package berth.core.service;

import java.util.List;

/// How far a deployment that starts all new tasks beside the old ones is: ECS's lifecycle stages, in their
/// order.
public enum Stage {
    RECONCILE_SERVICE,
    PRE_SCALE_UP,
    SCALE_UP,
    POST_SCALE_UP,
    TEST_TRAFFIC_SHIFT,
    POST_TEST_TRAFFIC_SHIFT,
    PRE_PRODUCTION_TRAFFIC_SHIFT,
    PRODUCTION_TRAFFIC_SHIFT,
    POST_PRODUCTION_TRAFFIC_SHIFT,
    BAKE_TIME,
    CLEAN_UP;

    private static final List<Stage> ORDER = List.of(values());

    /// The one that comes after it; the last one itself.
    public Stage following() {
        return ORDER.get(Math.min(ORDER.indexOf(this) + 1, ORDER.size() - 1));
    }
}
