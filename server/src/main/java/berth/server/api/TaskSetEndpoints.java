package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.CreateTaskSet;
import berth.core.operation.DeleteTaskSet;
import berth.core.operation.DescribeTaskSets;
import berth.core.operation.TaskSetView;
import berth.core.operation.UpdateServicePrimaryTaskSet;
import berth.core.operation.UpdateTaskSet;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.server.controller.Asker;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskSetField;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetResponse;

/// CreateTaskSet, UpdateTaskSet, DeleteTaskSet, DescribeTaskSets, UpdateServicePrimaryTaskSet.
final class TaskSetEndpoints {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);
    private static final int LONGEST_EXTERNAL_ID = 255;
    private static final int MOST_DESCRIBED = 10;

    private final Asker asker;
    private final Arns arns;
    private final ServiceIdSource ids;
    private final TaskSetShapes shapes;

    TaskSetEndpoints(Asker asker, Arns arns, ServiceIdSource ids) {
        this.asker = asker;
        this.arns = arns;
        this.ids = ids;
        this.shapes = new TaskSetShapes(arns);
    }

    SdkPojo create(CreateTaskSetRequest request, Call call) {
        NotOffered.check(request);
        var view = asker.ask(new CreateTaskSet(
                service(request.cluster(), request.service()),
                arns.taskDefinitionName(request.taskDefinition()),
                ServiceMakings.read(request),
                request.scale() == null ? 0 : hundredths(request.scale()),
                externalId(request.externalId()),
                token(request),
                TagLists.read(request.tags()),
                ids.next()));
        return CreateTaskSetResponse.builder().taskSet(shape(view, true)).build();
    }

    private static Service.@Nullable Token token(CreateTaskSetRequest request) {
        var token = ServiceWords.token(request.clientToken());
        if (token.isEmpty()) return null;
        return new Service.Token(
                token, Digests.of(request.toBuilder().clientToken(null).build()));
    }

    private static @Nullable String externalId(@Nullable String id) {
        if (id == null || id.isEmpty()) return null;
        if (id.length() <= LONGEST_EXTERNAL_ID) return id;
        throw Refusal.invalid(
                "externalId can have at most " + LONGEST_EXTERNAL_ID + " characters (got " + id.length() + ").");
    }

    /// More than two decimals are rounded.
    private static int hundredths(Scale scale) {
        if (scale.unit() == ScaleUnit.UNKNOWN_TO_SDK_VERSION) {
            throw Refusal.invalid("A scale's unit must be PERCENT (got '" + scale.unitAsString() + "').");
        }
        if (scale.value() == null) return 0;
        double value = scale.value();
        if (!(value >= 0 && value <= 100)) {
            throw Refusal.invalid("A scale's value must be between 0 and 100 percent (got " + value + ").");
        }
        return BigDecimal.valueOf(value)
                .multiply(ALL)
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    SdkPojo update(UpdateTaskSetRequest request, Call call) {
        if (request.scale() == null || request.scale().value() == null) {
            throw Refusal.invalid("scale must have a value.");
        }
        var service = service(request.cluster(), request.service());
        var set = set(service, request.taskSet());
        var view = asker.ask(new UpdateTaskSet(service, set, hundredths(request.scale())));
        return UpdateTaskSetResponse.builder().taskSet(shape(view, false)).build();
    }

    SdkPojo delete(DeleteTaskSetRequest request, Call call) {
        var service = service(request.cluster(), request.service());
        var set = set(service, request.taskSet());
        var view = asker.ask(new DeleteTaskSet(service, set, Boolean.TRUE.equals(request.force())));
        return DeleteTaskSetResponse.builder().taskSet(shape(view, false)).build();
    }

    SdkPojo makePrimary(UpdateServicePrimaryTaskSetRequest request, Call call) {
        var service = service(request.cluster(), request.service());
        var set = set(service, request.primaryTaskSet());
        var view = asker.ask(new UpdateServicePrimaryTaskSet(service, set));
        return UpdateServicePrimaryTaskSetResponse.builder()
                .taskSet(shape(view, false))
                .build();
    }

    SdkPojo describe(DescribeTaskSetsRequest request, Call call) {
        var service = service(request.cluster(), request.service());
        if (request.taskSets().size() > MOST_DESCRIBED) {
            throw Refusal.invalid("At most " + MOST_DESCRIBED + " task sets can be described at once (got "
                    + request.taskSets().size() + ").");
        }
        var sets = request.taskSets().stream()
                .map(ref -> set(service, ref))
                .distinct()
                .toList();
        var found = asker.ask(new DescribeTaskSets(service, sets));
        var withTags = request.include().contains(TaskSetField.TAGS);
        return DescribeTaskSetsResponse.builder()
                .taskSets(found.found().stream()
                        .map(view -> shape(view, withTags))
                        .toList())
                .failures(found.missing().stream()
                        .map(id -> Failures.missing(arns.taskSet(service, id)))
                        .toList())
                .build();
    }

    private TaskSet shape(TaskSetView view, boolean withTags) {
        return shapes.taskSet(view.service(), view.set(), withTags);
    }

    private ServiceId service(String cluster, String service) {
        return ServiceWords.id(arns, arns.clusterName(cluster), service);
    }

    /// The id in a task set's ARN, or the id itself; one of another service is none of this one's.
    private String set(ServiceId service, String ref) {
        return ref.startsWith("arn:") && !ref.equals(arns.taskSet(service, arns.taskSetId(ref)))
                ? ref
                : arns.taskSetId(ref);
    }
}
