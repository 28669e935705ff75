package berth.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import berth.server.metrics.Course.Point;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void what_falls_into_twenty_seconds_is_one_point_of_its_mean() {
        var course = new Course(NOON);
        course.add(NOON, 100, 10);
        course.add(NOON.plusSeconds(19), 300, 20);
        course.add(NOON.plusSeconds(20), 50, 5);
        assertThat(course.points(NOON.plusSeconds(21)))
                .containsExactly(new Point(NOON, 200, 15), new Point(NOON.plusSeconds(20), 50, 5));
    }

    @Test
    void a_gap_stays_one_and_what_is_older_than_a_quarter_of_an_hour_is_forgotten() {
        var course = new Course(NOON);
        course.add(NOON, 1, 1);
        course.add(NOON.plusSeconds(300), 2, 2);
        assertThat(course.points(NOON.plusSeconds(300)))
                .containsExactly(new Point(NOON, 1, 1), new Point(NOON.plusSeconds(300), 2, 2));
        assertThat(course.points(NOON.plusSeconds(900))).containsExactly(new Point(NOON.plusSeconds(300), 2, 2));
        course.add(NOON.plusSeconds(900), 3, 3);
        assertThat(course.points(NOON.plusSeconds(900)))
                .containsExactly(new Point(NOON.plusSeconds(300), 2, 2), new Point(NOON.plusSeconds(900), 3, 3));
    }

    @Test
    void after_a_long_silence_nothing_old_shines_through() {
        var course = new Course(NOON);
        for (var second = 0; second < 900; second += 20) course.add(NOON.plusSeconds(second), 7, 7);
        course.add(NOON.plusSeconds(86_400), 1, 1);
        assertThat(course.points(NOON.plusSeconds(86_400))).containsExactly(new Point(NOON.plusSeconds(86_400), 1, 1));
    }

    @Test
    void a_clock_that_goes_back_costs_nothing_that_is_known() {
        var course = new Course(NOON);
        course.add(NOON, 1, 1);
        course.add(NOON.minusSeconds(40), 2, 2);
        course.add(NOON.minusSeconds(2_000), 9, 9);
        assertThat(course.points(NOON)).containsExactly(new Point(NOON.minusSeconds(40), 2, 2), new Point(NOON, 1, 1));
    }
}
