package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.json.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// When a schedule's runs are due, and what becomes of them.
final class ScheduleChoice {
    private static final List<String> OPTIONS = List.of(
            "--cron",
            "--rate",
            "--at",
            "--timezone",
            "--overlap",
            "--retries",
            "--backoff",
            "--deadline",
            "--keep",
            "--keep-failed",
            "--suspended");

    /// The API's concurrency policies.
    enum Overlap {
        forbid,
        replace,
        allow
    }

    @Option(
            names = "--cron",
            paramLabel = "FIELDS",
            description = "At times of the calendar: minutes, hours, day of month, month, day of week; or AWS's six"
                    + " fields, with a year.")
    @Nullable
    private String cron;

    @Option(
            names = "--rate",
            paramLabel = "SPAN",
            description = "At even intervals, such as '5 minutes'; in seconds, minutes, hours or days.")
    @Nullable
    private String rate;

    @Option(names = "--at", paramLabel = "MOMENT", description = "Once, such as 2026-11-30T18:00:00.")
    @Nullable
    private String at;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "Whose clocks --cron and --at mean, such as Europe/Berlin. Default: UTC.")
    @Nullable
    private String timezone;

    @Option(
            names = "--overlap",
            paramLabel = "POLICY",
            description =
                    "What happens to a run while the one before has not ended. forbid: it is skipped; replace: the"
                            + " one before is stopped first; allow: both run. Default: forbid.")
    @Nullable
    private Overlap overlap;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Try a run up to so often again, 10 at most, if a task ends with another exit code than 0 or"
                    + " can't start. Default: 0.")
    @Nullable
    private Integer retries;

    @Option(
            names = "--backoff",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long before the second try; twice as long before each further one, up to 1h. Default:"
                    + " 10s.")
    @Nullable
    private Duration backoff;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = Times.class,
            description =
                    "How late a run may start if the control plane was not there in time, up to 24h. Default: 1h.")
    @Nullable
    private Duration deadline;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "How many runs that succeeded are remembered, 100 at most. Default: 20.")
    @Nullable
    private Integer keep;

    @Option(
            names = "--keep-failed",
            paramLabel = "N",
            description = "How many of the others are remembered. Default: 20.")
    @Nullable
    private Integer keepFailed;

    @Option(names = "--suspended", description = "Have nothing be due until it is resumed.")
    private boolean suspended;

    /// Any of these options that was typed.
    static Optional<String> named(ParseResult typed) {
        return OPTIONS.stream().filter(typed::hasMatchedOption).findFirst();
    }

    /// PutSchedule's request.
    ///
    /// @param task RunTask's request
    Doc request(String cluster, String name, Doc task) {
        return Doc.with(
                "cluster", cluster,
                "name", name,
                "scheduleExpression", expression(),
                "scheduleExpressionTimezone", timezone,
                "task", task,
                "concurrencyPolicy", overlap == null ? null : overlap.name().toUpperCase(Locale.ROOT),
                "retries", retries,
                "retryBackoffSeconds", seconds(backoff),
                "startingDeadlineSeconds", seconds(deadline),
                "succeededHistoryLimit", keep,
                "failedHistoryLimit", keepFailed,
                "suspended", suspended ? Boolean.TRUE : null);
    }

    private String expression() {
        var given = Stream.of(within("cron", cron), within("rate", rate), within("at", at))
                .filter(Objects::nonNull)
                .toList();
        if (given.size() != 1) {
            throw new CliError("when is it due? Give one of --cron '0 3 * * *', --rate '5 minutes' and"
                    + " --at 2026-11-30T18:00:00 (got " + given.size() + ")");
        }
        return given.getFirst();
    }

    /// As AWS writes it, which may be typed whole.
    private static @Nullable String within(String kind, @Nullable String typed) {
        return typed == null || typed.startsWith(kind + "(") ? typed : kind + "(" + typed + ")";
    }

    private static @Nullable Long seconds(@Nullable Duration time) {
        return time == null ? null : (Long) time.toSeconds();
    }
}
