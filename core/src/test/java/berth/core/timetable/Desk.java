package berth.core.timetable;

import berth.core.Samples;
import berth.core.operation.Asking;
import berth.core.operation.PutSchedule;
import berth.core.operation.ReportTask;
import berth.core.operation.ScheduledCall;
import berth.core.operation.TaskTemplate;
import berth.core.schedule.Call;
import berth.core.schedule.Kept;
import berth.core.schedule.Overlap;
import berth.core.schedule.Retries;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduleId;
import berth.core.schedule.ScheduledRun;
import berth.core.schedule.ScheduledRun.Outcome;
import berth.core.schedule.Timing;
import berth.core.task.ContainerReport;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/// A cluster with a node, a definition `job` and a schedule whose tasks do what a test says.
final class Desk {
    static final ScheduleId POLL = new ScheduleId("default", "poll");

    final Asking asking;

    Desk() {
        this(new Asking());
        asking.node("n", 4096, 4096);
        define();
    }

    private Desk(Asking asking) {
        this.asking = asking;
    }

    /// Another who goes on with what the store would have.
    Desk reloaded() {
        var next = new Desk(new Asking(asking.reloaded()));
        next.asking.now = asking.now;
        next.asking.serve();
        return next;
    }

    /// Registers the next revision of the definition.
    void define() {
        asking.define("job", Samples.spec("app", 64, 64));
    }

    static Call call(int count, Urgency urgency) {
        return ScheduledCall.of("job", count, TaskTemplate.PLAIN, urgency, "{\"taskDefinition\":\"job\"}");
    }

    static PutSchedule every(String expression, Overlap overlap, Retries retries) {
        return new PutSchedule(
                POLL,
                Timing.parse(expression),
                ZoneId.of("UTC"),
                call(1, Urgency.NONE),
                overlap,
                retries,
                Schedule.USUAL_DEADLINE,
                Kept.USUAL,
                false);
    }

    void put(String expression, Overlap overlap, Retries retries) {
        asking.ask(every(expression, overlap, retries));
    }

    /// Time passes, and nobody is there meanwhile.
    void sleep(Duration time) {
        asking.pass(time);
    }

    /// Time passes, and whatever is due is done in time.
    void pass(Duration time) {
        var end = asking.now.plus(time);
        while (true) {
            var look = asking.state.nextLook();
            if (look == null || look.isAfter(end)) break;
            if (look.isAfter(asking.now)) asking.now = look;
            asking.serve();
        }
        asking.now = end;
    }

    void end(TaskId id, int exitCode) {
        asking.ask(new ReportTask(
                id,
                new TaskReport(
                        TaskStatus.STOPPED,
                        "",
                        List.of(new ContainerReport(
                                "app", TaskStatus.STOPPED, "runtime", null, exitCode, null, List.of())),
                        null,
                        null,
                        null)));
    }

    Schedule schedule() {
        return Objects.requireNonNull(asking.state.schedules().get(POLL));
    }

    /// The oldest first.
    List<ScheduledRun> runs() {
        return asking.state.schedules().runs(POLL).reversed();
    }

    List<Outcome> outcomes() {
        return runs().stream().map(ScheduledRun::outcome).toList();
    }

    ScheduledRun newest() {
        return runs().getLast();
    }

    /// Those of the schedule that have not stopped.
    List<Task> live() {
        return asking.state.tasks().of("default").values().stream()
                .filter(task -> !task.stopped())
                .toList();
    }

    TaskId only() {
        var live = live();
        if (live.size() != 1) throw new AssertionError(live.size() + " tasks live: " + live);
        return live.getFirst().id();
    }
}
