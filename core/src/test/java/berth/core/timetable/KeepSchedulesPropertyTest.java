package berth.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal;
import berth.core.operation.RunScheduleNow;
import berth.core.operation.StopTask;
import berth.core.operation.SuspendSchedule;
import berth.core.schedule.Overlap;
import berth.core.schedule.Retries;
import berth.core.schedule.ScheduledRun;
import berth.core.schedule.ScheduledRun.Outcome;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever happens to tasks, to the clock, and to the control plane.
final class KeepSchedulesPropertyTest {
    private static final List<String> EXPRESSIONS = List.of("rate(10 seconds)", "rate(1 minute)", "cron(* * * * *)");

    private static final class Story {
        private final Random random;
        private final Overlap overlap;
        private Desk desk = new Desk();
        /// Which run a time of the clock came to.
        private final Map<Instant, Long> started = new HashMap<>();

        Story(long seed, Overlap overlap) {
            random = new Random(seed);
            this.overlap = overlap;
        }

        void tell() {
            var retries = new Retries(random.nextInt(3), Duration.ofSeconds(1 + random.nextInt(30)));
            desk.put(EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())), overlap, retries);
            for (var step = 0; step < 120; step++) {
                step();
                check();
            }
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> desk.pass(Duration.ofSeconds(random.nextInt(90)));
                case 3 -> {
                    desk.sleep(Duration.ofSeconds(random.nextInt(20_000)));
                    desk.asking.serve();
                }
                case 4 -> desk = desk.reloaded();
                case 5 -> desk.asking.ask(new SuspendSchedule(Desk.POLL, random.nextInt(3) == 0));
                case 6 -> {
                    try {
                        desk.asking.ask(new RunScheduleNow(Desk.POLL));
                    } catch (Refusal forbidden) {
                        assertThat(overlap).isNotEqualTo(Overlap.REPLACE);
                    }
                }
                case 7 -> any().forEach(task -> desk.asking.ask(new StopTask(task.id(), "enough")));
                default -> any().forEach(task -> desk.end(task.id(), random.nextInt(3) == 0 ? 1 : 0));
            }
        }

        /// One task, or none.
        private List<Task> any() {
            var live = desk.live();
            return live.isEmpty() ? List.of() : List.of(live.get(random.nextInt(live.size())));
        }

        private void check() {
            var underWay = desk.runs().stream().filter(run -> !run.over()).toList();
            var wanted = desk.live().stream()
                    .filter(task -> task.desired() == TaskStatus.RUNNING)
                    .count();
            switch (overlap) {
                case FORBID -> {
                    assertThat(underWay).hasSizeLessThanOrEqualTo(1);
                    assertThat(desk.live()).hasSizeLessThanOrEqualTo(1);
                }
                case REPLACE -> assertThat(desk.live()).hasSizeLessThanOrEqualTo(1);
                case ALLOW -> assertThat(wanted).isLessThanOrEqualTo(underWay.size());
            }
            Set<Object> tasks = new HashSet<>();
            underWay.forEach(run -> tasks.addAll(run.tasks()));
            desk.live().forEach(task -> assertThat(tasks).contains(task.id()));
            for (var run : desk.runs()) once(run);
            assertThat(desk.runs()).hasSizeLessThanOrEqualTo(40 + 100);
        }

        private void once(ScheduledRun run) {
            if (run.asked() || run.outcome() == Outcome.SKIPPED || run.outcome() == Outcome.MISSED) return;
            assertThat(started.computeIfAbsent(run.due(), due -> run.number()))
                    .as("the one run that was due at %s", run.due())
                    .isEqualTo(run.number());
            assertThat(run.due()).isBeforeOrEqualTo(desk.asking.now);
        }
    }

    @Property(tries = 150)
    void a_time_is_due_once_and_runs_overlap_only_where_they_may(@ForAll long seed, @ForAll Overlap overlap) {
        new Story(seed, overlap).tell();
    }

    /// Whoever loads the state goes on as the one would have who had it.
    @Property(tries = 30)
    void a_restart_makes_no_difference(@ForAll long seed) {
        var random = new Random(seed);
        var one = new Desk();
        one.put("rate(10 seconds)", Overlap.FORBID, new Retries(2, Duration.ofSeconds(3)));
        var other = one.reloaded();
        for (var step = 0; step < 30; step++) {
            var time = Duration.ofSeconds(random.nextInt(25));
            var exit = random.nextInt(2);
            var ends = random.nextBoolean();
            for (var desk : List.of(one, other)) {
                desk.pass(time);
                if (ends) List.copyOf(desk.live()).forEach(task -> desk.end(task.id(), exit));
            }
            other = other.reloaded();
            assertThat(new HashSet<>(other.asking.state.entities()))
                    .isEqualTo(new HashSet<>(one.asking.state.entities()));
        }
    }
}
