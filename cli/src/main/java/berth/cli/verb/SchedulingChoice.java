package berth.cli.verb;

import berth.cli.CliError;
import berth.server.ServerSettings.Scheduling;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Schedulers of one's own, and the record of decisions.
final class SchedulingChoice {
    private static final int LONGEST_MILLIS = 10_000;
    private static final int MOST_MIB = 1 << 20;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Where schedulers' jars are. Default: plugins in the data folder.")
    @Nullable
    private Path plugins;

    @Option(
            names = "--scheduler-deadline",
            paramLabel = "MS",
            description = "How many milliseconds a plugged-in scheduler may take. Default: 100.")
    private int deadlineMillis = 100;

    @Option(
            names = "--record-decisions",
            paramLabel = "FILE",
            description = "Write placement decisions there, for 'berth replay'. Default: nowhere.")
    @Nullable
    private Path record;

    @Option(
            names = "--max-record-mib",
            paramLabel = "N",
            description = "How many MiB of it to keep, with its predecessor. Default: 1024.")
    private int maxRecordMiB = 1_024;

    /// @param data the control plane's folder
    Scheduling settings(Path data) {
        if (deadlineMillis < 1 || deadlineMillis > LONGEST_MILLIS) {
            throw new CliError(
                    "--scheduler-deadline must be from 1 to " + LONGEST_MILLIS + " ms (got " + deadlineMillis + ")");
        }
        if (maxRecordMiB < 2 || maxRecordMiB > MOST_MIB) {
            throw new CliError("--max-record-mib must be from 2 to " + MOST_MIB + " (got " + maxRecordMiB + ")");
        }
        return new Scheduling(
                plugins == null ? Scheduling.standard(data).plugins() : plugins,
                Duration.ofMillis(deadlineMillis),
                record,
                (long) maxRecordMiB << 20);
    }
}
