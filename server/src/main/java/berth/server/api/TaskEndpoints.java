package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.DescribeTasks;
import berth.core.operation.ListTasks;
import berth.core.operation.StopTask;
import berth.core.task.Stop;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.server.controller.Asker;
import java.util.Objects;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.TaskField;

/// StopTask, DescribeTasks, ListTasks.
final class TaskEndpoints {
    private static final Paging PAGING = new Paging("ListTasks");
    private static final int MOST_DESCRIBED = 100;

    private final Asker asker;
    private final Arns arns;
    private final TaskShapes shapes;

    TaskEndpoints(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = arns;
        this.shapes = new TaskShapes(arns);
    }

    SdkPojo stop(StopTaskRequest request, Call call) {
        var reason = Objects.requireNonNullElse(request.reason(), "");
        if (reason.length() > Stop.MAX_REASON) {
            throw Refusal.invalid(
                    "reason can have at most " + Stop.MAX_REASON + " characters (got " + reason.length() + ").");
        }
        var cluster = arns.clusterName(request.cluster());
        var id = inCluster(cluster, request.task());
        var view = asker.ask(new StopTask(id, reason.isEmpty() ? "Task stopped by user" : reason));
        return StopTaskResponse.builder().task(shapes.task(view, true)).build();
    }

    private TaskId inCluster(String cluster, String task) {
        var id = arns.taskId(cluster, task);
        if (!id.cluster().equals(cluster)) throw Refusal.invalid("The referenced task was not found.");
        return id;
    }

    SdkPojo describe(DescribeTasksRequest request, Call call) {
        var cluster = arns.clusterName(request.cluster());
        var asked = request.tasks();
        if (asked.isEmpty()) throw Refusal.invalid("Tasks cannot be empty.");
        if (asked.size() > MOST_DESCRIBED) {
            throw Refusal.invalid(
                    "At most " + MOST_DESCRIBED + " tasks can be described at once (got " + asked.size() + ").");
        }
        var ids =
                asked.stream().map(ref -> arns.taskId(cluster, ref)).distinct().toList();
        var withTags = request.include().contains(TaskField.TAGS);
        var found = asker.ask(new DescribeTasks(cluster, ids));
        return DescribeTasksResponse.builder()
                .tasks(found.found().stream()
                        .map(view -> shapes.task(view, withTags))
                        .toList())
                .failures(found.missing().stream()
                        .map(id -> Failures.missing(arns.task(id)))
                        .toList())
                .build();
    }

    SdkPojo list(ListTasksRequest request, Call call) {
        var after = PAGING.after(request.nextToken());
        var limit = Paging.limit(request.maxResults());
        var cluster = arns.clusterName(request.cluster());
        var instance = request.containerInstance();
        if (request.daemonName() != null) {
            throw Refusal.invalid("daemonName is not supported by this version of Berth.");
        }
        var page = asker.ask(new ListTasks(
                cluster,
                // No task is ever desired to be PENDING; ECS lists none for it either.
                TaskStatus.valueOf(Objects.requireNonNullElse(request.desiredStatusAsString(), "RUNNING")),
                instance == null || instance.isEmpty() ? null : arns.instanceId(cluster, instance),
                request.family(),
                request.startedBy(),
                request.serviceName() == null ? null : "service:" + serviceName(request.serviceName()),
                request.launchTypeAsString(),
                after,
                limit));
        return ListTasksResponse.builder()
                .taskArns(page.items().stream().map(arns::task).toList())
                .nextToken(PAGING.token(page.next()))
                .build();
    }

    /// The name in a service's name or ARN.
    private static String serviceName(String ref) {
        return ref.substring(ref.lastIndexOf('/') + 1);
    }
}
