package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.core.operation.InstanceView;
import berth.core.operation.TaskView;
import berth.server.events.Event;
import berth.server.events.Event.Subject;
import berth.wire.aws.AwsJson;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import tools.jackson.databind.json.JsonMapper;

/// Events as JSON. A task's or an instance's detail is what DescribeTasks or DescribeContainerInstances shows, tags
/// included; the types are EventBridge's, where it has one.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html">ECS</a>
final class EventShapes {
    static final String TASK = "ECS Task State Change";
    static final String INSTANCE = "ECS Container Instance State Change";
    static final String ACTION = "ECS Service Action";
    static final String DEPLOYMENT = "ECS Deployment State Change";
    static final String CLUSTER = "Cluster State Change";
    static final String DEFINITION = "Task Definition State Change";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<ContainerInstanceField> WITH_TAGS = Set.of(ContainerInstanceField.TAGS);

    private final Arns arns;
    private final TaskShapes tasks;
    private final InstanceShapes instances;

    EventShapes(Arns arns) {
        this.arns = arns;
        this.tasks = new TaskShapes(arns);
        this.instances = new InstanceShapes(arns);
    }

    byte[] task(TaskView view) {
        return AwsJson.write(tasks.task(view, true));
    }

    byte[] instance(InstanceView view) {
        return AwsJson.write(instances.instance(view, WITH_TAGS));
    }

    byte[] event(Event event) {
        return switch (event.subject()) {
            case Subject.TaskChanged(var view) -> event(event, TASK, task(view));
            case Subject.InstanceChanged(var view) -> event(event, INSTANCE, instance(view));
            case Subject.ClusterChanged(var cluster) ->
                event(
                        event,
                        CLUSTER,
                        JSON.writeValueAsBytes(JSON.createObjectNode()
                                .put("clusterArn", arns.cluster(cluster.name()))
                                .put("clusterName", cluster.name())
                                .put("status", cluster.status().name())));
            case Subject.ServiceAction(var said) ->
                event(event, ACTION, JSON.writeValueAsBytes(ServiceActions.detail(said, arns)));
            case Subject.ServiceDeploymentChanged(var attempt) ->
                event(event, DEPLOYMENT, JSON.writeValueAsBytes(ServiceActions.detail(attempt, arns)));
            case Subject.DefinitionChanged(var definition) -> {
                var detail = JSON.createObjectNode()
                        .put("taskDefinitionArn", arns.taskDefinition(definition.id()))
                        .put("family", definition.id().family())
                        .put("revision", definition.id().revision())
                        .put("status", definition.status().name());
                if (definition.label() != null) detail.put("version", definition.label());
                yield event(event, DEFINITION, JSON.writeValueAsBytes(detail));
            }
        };
    }

    /// The time as the details have theirs: seconds since the epoch.
    private static byte[] event(Event event, String type, byte[] detail) {
        var text = new ByteArrayOutputStream(detail.length + 128);
        text.writeBytes(("{\"revision\":" + event.revision() + ",\"time\":" + seconds(event.at()) + ",\"detailType\":\""
                        + type + "\",\"detail\":")
                .getBytes(UTF_8));
        text.writeBytes(detail);
        text.write('}');
        return text.toByteArray();
    }

    private static String seconds(Instant at) {
        return String.format(Locale.ROOT, "%d.%03d", at.getEpochSecond(), at.getNano() / 1_000_000);
    }
}
