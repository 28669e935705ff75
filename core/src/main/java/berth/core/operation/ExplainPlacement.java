package berth.core.operation;

import berth.core.Decision;
import berth.core.placement.Lack;
import berth.core.placement.Look;
import berth.core.placement.Rank;
import berth.core.placement.Request;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What RunTask would come to now, and what each node has to say to it. Nothing of it happens.
///
/// @param run   without a token, which would answer for an earlier call
/// @param limit so many nodes are told of at most
public record ExplainPlacement(RunTask run, int limit) implements Question<ExplainPlacement.Reply> {
    /// @param definition the revision that is meant
    /// @param request    what is asked of placement
    /// @param run        what RunTask would answer
    /// @param nodes      best first: those that take it as the strategies prefer them, then those that lack least
    /// @param members    how many nodes there are
    /// @param lacks      how many of them lack what, by what ECS would name; the others take it
    /// @param places     those of the tasks that would wait in the queue
    public record Reply(
            TaskDefinition definition,
            Request request,
            RunTask.Reply run,
            List<Look> nodes,
            int members,
            Map<Lack, Integer> lacks,
            List<QueuePlace> places) {}

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        var reply = run.decide(state, now).reply();
        var definition = state.definitions().runnable(run.definition());
        var request = run.template().request(definition);
        var looks = state.pool(run.cluster())
                .looks(request, Rank.ofCall(run.urgency().rank()));
        var lacks = new EnumMap<Lack, Integer>(Lack.class);
        for (var look : looks) {
            if (!look.fits()) lacks.merge(look.shortages().getFirst().lack(), 1, Integer::sum);
        }
        return Decision.reply(new Reply(
                definition,
                request,
                reply,
                looks.subList(0, Math.min(limit, looks.size())),
                looks.size(),
                Collections.unmodifiableMap(lacks),
                QueuePlace.planned(reply.waiting(), state)));
    }
}
