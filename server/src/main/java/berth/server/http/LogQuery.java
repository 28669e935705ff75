package berth.server.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which log to read, and how.
///
/// @param task      id or ARN, as asked
/// @param cluster   name or ARN; null: the default cluster, or the one in the task's ARN
/// @param container name; null when the task has but one
/// @param follow    whether to go on until the container ends
/// @param tail      how many of the newest lines to start with, 0 or more; -1: all
/// @param timestamps whether each line begins with its time
/// @param since      the earliest time of what is wanted; null: from the begin
public record LogQuery(
        String task,
        @Nullable String cluster,
        @Nullable String container,
        boolean follow,
        int tail,
        boolean timestamps,
        @Nullable Instant since) {}
