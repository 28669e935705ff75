package berth.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.core.Refusal;
import berth.core.Samples;
import berth.core.operation.DeleteSchedule;
import berth.core.operation.DeregisterTaskDefinition;
import berth.core.operation.PutSchedule;
import berth.core.operation.RunScheduleNow;
import berth.core.operation.StopTask;
import berth.core.operation.SuspendSchedule;
import berth.core.schedule.Kept;
import berth.core.schedule.Overlap;
import berth.core.schedule.Retries;
import berth.core.schedule.ScheduledRun;
import berth.core.schedule.ScheduledRun.Outcome;
import berth.core.schedule.Timing;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class KeepSchedulesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Desk desk = new Desk();

    private static Retries retries(int most) {
        return new Retries(most, Duration.ofSeconds(10));
    }

    @Test
    void a_run_starts_when_it_is_due_and_not_before() {
        desk.put("rate(1 minute)", Overlap.FORBID, Retries.NONE);
        var due = desk.asking.now.plus(MINUTE);
        desk.pass(MINUTE.minus(SECOND));
        assertThat(desk.runs()).isEmpty();
        desk.pass(SECOND);
        assertThat(desk.newest().due()).isEqualTo(due);
        var task = desk.live().getFirst();
        assertThat(task.wish().group()).isEqualTo("schedule:poll");
        assertThat(task.wish().startedBy()).isEqualTo("berth-schedule/poll");
        assertThat(desk.newest().tasks()).containsExactly(task.id());
    }

    @Test
    void a_run_whose_tasks_end_with_0_has_succeeded() {
        desk.put("rate(1 minute)", Overlap.FORBID, Retries.NONE);
        desk.pass(MINUTE);
        desk.end(desk.only(), 0);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(desk.newest().endedAt()).isEqualTo(desk.asking.now);
    }

    @Test
    void each_run_takes_the_definition_that_is_newest_then() {
        desk.put("rate(1 minute)", Overlap.ALLOW, Retries.NONE);
        desk.pass(MINUTE);
        desk.define();
        desk.pass(MINUTE);
        assertThat(desk.runs())
                .extracting(run -> run.attempts().getFirst().definition())
                .extracting(definition -> definition == null ? 0 : definition.revision())
                .containsExactly(1, 2);
    }

    @Test
    void a_run_that_is_forbidden_to_overlap_is_skipped_and_the_history_says_why_once() {
        desk.put("rate(1 minute)", Overlap.FORBID, Retries.NONE);
        desk.pass(MINUTE.multipliedBy(4));
        assertThat(desk.outcomes()).containsExactly(Outcome.RUNNING, Outcome.SKIPPED);
        var skipped = desk.newest();
        var first = desk.runs().getFirst();
        assertThat(skipped.due()).isEqualTo(first.due().plus(MINUTE));
        assertThat(skipped.until()).isEqualTo(first.due().plus(MINUTE.multipliedBy(3)));
        assertThat(skipped.reason()).isEqualTo("run 1 of " + first.due() + " had not ended");
        desk.end(desk.only(), 0);
        desk.pass(MINUTE);
        assertThat(desk.outcomes()).containsExactly(Outcome.SUCCEEDED, Outcome.SKIPPED, Outcome.RUNNING);
    }

    @Test
    void a_run_that_replaces_waits_until_the_tasks_of_the_one_before_have_ended() {
        desk.put("rate(1 minute)", Overlap.REPLACE, Retries.NONE);
        desk.pass(MINUTE);
        var before = desk.only();
        desk.pass(MINUTE);
        assertThat(desk.outcomes()).containsExactly(Outcome.REPLACED, Outcome.DUE);
        var stopping = desk.live().getFirst();
        assertThat(stopping.id()).isEqualTo(before);
        assertThat(stopping.desired()).isEqualTo(TaskStatus.STOPPED);
        desk.end(before, 143);
        assertThat(desk.outcomes()).containsExactly(Outcome.REPLACED, Outcome.RUNNING);
        assertThat(desk.runs()).extracting(ScheduledRun::over).containsExactly(true, false);
        assertThat(desk.only()).isNotEqualTo(before);
    }

    @Test
    void runs_that_may_overlap_do() {
        desk.put("rate(1 minute)", Overlap.ALLOW, Retries.NONE);
        desk.pass(MINUTE.multipliedBy(3));
        assertThat(desk.outcomes()).containsExactly(Outcome.RUNNING, Outcome.RUNNING, Outcome.RUNNING);
        assertThat(desk.live()).hasSize(3);
    }

    @Test
    void a_run_that_fails_is_tried_again_with_twice_the_pause_each_time() {
        desk.put("rate(1 hour)", Overlap.FORBID, retries(2));
        desk.pass(Duration.ofHours(1));
        desk.end(desk.only(), 3);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.RETRYING);
        assertThat(desk.newest().retryAt()).isEqualTo(desk.asking.now.plusSeconds(10));
        assertThat(desk.newest().reason()).contains("app exited 3");
        desk.pass(Duration.ofSeconds(10));
        desk.end(desk.only(), 3);
        assertThat(desk.newest().retryAt()).isEqualTo(desk.asking.now.plusSeconds(20));
        desk.pass(Duration.ofSeconds(20));
        desk.end(desk.only(), 3);
        assertThat(desk.outcomes()).containsExactly(Outcome.FAILED);
        assertThat(desk.newest().attempts()).hasSize(3);
        desk.pass(Duration.ofMinutes(50));
        assertThat(desk.live()).isEmpty();
    }

    @Test
    void a_run_that_waits_for_its_next_try_is_under_way_and_forbids_others() {
        desk.put("rate(1 minute)", Overlap.FORBID, new Retries(1, Duration.ofMinutes(5)));
        desk.pass(MINUTE);
        desk.end(desk.only(), 1);
        desk.pass(MINUTE.multipliedBy(2));
        assertThat(desk.outcomes()).containsExactly(Outcome.RETRYING, Outcome.SKIPPED);
    }

    @Test
    void only_the_tasks_that_failed_are_tried_again() {
        var one = Desk.every("rate(1 hour)", Overlap.FORBID, retries(1));
        desk.asking.ask(new PutSchedule(
                one.id(),
                one.timing(),
                one.zone(),
                Desk.call(3, Urgency.NONE),
                one.overlap(),
                one.retries(),
                one.deadline(),
                one.kept(),
                false));
        desk.pass(Duration.ofHours(1));
        var tasks = desk.live();
        assertThat(tasks).hasSize(3);
        desk.end(tasks.get(0).id(), 0);
        desk.end(tasks.get(1).id(), 1);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.RUNNING);
        desk.end(tasks.get(2).id(), 0);
        desk.pass(Duration.ofSeconds(10));
        desk.end(desk.only(), 0);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(desk.newest().well()).isEqualTo(3);
    }

    @Test
    void a_run_goes_by_the_count_that_it_began_with() {
        var one = Desk.every("rate(1 hour)", Overlap.FORBID, retries(1));
        desk.asking.ask(one);
        desk.pass(Duration.ofHours(1));
        desk.asking.ask(new PutSchedule(
                one.id(),
                one.timing(),
                one.zone(),
                Desk.call(3, Urgency.NONE),
                one.overlap(),
                one.retries(),
                one.deadline(),
                one.kept(),
                false));
        desk.end(desk.only(), 0);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.SUCCEEDED);
        desk.pass(Duration.ofHours(1));
        assertThat(desk.live()).hasSize(3);
    }

    @Test
    void what_somebody_stopped_is_not_tried_again() {
        desk.put("rate(1 hour)", Overlap.FORBID, retries(5));
        desk.pass(Duration.ofHours(1));
        var task = desk.only();
        desk.asking.ask(new StopTask(task, "enough"));
        desk.end(task, 143);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(desk.newest().reason()).contains("enough");
    }

    @Test
    void a_run_that_finds_no_room_says_so_and_is_tried_again() {
        desk.asking.define("job", Samples.spec("app", 64, 8192));
        desk.put("rate(1 hour)", Overlap.FORBID, retries(1));
        desk.pass(Duration.ofHours(1));
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.RETRYING);
        assertThat(desk.newest().reason()).contains("1 of 1 tasks found no container instance", "n ");
        desk.asking.node("large", 4096, 16384);
        desk.pass(Duration.ofSeconds(10));
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.RUNNING);
    }

    @Test
    void a_run_whose_tasks_may_wait_waits_for_room() {
        desk.asking.define("job", Samples.spec("app", 64, 8192));
        var one = Desk.every("rate(1 hour)", Overlap.FORBID, Retries.NONE);
        desk.asking.ask(new PutSchedule(
                one.id(),
                one.timing(),
                one.zone(),
                Desk.call(1, new Urgency(Duration.ofMinutes(10), 5, false)),
                one.overlap(),
                one.retries(),
                one.deadline(),
                one.kept(),
                false));
        desk.pass(Duration.ofHours(1));
        assertThat(desk.live().getFirst().waits()).isTrue();
        assertThat(desk.live().getFirst().priority()).isEqualTo(5);
        desk.asking.node("large", 4096, 16384);
        assertThat(desk.live().getFirst().waits()).isFalse();
        desk.end(desk.only(), 0);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void a_definition_that_is_gone_is_a_failure_and_no_end_of_the_schedule() {
        desk.put("rate(1 minute)", Overlap.FORBID, Retries.NONE);
        desk.asking.ask(new DeregisterTaskDefinition("job:1"));
        desk.pass(MINUTE);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(desk.newest().reason()).isEqualTo("TaskDefinition not found.");
        desk.define();
        desk.pass(MINUTE);
        assertThat(desk.newest().outcome()).isEqualTo(Outcome.RUNNING);
    }

    @Test
    void after_an_hour_without_anybody_one_run_starts_and_what_was_missed_is_one_entry() {
        desk.put("rate(1 minute)", Overlap.ALLOW, Retries.NONE);
        var first = desk.asking.now.plus(MINUTE);
        desk.sleep(Duration.ofMinutes(59));
        desk.asking.serve();
        assertThat(desk.outcomes()).containsExactly(Outcome.MISSED, Outcome.RUNNING);
        assertThat(desk.runs().getFirst().due()).isEqualTo(first);
        assertThat(desk.newest().due()).isEqualTo(desk.asking.now);
        assertThat(desk.live()).hasSize(1);
    }

    @Test
    void a_run_that_is_older_than_its_deadline_is_missed_for_good() {
        desk.put("cron(0 13 * * *)", Overlap.FORBID, Retries.NONE);
        desk.sleep(Duration.ofHours(2).plus(SECOND));
        desk.asking.serve();
        assertThat(desk.outcomes()).containsExactly(Outcome.MISSED);
        assertThat(desk.newest().due()).isEqualTo(Instant.parse("2026-03-01T13:00:00Z"));
        desk.pass(Duration.ofHours(24));
        assertThat(desk.outcomes()).containsExactly(Outcome.MISSED, Outcome.RUNNING);
    }

    @Test
    void a_run_that_is_late_and_within_its_deadline_starts_once() {
        desk.put("cron(0 13 * * *)", Overlap.FORBID, Retries.NONE);
        desk.sleep(Duration.ofHours(2));
        desk.asking.serve();
        assertThat(desk.outcomes()).containsExactly(Outcome.RUNNING);
        assertThat(desk.newest().due()).isEqualTo(Instant.parse("2026-03-01T13:00:00Z"));
    }

    @Test
    void while_it_is_suspended_nothing_is_due_and_nothing_is_made_up_for() {
        desk.put("rate(1 minute)", Overlap.FORBID, Retries.NONE);
        desk.asking.ask(new SuspendSchedule(Desk.POLL, true));
        desk.pass(Duration.ofMinutes(30));
        assertThat(desk.runs()).isEmpty();
        desk.asking.ask(new SuspendSchedule(Desk.POLL, false));
        assertThat(desk.runs()).isEmpty();
        desk.pass(MINUTE);
        assertThat(desk.outcomes()).containsExactly(Outcome.RUNNING);
    }

    @Test
    void somebody_may_have_it_run_besides_its_times_but_not_beside_another_run() {
        desk.put("rate(1 hour)", Overlap.FORBID, Retries.NONE);
        desk.asking.ask(new RunScheduleNow(Desk.POLL));
        assertThat(desk.newest().asked()).isTrue();
        assertThat(desk.outcomes()).containsExactly(Outcome.RUNNING);
        var refusal = catchThrowableOfType(Refusal.class, () -> desk.asking.ask(new RunScheduleNow(Desk.POLL)));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.CONFLICT);
        assertThat(refusal.getMessage()).contains("run 1");
    }

    @Test
    void old_runs_are_forgotten() {
        var one = Desk.every("rate(1 minute)", Overlap.FORBID, Retries.NONE);
        desk.asking.ask(new PutSchedule(
                one.id(),
                one.timing(),
                one.zone(),
                one.call(),
                one.overlap(),
                one.retries(),
                one.deadline(),
                new Kept(2, 1),
                false));
        for (var i = 0; i < 6; i++) {
            desk.pass(MINUTE);
            desk.end(desk.only(), i % 2);
        }
        assertThat(desk.runs()).extracting(ScheduledRun::number).containsExactly(3L, 5L, 6L);
    }

    @Test
    void a_schedule_that_is_deleted_leaves_its_tasks_or_stops_them() {
        desk.put("rate(1 minute)", Overlap.ALLOW, Retries.NONE);
        desk.pass(MINUTE);
        var left = desk.asking.ask(new DeleteSchedule(Desk.POLL, false));
        assertThat(left.tasks()).containsExactly(desk.only());
        assertThat(desk.live().getFirst().desired()).isEqualTo(TaskStatus.RUNNING);
        assertThat(desk.runs()).isEmpty();
        desk.put("rate(1 minute)", Overlap.ALLOW, Retries.NONE);
        desk.pass(MINUTE);
        desk.asking.ask(new DeleteSchedule(Desk.POLL, true));
        assertThat(desk.live()).extracting(task -> task.desired()).contains(TaskStatus.RUNNING, TaskStatus.STOPPED);
        desk.pass(Duration.ofHours(1));
        assertThat(desk.live()).hasSize(2);
    }

    @Test
    void other_times_begin_when_they_are_put_and_the_same_times_go_on() {
        desk.put("rate(10 minutes)", Overlap.FORBID, Retries.NONE);
        var due = desk.schedule().next();
        desk.pass(Duration.ofMinutes(4));
        desk.put("rate(10 minutes)", Overlap.ALLOW, Retries.NONE);
        assertThat(desk.schedule().next()).isEqualTo(due);
        desk.put("rate(20 minutes)", Overlap.ALLOW, Retries.NONE);
        assertThat(desk.schedule().next()).isEqualTo(desk.asking.now.plus(Duration.ofMinutes(20)));
    }

    @Test
    void what_never_comes_and_what_cannot_run_is_refused() {
        var past = Desk.every("at(2026-02-28T00:00:00)", Overlap.FORBID, Retries.NONE);
        assertThat(catchThrowableOfType(Refusal.class, () -> desk.asking.ask(past))
                        .getMessage())
                .isEqualTo("scheduleExpression at(2026-02-28T00:00:00) in UTC never comes: it has no time after "
                        + desk.asking.now + ".");
        var unknown = new PutSchedule(
                Desk.POLL,
                Timing.parse("rate(1 day)"),
                ZoneId.of("UTC"),
                Desk.call(1, Urgency.NONE),
                Overlap.FORBID,
                Retries.NONE,
                Duration.ofHours(1),
                Kept.USUAL,
                false);
        desk.asking.ask(new DeregisterTaskDefinition("job:1"));
        assertThat(catchThrowableOfType(Refusal.class, () -> desk.asking.ask(unknown))
                        .getMessage())
                .isEqualTo("TaskDefinition not found.");
    }
}
