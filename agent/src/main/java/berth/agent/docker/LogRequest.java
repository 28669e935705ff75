package berth.agent.docker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What of a container's log is wanted.
///
/// @param follow     go on with what is written from now on
/// @param tail       how many of the last lines to begin with; -1: all
/// @param timestamps put an RFC 3339 time and a blank before each line
/// @param since      the earliest time of what is wanted; null: from the begin
public record LogRequest(
        boolean follow,
        int tail,
        boolean timestamps,
        @Nullable Instant since) {
    /// All there is.
    public static final LogRequest ALL = new LogRequest(false, -1, false);

    public LogRequest(boolean follow, int tail, boolean timestamps) {
        this(follow, tail, timestamps, null);
    }
}
