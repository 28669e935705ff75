package berth.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimingTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> next(String expression, ZoneId zone, String after, int count) {
        var timing = Timing.parse(expression);
        var at = OffsetDateTime.parse(after).toInstant();
        var times = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            var next = timing.next(at, Instant.EPOCH, zone);
            if (next == null) break;
            assertThat(next).isAfter(at);
            at = next;
            times.add(at.atZone(zone).toOffsetDateTime().toString());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 3 * * *)          | 2026-03-01T03:00Z",
                "cron(59 23 28 2 *)       | 2027-02-28T23:59Z",
                "cron(*/20 * * * *)       | 2026-03-01T00:20Z",
                "cron(5/20 * * * *)       | 2026-03-01T00:05Z",
                "cron(0 9-17/4 * * 1-5)   | 2026-03-02T09:00Z",
                "cron(0 0 * * 7)          | 2026-03-08T00:00Z",
                "cron(0 0 * * sun)        | 2026-03-08T00:00Z",
                "cron(0 0 13 * FRI)       | 2026-03-06T00:00Z",
                "cron(0 0 */10 * FRI)     | 2026-05-01T00:00Z",
                "cron(0 0 1 JAN,JUL *)    | 2026-07-01T00:00Z",
                "cron(0 12 * * ? *)       | 2026-03-01T12:00Z",
                "cron(15 10 ? * 6L *)     | 2026-03-27T10:15Z",
                "cron(15 10 ? * FRIL *)   | 2026-03-27T10:15Z",
                "cron(0 8 ? * MON#1 *)    | 2026-03-02T08:00Z",
                "cron(0 8 ? * 2#5 *)      | 2026-03-30T08:00Z",
                "cron(0 8 ? * L *)        | 2026-03-07T08:00Z",
                "cron(0 8 L * ? *)        | 2026-03-31T08:00Z",
                "cron(0 8 L FEB ? 2028)   | 2028-02-29T08:00Z",
                "cron(0 8 LW 5 ? *)       | 2026-05-29T08:00Z",
                "cron(0 8 1W * ? *)       | 2026-03-02T08:00Z",
                "cron(0 8 15W * ? *)      | 2026-03-16T08:00Z",
                "cron(0 8 31W 4-5 ? *)    | 2026-05-29T08:00Z",
                "cron(0 0 29 2 ? *)       | 2028-02-29T00:00Z",
                "cron(0 0 1 1 ? 2030-2040/5) | 2030-01-01T00:00Z",
                "cron(0 0 ? * FRI-MON *)  | 2026-03-02T00:00Z",
                "cron(0 22-3/2 2 3 ? *)   | 2026-03-02T00:00Z",
                "cron(0 0 30-2 3 ? *)     | 2026-03-02T00:00Z",
                "cron(0 0 1 NOV-FEB ? *)  | 2026-11-01T00:00Z",
            })
    void an_expression_has_its_next_time(String expression, String next) {
        assertThat(next(expression, UTC, "2026-03-01T00:00:00Z", 1)).containsExactly(next);
    }

    @Test
    void a_leap_day_on_a_weekday_is_found_however_far_it_is() {
        assertThat(next("cron(0 0 29 2 */7)", UTC, "2032-03-01T00:00:00Z", 1)).containsExactly("2060-02-29T00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cron(0 0 31 2 *)", "cron(0 0 30 FEB ? *)", "cron(0 0 1 1 ? 2025)"})
    void what_never_comes_has_no_next_time(String expression) {
        assertThat(next(expression, BERLIN, "2026-01-01T00:00:00Z", 1)).isEmpty();
    }

    @Test
    void a_time_that_the_clocks_leave_out_is_made_up_for_at_the_change() {
        assertThat(next("cron(30 2 * * *)", BERLIN, "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    }

    @Test
    void several_times_that_are_left_out_are_made_up_for_once() {
        assertThat(next("cron(0,20,40 2,3 * * *)", BERLIN, "2026-03-29T00:00:00Z", 3))
                .containsExactly("2026-03-29T03:00+02:00", "2026-03-29T03:20+02:00", "2026-03-29T03:40+02:00");
    }

    @Test
    void of_a_time_that_the_clocks_show_twice_the_first_counts() {
        assertThat(next("cron(30 2 * * *)", BERLIN, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(next("cron(0 2,3 * * *)", BERLIN, "2026-10-24T22:00:00Z", 3))
                .containsExactly("2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00", "2026-10-26T02:00+01:00");
    }

    @Test
    void who_asks_in_the_hour_shown_again_does_not_hear_of_it_twice() {
        assertThat(next("cron(30 2 * * *)", BERLIN, "2026-10-25T02:10:00+01:00", 1))
                .containsExactly("2026-10-26T02:30+01:00");
    }

    @Test
    void what_is_due_every_hour_goes_by_real_time() {
        assertThat(next("cron(30 * * * *)", BERLIN, "2026-03-29T00:00:00Z", 3))
                .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00", "2026-03-29T04:30+02:00");
        assertThat(next("cron(30 * * * *)", BERLIN, "2026-10-24T23:45:00Z", 3))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00");
    }

    @Test
    void what_is_due_every_hour_of_a_day_far_apart_is_not_leapt_over_in_the_hour_shown_again() {
        assertThat(next("cron(15 * 25 10 *)", BERLIN, "2026-10-25T02:30:00+02:00", 2))
                .containsExactly("2026-10-25T02:15+01:00", "2026-10-25T03:15+01:00");
    }

    @Test
    void a_zone_that_changes_at_midnight_skips_no_day() {
        var santiago = ZoneId.of("America/Santiago");
        assertThat(next("cron(0 0 * * *)", santiago, "2026-09-05T12:00:00Z", 2))
                .containsExactly("2026-09-06T01:00-03:00", "2026-09-07T00:00-03:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "cron(0 3 * *)          | has 6 fields",
                "cron(60 3 * * *)       | the field minutes: it is 0 to 59 (got '60')",
                "cron(0 24 * * *)       | the field hours: it is 0 to 23",
                "cron(0 0 0 * *)        | the field day of month: it is 1 to 31",
                "cron(0 0 * FOO *)      | the field month: it is 1 to 12 or JAN to DEC (got 'FOO')",
                "cron(0 0 * * 8)        | the field day of week: it is 0 to 7 or SUN to SAT",
                "cron(0 0 ? * 0 *)      | the field day of week: it is 1 to 7",
                "cron(0 0 * * * *)      | one of day of month and day of week must be ?",
                "cron(0 0 ? * ? *)      | one of day of month and day of week must be ?",
                "cron(30-10 0 * * *)    | a range goes upwards (got 30-10)",
                "cron(0 0 * * FRI-MON)  | a range goes upwards (got FRI-MON)",
                "cron(*/0 0 * * *)      | a step is a number from 1",
                "cron(1,,2 0 * * *)     | the field minutes",
                "cron()                 | has 6 fields",
                "cron(0 0 1 1 ? 1969)   | the field year: it is 1970 to 2199",
                "rate(0 minutes)        | from 1 second to 3650 days",
                "rate(5 fortnights)     | a rate is a number and",
                "rate(4000 days)        | from 1 second to 3650 days",
                "at(tomorrow)           | a moment is written as in at(2026-11-30T18:00:00)",
                "every day              | cron(…), rate(…) or at(…)",
            })
    void what_is_wrong_with_an_expression_is_said(String expression, String why) {
        assertThatThrownBy(() -> Timing.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_rate_counts_from_its_anchor() {
        var anchor = Instant.parse("2026-03-01T12:00:07Z");
        var rate = Timing.parse("rate(5 minutes)");
        assertThat(rate.next(anchor, anchor, UTC)).isEqualTo(anchor.plusSeconds(300));
        assertThat(rate.next(anchor.plusSeconds(299), anchor, UTC)).isEqualTo(anchor.plusSeconds(300));
        assertThat(rate.next(anchor.plusSeconds(300), anchor, UTC)).isEqualTo(anchor.plusSeconds(600));
        assertThat(rate.next(anchor.plusSeconds(3_601), anchor, UTC)).isEqualTo(anchor.plusSeconds(3_900));
    }

    @Test
    void a_moment_comes_once() {
        assertThat(next("at(2026-03-29T02:30:00)", BERLIN, "2026-01-01T00:00:00Z", 2))
                .containsExactly("2026-03-29T03:30+02:00");
    }

    /// Against the slow way: minute by minute.
    @Property
    void the_next_time_is_the_first_minute_that_the_rules_allow(
            @ForAll @LongRange(min = 1_700_000_000L, max = 1_900_000_000L) long second,
            @ForAll @IntRange(min = 0, max = 59) int minute,
            @ForAll @IntRange(min = 1, max = 3) int zone) {
        var where = List.of(BERLIN, ZoneId.of("America/New_York"), ZoneId.of("Australia/Lord_Howe"))
                .get(zone - 1);
        var after = Instant.ofEpochSecond(second);
        var next = Timing.parse("cron(" + minute + " * * * *)").next(after, after, where);
        var slow = Instant.ofEpochSecond(after.getEpochSecond() / 60 * 60);
        do {
            slow = slow.plusSeconds(60);
        } while (ZonedDateTime.ofInstant(slow, where).getMinute() != minute);
        assertThat(Objects.requireNonNull(next)).isEqualTo(slow);
    }
}
