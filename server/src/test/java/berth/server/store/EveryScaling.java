package berth.server.store;

import berth.core.Entity;
import berth.core.scaling.Metric;
import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScalableTarget.Suspended;
import berth.core.scaling.ScalingActivity;
import berth.core.scaling.ScalingPolicy;
import berth.core.scaling.ScheduledAction;
import berth.core.scaling.StepScaling;
import berth.core.scaling.StepScaling.Adjustment;
import berth.core.scaling.StepScaling.Step;
import berth.core.scaling.TargetTracking;
import berth.core.service.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What services scale themselves by, with every member and with as few as can be.
final class EveryScaling {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final ServiceId WEB = new ServiceId("default", "web");

    private EveryScaling() {}

    static final List<Entity> FILLED = List.of(
            new ScalableTarget(
                    WEB,
                    "abc",
                    1,
                    9,
                    "arn:aws:iam::1:role/r",
                    new Suspended(true, true, true),
                    AT,
                    Map.of("k", "v"),
                    AT,
                    2,
                    AT),
            new ScalingPolicy(WEB, "cpu / a", "def", new TargetTracking(Metric.CPU, 62.5, 30, 60, true), AT),
            new ScheduledAction(
                    WEB, "morning", "ghi", "cron(0 8 ? * MON-FRI *)", "Europe/Berlin", AT, AT, 2, 4, AT, AT),
            new ScalingActivity(WEB, 7, "jkl", "d", "c", 4, AT, AT, ScalingActivity.Status.OVERRIDDEN, "m"));

    static final List<Entity> BARE = List.of(
            new ScalableTarget(
                    new ServiceId("default", "bare"), "abc", 0, 0, null, Suspended.NONE, AT, Map.of(), null, 0, null),
            new ScalingPolicy(WEB, "memory", "def", new TargetTracking(Metric.MEMORY, 50, null, null, false), AT),
            new ScalingPolicy(
                    WEB,
                    "steps",
                    "def",
                    new StepScaling(
                            Adjustment.CHANGE_IN_CAPACITY,
                            List.of(new Step(null, 0.0, -1), new Step(0.0, null, 1)),
                            null,
                            null,
                            null),
                    AT),
            new ScheduledAction(WEB, "once", "ghi", "at(2026-03-01T08:00:00)", null, null, null, 1, null, AT, null),
            ScalingActivity.bounded(WEB, 1, "jkl", 1, 2, "c", AT));
}
