package berth.core.schedule;

import berth.core.Tags;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.task.Overrides;
import berth.core.task.Urgency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a schedule's runs ask for, as a RunTask would.
///
/// @param definition family, `family:revision` or `family:label`: looked up at each run
/// @param count      how many tasks a run has, 1 to `MOST`
/// @param group      null for `schedule:NAME`
/// @param startedBy  null for `berth-schedule/NAME`
/// @param urgency    whether they wait for room
/// @param document   all of it as AWS's JSON of a RunTaskRequest, which users are shown
/// The other parameters: see `Wish`, `Task` and `Request`.
public record Call(
        String definition,
        int count,
        Overrides overrides,
        @Nullable String group,
        @Nullable String startedBy,
        String launchType,
        @Nullable String capacityProvider,
        @Nullable String platformVersion,
        boolean enableExecuteCommand,
        Map<String, String> tags,
        boolean propagateDefinitionTags,
        boolean managedTags,
        @Nullable String network,
        List<Constraint> constraints,
        List<Strategy> strategies,
        @Nullable String address,
        Urgency urgency,
        String document) {
    /// As many as a RunTask starts.
    public static final int MOST = 10;

    public Call {
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
        tags = Tags.copyOf(tags);
    }
}
