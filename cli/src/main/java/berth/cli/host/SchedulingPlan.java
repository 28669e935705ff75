package berth.cli.host;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a control plane is to schedule.
///
/// @param plugins        the folder with schedulers' jars; null: `plugins` in the data folder
/// @param deadline       how long one of them may take
/// @param record         where decisions are recorded; null: nowhere
/// @param maxRecordBytes of that file and the one before it
public record SchedulingPlan(
        @Nullable Path plugins, Duration deadline, @Nullable Path record, long maxRecordBytes) {}
