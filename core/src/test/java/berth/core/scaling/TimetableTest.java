package berth.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.core.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {
    /// The first three moments behind `from`.
    private static List<String> next(String text, @Nullable String zone, String from) {
        var table = Timetable.parse(text, zone);
        var moments = new ArrayList<String>();
        var begin = Instant.parse(from);
        var moment = table.after(begin, begin);
        while (moment != null && moments.size() < 3) {
            moments.add(moment.toString());
            moment = table.after(moment, begin);
        }
        return moments;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cron(15 10 * * ? *)            | 2026-03-01T10:15:00Z 2026-03-02T10:15:00Z 2026-03-03T10:15:00Z
            cron(0 18 ? * MON-FRI *)       | 2026-03-02T18:00:00Z 2026-03-03T18:00:00Z 2026-03-04T18:00:00Z
            cron(0/20 8,9 1 * ? *)         | 2026-03-01T08:00:00Z 2026-03-01T08:20:00Z 2026-03-01T08:40:00Z
            cron(0 12 L * ? *)             | 2026-03-31T12:00:00Z 2026-04-30T12:00:00Z 2026-05-31T12:00:00Z
            cron(0 12 1W * ? *)            | 2026-03-02T12:00:00Z 2026-04-01T12:00:00Z 2026-05-01T12:00:00Z
            cron(0 12 ? * 6#3 *)           | 2026-03-20T12:00:00Z 2026-04-17T12:00:00Z 2026-05-15T12:00:00Z
            cron(0 12 ? * 6L *)            | 2026-03-27T12:00:00Z 2026-04-24T12:00:00Z 2026-05-29T12:00:00Z
            cron(0 12 ? * SAT-SUN *)       | 2026-03-01T12:00:00Z 2026-03-07T12:00:00Z 2026-03-08T12:00:00Z
            cron(0 0 29 FEB ? *)           | 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z 2036-02-29T00:00:00Z
            cron(0 0 1 1 ? 2027-2028)      | 2027-01-01T00:00:00Z 2028-01-01T00:00:00Z
            cron(0 0 1 1 ? 2025)           | ''
            rate(5 minutes)                | 2026-03-01T00:05:00Z 2026-03-01T00:10:00Z 2026-03-01T00:15:00Z
            rate(1 day)                    | 2026-03-02T00:00:00Z 2026-03-03T00:00:00Z 2026-03-04T00:00:00Z
            at(2026-03-01T08:00:00)        | 2026-03-01T08:00:00Z
            at(2026-02-01T08:00:00)        | ''
            """)
    void moments_follow_one_another(String text, String moments) {
        assertThat(String.join(" ", next(text, null, "2026-03-01T00:00:00Z"))).isEqualTo(moments);
    }

    @Test
    void where_the_clock_is_put_forward_what_falls_into_the_gap_comes_at_the_change() {
        assertThat(next("cron(30 2 * * ? *)", "Europe/Berlin", "2026-03-28T02:00:00Z"))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z");
    }

    @Test
    void where_the_clock_is_put_back_what_is_there_twice_comes_once() {
        assertThat(next("cron(30 2 * * ? *)", "Europe/Berlin", "2026-10-24T12:00:00Z"))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z");
    }

    @Test
    void a_moment_is_meant_in_its_time_zone() {
        assertThat(next("at(2026-07-01T08:00:00)", "Europe/Berlin", "2026-03-01T00:00:00Z"))
                .containsExactly("2026-07-01T06:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daily",
                "at(tomorrow)",
                "rate(0 minutes)",
                "rate(5 seconds)",
                "cron(0 12 * * *)",
                "cron(0 12 * * * *)",
                "cron(0 12 ? * ? *)",
                "cron(60 12 * * ? *)",
                "cron(0 24 * * ? *)",
                "cron(0 12 32 * ? *)",
                "cron(0 12 ? * 8 *)",
                "cron(0 12 ? * 6#6 *)",
                "cron(0/0 12 * * ? *)",
                "cron(0 12 1,,2 * ? *)",
                "cron(-1 12 * * ? *)"
            })
    void what_can_not_be_read_is_said(String text) {
        var refusal = catchThrowableOfType(Refusal.class, () -> Timetable.parse(text, null));
        assertThat(refusal).isNotNull().extracting(Refusal::code).isEqualTo(Refusal.Code.VALIDATION);
    }

    @Test
    void a_time_zone_that_nobody_knows_is_named() {
        var refusal = catchThrowableOfType(Refusal.class, () -> Timetable.parse("rate(1 day)", "Mars/Base"));
        assertThat(refusal).hasMessageContaining("Mars/Base");
    }
}
