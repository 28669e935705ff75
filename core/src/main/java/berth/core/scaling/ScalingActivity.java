package berth.core.scaling;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.service.ServiceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One change of a service's desired count, or of its bounds by a timetable, in Application Auto
/// Scaling's words.
///
/// @param number rises by one from activity to activity of a service
/// @param id     for people and their tools
/// @param cause  what brought it about
/// @param count  the desired count that it set, null if it set none
public record ScalingActivity(
        ServiceId service,
        long number,
        String id,
        String description,
        String cause,
        @Nullable Integer count,
        Instant startedAt,
        @Nullable Instant endedAt,
        Status status,
        String message)
        implements Entity {
    /// How many are kept of a service, the newest.
    public static final int MOST = 100;

    public enum Status {
        IN_PROGRESS("InProgress"),
        SUCCESSFUL("Successful"),
        /// Another count was set before this one was reached.
        OVERRIDDEN("Overridden");

        private final String awsName;

        Status(String awsName) {
            this.awsName = awsName;
        }

        public String awsName() {
            return awsName;
        }
    }

    public static Key key(ServiceId service, long number) {
        return new Key(
                Kind.SCALING_ACTIVITY, service.cluster() + "/" + service.name() + "/" + String.format("%012d", number));
    }

    @Override
    public Key key() {
        return key(service, number);
    }

    /// A desired count was set; its tasks are on their way.
    public static ScalingActivity begun(
            ServiceId service, long number, String id, int count, String cause, Instant now) {
        return new ScalingActivity(
                service,
                number,
                id,
                "Setting desired count to " + count + ".",
                cause,
                count,
                now,
                null,
                Status.IN_PROGRESS,
                set(count) + "Waiting for change to be fulfilled by ecs.");
    }

    /// Bounds were set.
    public static ScalingActivity bounded(
            ServiceId service, long number, String id, int min, int max, String cause, Instant now) {
        return new ScalingActivity(
                service,
                number,
                id,
                "Setting min capacity to " + min + " and max capacity to " + max,
                cause,
                null,
                now,
                now,
                Status.SUCCESSFUL,
                "Successfully set min capacity to " + min + " and max capacity to " + max);
    }

    private static String set(int count) {
        return "Successfully set desired count to " + count + ". ";
    }

    public boolean open() {
        return status == Status.IN_PROGRESS;
    }

    public ScalingActivity fulfilled(Instant now) {
        return ended(Status.SUCCESSFUL, set(count == null ? 0 : count) + "Change successfully fulfilled by ecs.", now);
    }

    public ScalingActivity overridden(Instant now) {
        return ended(
                Status.OVERRIDDEN,
                set(count == null ? 0 : count) + "Another desired count was set before it was fulfilled.",
                now);
    }

    private ScalingActivity ended(Status status, String message, Instant now) {
        return new ScalingActivity(service, number, id, description, cause, count, startedAt, now, status, message);
    }
}
