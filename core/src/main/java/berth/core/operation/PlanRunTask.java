package berth.core.operation;

import berth.core.Decision;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// What RunTask would come to now, and how long the queue is in which its tasks would wait. Nothing of it happens.
///
/// @param run without a token, which would answer for an earlier call
public record PlanRunTask(RunTask run) implements Question<PlanRunTask.Reply> {
    /// @param run    what RunTask would answer; its tasks' ids are nobody's
    /// @param places those of the tasks that would wait; empty if none would
    public record Reply(RunTask.Reply run, List<QueuePlace> places) {}

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        var reply = run.decide(state, now).reply();
        return Decision.reply(new Reply(reply, QueuePlace.planned(reply.waiting(), state)));
    }
}
