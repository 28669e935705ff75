package berth.core.rollout;

import berth.core.placement.Lack;
import berth.core.placement.NearestFit;
import berth.core.service.ServiceId;
import berth.core.task.Task;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is said of services, in ECS's sentences: tools look for them.
///
/// Source: the ECS developer guide, "service event messages"; what stands after "Nearest:" is ours.
final class Texts {
    private static final String MORE =
            " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

    private Texts() {}

    static String of(ServiceId service) {
        return "(service " + service.name() + ")";
    }

    static String started(ServiceId service, Collection<Task> tasks) {
        return of(service) + " has started " + tasks.size() + " tasks: " + named(tasks) + ".";
    }

    static String stopped(ServiceId service, Collection<Task> tasks) {
        return of(service) + " has stopped " + tasks.size() + " running tasks: " + named(tasks) + ".";
    }

    private static String named(Collection<Task> tasks) {
        // A thousand ids help nobody.
        var shown = tasks.stream().limit(50).map(task -> "(task " + task.id().id() + ")");
        return shown.collect(Collectors.joining(" ")) + (tasks.size() > 50 ? " …" : "");
    }

    static String steady(ServiceId service) {
        return of(service) + " has reached a steady state.";
    }

    static String unhealthy(ServiceId service, Task task) {
        return of(service) + " (task " + task.id().id() + ") failed container health checks.";
    }

    static String lost(ServiceId service, Collection<Task> tasks, String instance) {
        return of(service) + " replaces " + tasks.size() + " tasks of (container-instance " + instance
                + "), which has not been heard from: " + named(tasks) + ".";
    }

    static String impaired(ServiceId service) {
        return of(service) + " is unable to consistently start tasks successfully." + MORE;
    }

    static String rebalancing(ServiceId service, Collection<Rebalance.Move> moves) {
        var shown = moves.stream()
                .limit(10)
                .map(move ->
                        "(task " + move.task().id().id() + ") from " + move.fromDomain() + " to " + move.toDomain());
        return of(service) + " is not balanced and moves " + moves.size() + " tasks: "
                + shown.collect(Collectors.joining(", ")) + (moves.size() > 10 ? " …" : "") + ".";
    }

    static String rebalanced(ServiceId service) {
        return of(service) + " has moved its tasks and is balanced as far as it can be.";
    }

    static String blocked(ServiceId service) {
        return of(service) + " was unable to stop or start tasks during a deployment because of the service deployment"
                + " configuration. Update the minimumHealthyPercent or maximumPercent value and try again.";
    }

    static String spared(ServiceId service) {
        return of(service) + " was unable to scale in due to (reason) tasks being protected from scale-in.";
    }

    static String deployment(ServiceId service, String deployment) {
        return of(service) + " (deployment " + deployment + ")";
    }

    static String noRoom(ServiceId service, @Nullable NearestFit nearest) {
        var head =
                of(service) + " was unable to place a task because no container instance met all of its requirements. ";
        if (nearest == null) {
            return head + "Reason: No Container Instances were found in your cluster." + MORE;
        }
        return head + "The closest matching (container-instance "
                + nearest.instance().id() + ") "
                + trouble(nearest.shortages().getFirst().lack()) + "." + MORE + " Nearest: " + nearest.text();
    }

    private static String trouble(Lack lack) {
        return switch (lack) {
            case CPU -> "has insufficient CPU units available";
            case MEMORY -> "has insufficient memory available";
            case GPU -> "has insufficient GPU resource available";
            case PORTS -> "is already using a port required by your task";
            case ATTRIBUTE -> "is missing an attribute required by your task";
            case INACTIVE, AGENT, KEPT, LOCATION, DISTINCT_INSTANCE, MEMBER_OF ->
                "encountered error \"" + lack.reason() + "\"";
        };
    }
}
