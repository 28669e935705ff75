package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.Tags;
import berth.core.operation.BriefScheduler;
import berth.core.operation.BriefScheduler.Brief;
import berth.core.operation.RunTask;
import berth.core.operation.StartTask;
import berth.core.operation.TaskTemplate;
import berth.core.operation.TaskView;
import berth.core.placement.Advice;
import berth.core.placement.Rejection;
import berth.server.controller.Asker;
import berth.server.plugins.Schedulers;
import berth.wire.aws.AwsModel;
import berth.wire.aws.AwsOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/// RunTask and StartTask.
final class TaskStarts {
    private static final Logger LOG = LoggerFactory.getLogger(TaskStarts.class);
    static final AwsOperation RUN_TASK = Objects.requireNonNull(AwsModel.ecs().operation("RunTask"));
    private static final int MOST_COPIES = 10;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,64}");

    private final Asker asker;
    private final Arns arns;
    private final Supplier<String> ids;
    private final Schedulers schedulers;
    private final TaskShapes shapes;

    TaskStarts(Asker asker, Arns arns, Supplier<String> ids, Schedulers schedulers) {
        this.asker = asker;
        this.schedulers = schedulers;
        this.arns = arns;
        this.ids = ids;
        this.shapes = new TaskShapes(arns);
    }

    SdkPojo run(RunTaskRequest request, Call call) {
        var reply = asker.ask(advised(question(request, MOST_COPIES)));
        reply.tasks().forEach(TaskStarts::note);
        return answer(reply);
    }

    /// That a task's node was not chosen by whom it was to be chosen.
    private static void note(TaskView view) {
        var by = view.task().tags().get(Tags.SCHEDULED_BY);
        if (by != null && by.startsWith(Advice.BUILT_IN)) {
            LOG.info("Task {} was placed by {}", view.task().id(), by);
        }
    }

    /// With what the scheduler that is asked for has to say, if that is one that is plugged in.
    RunTask advised(RunTask question) {
        if (schedulers.isEmpty()) return question;
        final Optional<Brief> brief;
        try {
            brief = asker.ask(new BriefScheduler(question));
        } catch (Refusal refusal) {
            // RunTask knows better: it may answer for an earlier call with the same token.
            return question;
        }
        return brief.map(known -> question.with(schedulers.advise(question.cluster(), question.copies(), known)))
                .orElse(question);
    }

    /// @param mostCopies of one call
    RunTask question(RunTaskRequest request, int mostCopies) {
        int count = Objects.requireNonNullElse(request.count(), 1);
        if (count < 1 || count > mostCopies) {
            throw Refusal.invalid("count must be between 1 and " + mostCopies + " (got " + count + ").");
        }
        var capacity = Capacity.of(request);
        PlacementWishes.requireNoneForFargate(
                capacity.launchType(), request.placementConstraints(), request.placementStrategy());
        var tags = TagLists.read(request.tags());
        var overrides = TaskOverrides.read(request.overrides());
        var template = new TaskTemplate(
                overrides,
                StartWords.group(request.group()),
                StartWords.startedBy(request.startedBy()),
                capacity.launchType(),
                capacity.provider(),
                request.platformVersion(),
                Boolean.TRUE.equals(request.enableExecuteCommand()),
                tags,
                StartWords.propagatesDefinitionTags(request.propagateTagsAsString()),
                Boolean.TRUE.equals(request.enableECSManagedTags()),
                StartWords.network(request.networkConfiguration()),
                PlacementWishes.constraints(request.placementConstraints()),
                PlacementWishes.strategies(request.placementStrategy()),
                PlacementWishes.address(tags));
        StartWords.requireNoVolumes(request.volumeConfigurations());
        return new RunTask(
                arns.clusterName(request.cluster()),
                arns.taskDefinitionName(request.taskDefinition()),
                template,
                fresh(count),
                token(request),
                UrgencyTags.read(tags));
    }

    RunTaskResponse answer(RunTask.Reply reply) {
        return RunTaskResponse.builder()
                .tasks(tasks(reply.tasks()))
                .failures(failures(reply.failures()))
                .build();
    }

    SdkPojo start(StartTaskRequest request, Call call) {
        var asked = request.containerInstances();
        if (asked.isEmpty()) throw Refusal.invalid("Container instances cannot be empty.");
        if (asked.size() > MOST_COPIES) {
            throw Refusal.invalid("A task can be started on at most " + MOST_COPIES
                    + " container instances at once (got " + asked.size() + ").");
        }
        StartWords.requireNoVolumes(request.volumeConfigurations());
        var cluster = arns.clusterName(request.cluster());
        var tags = TagLists.read(request.tags());
        UrgencyTags.requireNone(tags);
        var template = new TaskTemplate(
                TaskOverrides.read(request.overrides()),
                StartWords.group(request.group()),
                StartWords.startedBy(request.startedBy()),
                Capacity.DEFAULT_LAUNCH_TYPE,
                null,
                null,
                Boolean.TRUE.equals(request.enableExecuteCommand()),
                tags,
                StartWords.propagatesDefinitionTags(request.propagateTagsAsString()),
                Boolean.TRUE.equals(request.enableECSManagedTags()),
                StartWords.network(request.networkConfiguration()),
                List.of(),
                List.of(),
                PlacementWishes.address(tags));
        var reply = asker.ask(new StartTask(
                cluster,
                arns.taskDefinitionName(request.taskDefinition()),
                template,
                asked.stream().map(ref -> arns.instanceId(cluster, ref)).toList(),
                fresh(asked.size())));
        var missing = reply.missing().stream().map(id -> Failures.missing(arns.instance(id)));
        return StartTaskResponse.builder()
                .tasks(tasks(reply.tasks()))
                .failures(Stream.concat(failures(reply.failures()).stream(), missing)
                        .toList())
                .build();
    }

    private List<String> fresh(int count) {
        var fresh = new ArrayList<String>(count);
        for (var i = 0; i < count; i++) fresh.add(ids.get());
        return fresh;
    }

    private List<Task> tasks(List<TaskView> views) {
        return views.stream().map(view -> shapes.task(view, true)).toList();
    }

    private List<Failure> failures(List<Rejection> rejections) {
        return rejections.stream()
                .map(rejection -> Failures.of(rejection, arns))
                .toList();
    }

    private static RunTask.@Nullable Token token(RunTaskRequest request) {
        var token = request.clientToken();
        if (token == null || token.isEmpty()) return null;
        if (!TOKEN.matcher(token).matches()) {
            throw Refusal.invalid("clientToken must have 1 to 64 printable ASCII characters and no blanks (got "
                    + token.length() + " characters).");
        }
        return new RunTask.Token(
                token, Digests.of(request.toBuilder().clientToken(null).build()));
    }
}
