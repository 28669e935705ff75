package berth.core.operation;

import berth.core.Cluster;
import berth.core.placement.Advice;
import berth.core.schedule.Call;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduleId;
import berth.core.task.Urgency;
import java.util.List;

/// What a schedule's runs ask for, as a RunTask's caller would.
public final class ScheduledCall {
    private ScheduledCall() {}

    /// @param ids a fresh one per task
    public static RunTask of(Schedule schedule, Cluster cluster, List<String> ids) {
        var call = schedule.call();
        var template = template(schedule.id(), call);
        var scheduler = Advice.wanted(template.tags(), cluster.tags());
        // Those that are plugged in are asked outside of a turn, and nobody asks outside of a turn for this one.
        var advice = scheduler == null ? null : Advice.none(scheduler, "is not asked for runs by the clock");
        return new RunTask(cluster.name(), call.definition(), template, ids, null, call.urgency(), advice);
    }

    /// What a schedule is to ask for that a RunTask's caller has said.
    ///
    /// @param document as of [Call]
    public static Call of(String definition, int count, TaskTemplate template, Urgency urgency, String document) {
        return new Call(
                definition,
                count,
                template.overrides(),
                template.group(),
                template.startedBy(),
                template.launchType(),
                template.capacityProvider(),
                template.platformVersion(),
                template.enableExecuteCommand(),
                template.tags(),
                template.propagateDefinitionTags(),
                template.managedTags(),
                template.network(),
                template.constraints(),
                template.strategies(),
                template.address(),
                urgency,
                document);
    }

    static TaskTemplate template(ScheduleId id, Call call) {
        return new TaskTemplate(
                call.overrides(),
                call.group() != null ? call.group() : id.group(),
                call.startedBy() != null ? call.startedBy() : id.startedBy(),
                call.launchType(),
                call.capacityProvider(),
                call.platformVersion(),
                call.enableExecuteCommand(),
                call.tags(),
                call.propagateDefinitionTags(),
                call.managedTags(),
                call.network(),
                call.constraints(),
                call.strategies(),
                call.address());
    }
}
