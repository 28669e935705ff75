package berth.core.rollout;

import berth.core.service.Deployment;
import berth.core.service.Deployment.State;
import berth.core.service.Hook;
import berth.core.service.Rules;
import berth.core.service.ServiceDeployment;
import berth.core.service.Stage;
import org.jspecify.annotations.Nullable;

/// Takes a deployment that starts all new tasks beside the old ones from stage to stage. A stage
/// lasts until what it is for is done; one that has nothing to do lasts no time.
final class Stages {
    private Stages() {}

    /// What such a deployment allows at its stage.
    ///
    /// @param starts whether new tasks may be started
    /// @param ends   whether old ones may be stopped
    record Leave(boolean starts, boolean ends) {
        static final Leave ALL = new Leave(true, true);
        /// All stays as it is.
        static final Leave NONE = new Leave(false, false);
    }

    /// Goes as far as it can now, and says what is allowed there. A rolling deployment is allowed
    /// everything at once.
    ///
    /// @param done whether all new tasks are there and healthy
    static Leave advance(Look look, Deployment primary, boolean done) {
        if (primary.state() == State.FAILED) return Leave.NONE;
        if (primary.state() == State.COMPLETED) return Leave.ALL;
        var attempt = Attempts.of(look, primary);
        if (attempt == null
                || attempt.rules().way() == Rules.Way.ROLLING
                || attempt.stage() == null
                || attempt.rollback() != null
                || attempt.status().over()) return Leave.ALL;
        var now = attempt;
        while (true) {
            var next = next(look, now, done);
            if (next == null) {
                // A hook's patience is over.
                var why = "Lifecycle hook timed out at " + now.stage() + ".";
                Attempts.goBack(look, primary, now.timedOut(look.now()), why);
                return new Leave(false, false);
            }
            if (next.equals(now)) break;
            now = next;
        }
        if (!now.equals(attempt)) look.put(now);
        var stage = now.stage() == null ? Stage.CLEAN_UP : now.stage();
        return new Leave(stage.compareTo(Stage.SCALE_UP) >= 0, stage == Stage.CLEAN_UP);
    }

    /// The same one if it has to stay; null if it has to go back.
    private static @Nullable ServiceDeployment next(Look look, ServiceDeployment at, boolean done) {
        var stage = at.stage();
        if (stage == null || stage == Stage.CLEAN_UP) return at;
        var paused = at.paused() == null ? null : at.rules().hook(at.paused());
        if (paused != null) {
            var end = at.stageSince().plus(paused.patience());
            if (end.isAfter(look.now())) {
                look.wakeAt(end);
                return at;
            }
            return paused.onTimeout() == Hook.OnTimeout.CONTINUE ? at.continuedUnasked(look.now()) : null;
        }
        if (stage == Stage.SCALE_UP && !done) return at;
        if (stage == Stage.BAKE_TIME) {
            var end = at.stageSince().plus(at.rules().bake());
            if (end.isAfter(look.now())) {
                look.wakeAt(end);
                return at;
            }
        }
        var following = stage.following();
        var hook = at.rules().hookAt(following, null);
        return hook == null ? at.at(following, look.now()) : at.pausedAt(following, hook.id(), look.now());
    }
}
