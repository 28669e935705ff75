package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.DeleteTaskDefinitions;
import berth.core.operation.DeregisterTaskDefinition;
import berth.core.operation.DescribeTaskDefinition;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinitionId;
import berth.server.api.taskdef.Registrations;
import berth.server.controller.Asker;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/// RegisterTaskDefinition, DescribeTaskDefinition, DeregisterTaskDefinition, DeleteTaskDefinitions.
final class TaskDefinitionEndpoints {
    private static final int MOST_DELETED = 10;

    private final Asker asker;
    private final Arns arns;

    TaskDefinitionEndpoints(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = arns;
    }

    SdkPojo register(RegisterTaskDefinitionRequest request, Call call) {
        var registeredBy = "arn:aws:iam::" + arns.identity().account() + ":root";
        var definition = asker.ask(Registrations.read(request, TagLists.read(request.tags()), registeredBy));
        var response = RegisterTaskDefinitionResponse.builder().taskDefinition(shape(definition));
        if (!definition.tags().isEmpty()) response.tags(TagLists.write(definition.tags()));
        return response.build();
    }

    SdkPojo describe(DescribeTaskDefinitionRequest request, Call call) {
        var definition = asker.ask(new DescribeTaskDefinition(arns.taskDefinitionName(request.taskDefinition())));
        return DescribeTaskDefinitionResponse.builder()
                .taskDefinition(shape(definition))
                .tags(
                        request.include().contains(TaskDefinitionField.TAGS)
                                ? TagLists.write(definition.tags())
                                : List.of())
                .build();
    }

    SdkPojo deregister(DeregisterTaskDefinitionRequest request, Call call) {
        var definition = asker.ask(new DeregisterTaskDefinition(arns.taskDefinitionName(request.taskDefinition())));
        return DeregisterTaskDefinitionResponse.builder()
                .taskDefinition(shape(definition))
                .build();
    }

    SdkPojo delete(DeleteTaskDefinitionsRequest request, Call call) {
        var asked = request.taskDefinitions();
        if (asked.isEmpty() || asked.size() > MOST_DELETED) {
            throw Refusal.invalid(
                    "1 to " + MOST_DELETED + " task definitions can be deleted at once (got " + asked.size() + ").");
        }
        var reply = asker.ask(new DeleteTaskDefinitions(
                asked.stream().map(arns::taskDefinitionName).distinct().toList()));
        return DeleteTaskDefinitionsResponse.builder()
                .taskDefinitions(reply.deleted().stream().map(this::shape).toList())
                .failures(reply.failures().stream()
                        .map(failure -> Failure.builder()
                                .arn(arns.taskDefinition(failure.name()))
                                .reason(failure.reason())
                                .build())
                        .toList())
                .build();
    }

    private software.amazon.awssdk.services.ecs.model.TaskDefinition shape(TaskDefinition definition) {
        var document = AwsJson.read(
                software.amazon.awssdk.services.ecs.model.TaskDefinition.class,
                definition.document().getBytes(StandardCharsets.UTF_8));
        TaskDefinitionId id = definition.id();
        return document.toBuilder()
                .taskDefinitionArn(arns.taskDefinition(id))
                .revision(id.revision())
                .status(definition.status().name())
                .registeredAt(definition.registeredAt())
                .registeredBy(definition.registeredBy())
                .deregisteredAt(definition.deregisteredAt())
                .deleteRequestedAt(definition.deleteRequestedAt())
                .build();
    }
}
