package berth.core.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/// Times of the calendar as moments, where clocks are put forward and back.
///
/// What is due at every hour goes by real time: nothing is due in the hour that the clocks leave
/// out, and the hour that they show twice counts twice. Anything else goes by what the clocks show,
/// once each: a time that is left out is made up for at the moment of the change, and of a time
/// that is shown twice the first counts. So a job of the night runs every night, and once.
final class CronClock {
    /// How many changes of the clocks a search steps over. Those that lie before the next match are
    /// leapt over, so a search takes two or three.
    private static final int MOST_STEPS = 1_000;

    private final Cron fields;
    private final ZoneRules rules;

    CronClock(Cron fields, ZoneRules rules) {
        this.fields = fields;
        this.rules = rules;
    }

    @Nullable
    Instant next(Instant after) {
        // Fields tell minutes apart, clocks are put at full minutes.
        var from = after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        for (var step = 0; step < MOST_STEPS; step++) {
            var offset = rules.getOffset(from);
            var match = fields.next(start(from, offset));
            if (match == null) return null;
            var change = rules.nextTransition(from);
            var at = match.toInstant(offset);
            if (change == null || at.isBefore(change.getInstant())) return at;
            if (isMadeUpFor(match, change)) return change.getInstant();
            // What the clocks are about to show again must not be leapt over.
            var soon = from.plus(1, ChronoUnit.DAYS).isAfter(change.getInstant());
            from = soon ? change.getInstant() : later(change.getInstant(), at.minus(2, ChronoUnit.DAYS));
        }
        return null;
    }

    /// What the clocks show then; past the time that they show again, if that has been dealt with.
    private LocalDateTime start(Instant from, ZoneOffset offset) {
        var local = LocalDateTime.ofInstant(from, offset);
        if (fields.everyHour()) return local;
        var around = rules.getTransition(local);
        var again = around != null && around.isOverlap() && offset.equals(around.getOffsetAfter());
        return again ? around.getDateTimeBefore() : local;
    }

    private boolean isMadeUpFor(LocalDateTime match, ZoneOffsetTransition change) {
        return !fields.everyHour() && change.isGap() && match.isBefore(change.getDateTimeAfter());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
