package berth.core.rollout;

import berth.core.service.Service;
import berth.core.service.ServiceTags;
import berth.core.task.Health;
import berth.core.task.Stop;
import berth.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What counts as a task that failed, and how long its service waits before it tries again.
final class Failing {
    private static final Duration FIRST = Duration.ofMillis(250);
    /// ECS's is a quarter of an hour, which is why its users wait.
    static final Duration LONGEST = Duration.ofSeconds(60);

    /// How reasons begin that are a node's trouble and not the image's: another node may do better.
    private static final List<String> NODE_TROUBLE =
            List.of("DockerTimeoutError", "CannotCreateVolumeError", "ResourceInitializationError");

    private Failing() {}

    /// Whether a task that has STOPPED, or is about to by itself, says that its revision does not
    /// work: it never got as far as to be healthy, and nobody asked it to stop.
    static boolean failed(Task task, Service service) {
        var stop = task.stop();
        if (stop == null) return false;
        return switch (stop.code()) {
            case TASK_FAILED_TO_START -> !nodeTrouble(stop);
            case ESSENTIAL_CONTAINER_EXITED -> !everHealthy(task, service);
            case USER_INITIATED, SERVICE_SCHEDULER_INITIATED, TERMINATION_NOTICE -> false;
        };
    }

    private static boolean nodeTrouble(Stop stop) {
        return NODE_TROUBLE.stream().anyMatch(stop.reason()::startsWith);
    }

    private static boolean everHealthy(Task task, Service service) {
        for (var container : task.containers()) if (container.health() == Health.HEALTHY) return true;
        var started = task.times().startedAt();
        var ended = task.times().stoppingAt();
        return started != null
                && ended != null
                && !started.plus(ServiceTags.healthyAfter(service.tags())).isAfter(ended);
    }

    /// When to try again after so many failures in a row: twice as long each time that as many
    /// failed as there are to be. Null for at once.
    static @Nullable Instant retryAt(int failures, int desired, Instant now) {
        var rounds = Math.ceilDiv(failures, Math.max(1, desired));
        if (rounds < 1) return null;
        var wait = FIRST.multipliedBy(1L << Math.min(rounds - 1, 20));
        return now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    /// Whether it is time to say so.
    static boolean impaired(int before, int after, int desired) {
        var enough = 3L * Math.max(1, desired);
        return before < enough && after >= enough;
    }
}
