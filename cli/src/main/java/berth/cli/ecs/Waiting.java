package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.json.Doc;
import berth.cli.show.Ids;
import berth.cli.show.Progress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Waits for tasks, and shows what they are doing meanwhile.
public final class Waiting {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMillis(500);

    private final Ecs ecs;
    private final InstantSource clock;
    private final Progress progress;
    private boolean progressKnown = true;

    public Waiting(Ecs ecs, InstantSource clock, Progress progress) {
        this.ecs = ecs;
        this.clock = clock;
        this.progress = progress;
    }

    /// Until each task is `settled`; polls often at first and twice a second later.
    ///
    /// @param bound longest wait; positive
    /// @return the tasks as they then were
    /// @throws CliError when the bound passes first, naming what is not settled
    public List<TaskFacts> until(String cluster, List<String> arns, Predicate<TaskFacts> settled, Duration bound) {
        var deadline = clock.instant().plus(bound);
        var pause = SHORTEST;
        while (true) {
            var tasks = ecs.describe("DescribeTasks", "tasks", cluster, arns).stream()
                    .map(TaskFacts::new)
                    .toList();
            show(cluster, tasks);
            if (tasks.stream().allMatch(settled)) {
                return tasks;
            }
            if (clock.instant().isAfter(deadline)) {
                var open = tasks.stream().filter(settled.negate()).toList();
                throw new CliError("After " + bound.toSeconds() + " s " + open.size() + " of " + tasks.size()
                        + " tasks are not there yet, such as "
                        + Ids.brief(open.getFirst().arn()) + " ("
                        + open.getFirst().status() + "). They go on; ./berth ps shows them.");
            }
            pause(pause);
            pause = pause.multipliedBy(3).dividedBy(2);
            pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        }
    }

    private void show(String cluster, List<TaskFacts> tasks) {
        var lines = new LinkedHashMap<String, String>();
        var details = details(cluster, tasks);
        for (var task : tasks) {
            var detail = task.isRunning() || task.isStopped() ? "" : details.getOrDefault(task.arn(), "");
            var note = task.isStopped() || task.waits() ? task.note() : detail;
            lines.put(
                    Ids.brief(task.arn()) + " " + task.definition(),
                    task.status() + (note.isEmpty() ? "" : "  " + note));
        }
        progress.show(lines);
    }

    /// What nodes last said of the tasks' containers; an older control plane does not know the question.
    private Map<String, String> details(String cluster, List<TaskFacts> tasks) {
        var details = new LinkedHashMap<String, String>();
        var unsettled = tasks.stream()
                .filter(task -> !task.isRunning() && !task.isStopped())
                .map(TaskFacts::arn)
                .toList();
        if (unsettled.isEmpty() || !progressKnown) {
            return details;
        }
        try {
            for (var task : ecs.own("Progress", Doc.with("cluster", cluster, "tasks", unsettled))
                    .docs("tasks")) {
                var texts = task.docs("containers").stream()
                        .map(container -> container.text("name", "?") + ": " + container.text("text", ""))
                        .toList();
                details.put(task.text("taskArn", "?"), String.join(", ", texts));
            }
        } catch (Refused _) {
            progressKnown = false;
        }
        return details;
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CliError("Interrupted while waiting; the tasks go on");
        }
    }
}
