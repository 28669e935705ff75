package berth.core.rollout;

import berth.core.task.Task;

/// A task of a service that nobody has told to stop.
///
/// @param ready   it counts as healthy: RUNNING, and its health checks say so, or it has run for a while
/// @param leaving it is to be replaced, and why; `STAYS` if it is not
/// @param spared  somebody asked to spare it, so it is stopped only if nothing else is left
record Member(Task task, boolean ready, Leaving leaving, boolean spared) {
    /// Why a task is to be replaced, the most urgent first.
    enum Leaving {
        /// Its health checks say that it is not well.
        SICK,
        /// Its node takes leave.
        DRAINED,
        /// It is of another deployment.
        OUTDATED,
        /// It would stand better elsewhere.
        MOVING,
        STAYS
    }

    boolean stays() {
        return leaving == Leaving.STAYS;
    }

    boolean started() {
        return task.times().startedAt() != null;
    }
}
