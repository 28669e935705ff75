package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.GetTaskProtection;
import berth.core.operation.Protections;
import berth.core.operation.UpdateTaskProtection;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.server.controller.Asker;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/// UpdateTaskProtection, GetTaskProtection.
final class ProtectionEndpoints {
    private static final int MOST_UPDATED = 10;
    private static final int MOST_ASKED = 100;
    private static final int LONGEST_MINUTES = 2_880;

    private final Asker asker;
    private final Arns arns;
    private final NodeScope nodes;

    ProtectionEndpoints(Asker asker, Arns arns, NodeScope nodes) {
        this.asker = asker;
        this.arns = arns;
        this.nodes = nodes;
    }

    SdkPojo update(UpdateTaskProtectionRequest request, Call call) {
        var cluster = arns.clusterName(request.cluster());
        var tasks = tasks(cluster, request.tasks(), MOST_UPDATED);
        nodes.requireHeld(call.caller(), tasks);
        if (request.protectionEnabled() == null) throw Refusal.invalid("protectionEnabled can not be null.");
        var length = length(request.expiresInMinutes());
        var reply = asker.ask(new UpdateTaskProtection(cluster, tasks, request.protectionEnabled() ? length : null));
        return UpdateTaskProtectionResponse.builder()
                .protectedTasks(shapes(reply))
                .failures(failures(reply))
                .build();
    }

    private static Duration length(@Nullable Integer minutes) {
        if (minutes == null) return UpdateTaskProtection.DEFAULT;
        if (minutes >= 1 && minutes <= LONGEST_MINUTES) return Duration.ofMinutes(minutes);
        throw Refusal.invalid("expiresInMinutes must be between 1 and " + LONGEST_MINUTES + " (got " + minutes + ").");
    }

    SdkPojo get(GetTaskProtectionRequest request, Call call) {
        var cluster = arns.clusterName(request.cluster());
        var tasks = tasks(cluster, request.tasks(), MOST_ASKED);
        nodes.requireHeld(call.caller(), tasks);
        var reply = asker.ask(new GetTaskProtection(cluster, tasks));
        return GetTaskProtectionResponse.builder()
                .protectedTasks(shapes(reply))
                .failures(failures(reply))
                .build();
    }

    private List<TaskId> tasks(String cluster, List<String> asked, int most) {
        if (asked.isEmpty()) throw Refusal.invalid("Tasks cannot be empty.");
        if (asked.size() > most) {
            throw Refusal.invalid("tasks can have at most " + most + " elements (got " + asked.size() + ").");
        }
        return asked.stream().map(ref -> arns.taskId(cluster, ref)).distinct().toList();
    }

    private List<ProtectedTask> shapes(Protections reply) {
        return reply.tasks().stream().map(this::shape).toList();
    }

    private ProtectedTask shape(Task task) {
        return ProtectedTask.builder()
                .taskArn(arns.task(task.id()))
                .protectionEnabled(task.protectedUntil() != null)
                .expirationDate(task.protectedUntil())
                .build();
    }

    private List<Failure> failures(Protections reply) {
        return reply.failures().stream()
                .map(failure -> Failure.builder()
                        .arn(arns.task(failure.task()))
                        .reason(failure.reason().name())
                        .detail(failure.detail())
                        .build())
                .toList();
    }
}
