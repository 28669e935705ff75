package berth.core.task;

/// Why a task is stopping or has stopped. The first cause stays.
///
/// @param reason for people, at most 1024 characters
public record Stop(StopCode code, String reason) {
    public static final int MAX_REASON = 1024;
    /// How the reason of a task begins that was stopped for another.
    public static final String PREEMPTED = "Preempted by task ";

    public Stop {
        if (reason.length() > MAX_REASON) reason = reason.substring(0, MAX_REASON);
    }
}
