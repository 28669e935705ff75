package berth.core.operation;

import berth.core.Decision;
import berth.core.scaling.ScalingActivity;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came of scaling, the newest first.
///
/// @param service whose, null for all services
/// @param after   where the page before ended, empty for the first
public record DescribeScalingActivities(@Nullable ServiceId service, String after, int limit)
        implements Question<Page<ScalingActivity>> {
    private static final Listing<ScalingActivity> LATEST_FIRST = Listing.latestFirst(DescribeScalingActivities::place);

    @Override
    public Decision<Page<ScalingActivity>> decide(ClusterState state, Instant now) {
        var all = service == null
                ? state.scalings().activities()
                : state.scalings().activities(service);
        return Decision.reply(LATEST_FIRST.page(all, _ -> true, after, limit));
    }

    /// Sorts as time does.
    private static String place(ScalingActivity activity) {
        var at = activity.startedAt();
        return String.format(
                "%012d.%09d/%s",
                at.getEpochSecond(), at.getNano(), activity.key().id());
    }
}
