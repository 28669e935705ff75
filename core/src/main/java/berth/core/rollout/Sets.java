package berth.core.rollout;

import berth.core.Change;
import berth.core.placement.Choice;
import berth.core.placement.Departure;
import berth.core.rollout.Member.Leaving;
import berth.core.service.Service;
import berth.core.service.ServiceEvent.What;
import berth.core.service.ServiceRevision;
import berth.core.service.TaskSet;
import berth.core.task.Task;
import java.util.ArrayList;

/// Brings each task set of a service to its share of the desired count. Which share that is, and
/// when, is their owner's business: there is no rule between one set and another.
final class Sets {
    private Sets() {}

    static void look(Look look) {
        for (var set : look.service().taskSets()) look(look, set);
        var none = look.service().taskSets().isEmpty()
                && look.state().services().live(look.id()).isEmpty();
        if (look.service().status() == Service.Status.DRAINING && none) Ending.inactive(look);
    }

    private static void look(Look look, TaskSet given) {
        var tasks = look.state().services().live(look.id()).stream()
                .filter(task -> given.id().equals(task.wish().startedBy()))
                .toList();
        var crew = Crew.of(look.service(), given.id(), tasks, look.state(), look.now());
        look.wakeAt(crew.next());
        var set = given;
        if (set.failedAt() != null && Accounts.works(crew, set.failedAt())) set = set.working(look.now());
        // Nobody is spared by a set or service that is to go.
        var leaves =
                given.status() == TaskSet.Status.DRAINING || !look.service().active();
        var desired = look.service().active()
                ? set.computedDesiredCount(look.service().desiredCount())
                : 0;
        if (desired == 0 && set.status() == TaskSet.Status.DRAINING && crew.active() == 0 && crew.settled()) {
            look.becomes(look.service()
                    .withTaskSets(look.service().taskSets().stream()
                            .filter(other -> !other.id().equals(given.id()))
                            .toList()));
            // It was this set's alone, and no past deployment tells of it.
            if (look.revision(given.revision()) != null) {
                look.put(new Change.Remove(ServiceRevision.key(look.id(), given.revision())));
            }
            return;
        }
        var revision = look.revision(set.revision());
        var mould = revision == null ? null : look.mould(revision, set.id());
        if (revision == null || mould == null) return;

        var stops = new ArrayList<Task>();
        for (var member : crew.leaving()) {
            var replaced = crew.readyKeepers() >= desired;
            if (!member.started() || replaced) stops.add(member.task());
        }
        var excess = crew.keeping().size() - desired;
        if (excess > 0) {
            var free = crew.keeping().stream()
                    .filter(member -> !member.spared() || leaves)
                    .map(Member::task)
                    .toList();
            stops.addAll(Departure.first(look.pool(), mould.request(), free, excess));
        }
        var sick = crew.leaving().stream()
                .filter(member -> member.leaving() == Leaving.SICK && stops.contains(member.task()))
                .map(Member::task)
                .toList();
        for (var task : sick) look.say(What.TASK_UNHEALTHY, Texts.unhealthy(look.id(), task));
        look.stop(sick, "Task failed container health checks");
        look.stop(stops.stream().filter(task -> !sick.contains(task)).toList(), Look.scaling(set.id()));
        if (!stops.isEmpty()) look.say(What.TASKS_STOPPED, Texts.stopped(look.id(), stops));

        var started = 0;
        var missing = desired - crew.keeping().size();
        if (missing > 0 && set.retryAt() != null && set.retryAt().isAfter(look.now())) {
            look.wakeAt(set.retryAt());
        } else if (missing > 0) {
            var start = look.start(revision, set.id(), set.started(), missing, Choice.NONE);
            if (!start.tasks().isEmpty()) {
                started = start.tasks().size();
                set = set.starting(started, look.now());
                look.say(What.TASKS_STARTED, Texts.started(look.id(), start.tasks()));
            }
            if (start.refused() != null) {
                look.noRoom();
                look.sayOnce(
                        What.SERVICE_TASK_PLACEMENT_FAILURE,
                        Texts.noRoom(look.id(), start.refused().nearest()));
            }
        }
        var needed = Math.max(0, missing - started);
        Losses.writeOff(look, crew.lost().stream().skip(needed).toList());
        var steady = crew.settled() && crew.keeping().size() == desired && crew.readyKeepers() == desired;
        if (steady != set.steady()) set = set.steady(steady, look.now());
        if (!set.equals(given)) look.becomes(look.service().with(set));
    }
}
