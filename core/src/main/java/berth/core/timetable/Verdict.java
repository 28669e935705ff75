package berth.core.timetable;

import berth.core.schedule.ScheduledRun;
import berth.core.state.ClusterState;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.Task;
import org.jspecify.annotations.Nullable;

/// How the tasks of a run's last attempt ended.
///
/// @param well  how many ended well: by themselves, with 0 from every essential container
/// @param why   of the first that did not, for people; null if all did
/// @param isFinal whether another attempt makes no sense, since somebody had them stopped
record Verdict(int well, @Nullable String why, boolean isFinal) {
    /// Null while one of them has not ended.
    static @Nullable Verdict of(ScheduledRun run, ClusterState state) {
        var well = 0;
        String why = null;
        var stopped = false;
        for (var id : run.tasks()) {
            var task = state.tasks().get(id);
            if (task != null && !task.stopped()) return null;
            if (task != null && endedWell(task)) {
                well++;
                continue;
            }
            if (why == null) why = "task " + id.id() + ": " + (task == null ? "it is not known any more" : why(task));
            stopped |= task != null && stoppedBySomebody(task);
        }
        if (why == null && !run.attempts().isEmpty())
            why = run.attempts().getLast().trouble();
        var left = run.left(0) - well;
        if (left <= 0) return new Verdict(well, null, false);
        return new Verdict(well, why == null ? left + " tasks did not start" : why, stopped);
    }

    private static boolean endedWell(Task task) {
        var stop = task.stop();
        if (stop == null || stop.code() != StopCode.ESSENTIAL_CONTAINER_EXITED) return false;
        for (var container : task.containers()) {
            var exit = container.exitCode();
            if (container.essential() && (exit == null || exit != 0)) return false;
        }
        return true;
    }

    private static String why(Task task) {
        var stop = task.stop();
        if (stop == null) return "it stopped";
        if (stop.code() != StopCode.ESSENTIAL_CONTAINER_EXITED) return stop.reason();
        for (var container : task.containers()) {
            var exit = container.exitCode();
            if (container.essential() && exit != null && exit != 0) {
                var reason = container.reason();
                return container.name() + " exited " + exit + (reason == null ? "" : " (" + reason + ")");
            }
        }
        return stop.reason();
    }

    private static boolean stoppedBySomebody(Task task) {
        var stop = task.stop();
        return stop != null
                && stop.code() == StopCode.USER_INITIATED
                && !stop.reason().startsWith(Stop.PREEMPTED);
    }
}
