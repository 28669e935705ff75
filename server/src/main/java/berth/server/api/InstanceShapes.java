package berth.server.api;

import berth.core.Arns;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.InstanceView;
import berth.wire.tcs.TcsMessage.InstanceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

/// Container instances as ECS shows them.
final class InstanceShapes {
    private static final String FENCED = "While nothing was heard from the container instance, tasks of it were started"
            + " elsewhere; it takes new ones once those have ended on it.";

    private final Arns arns;
    private final Function<InstanceId, List<InstanceStatus>> health;

    /// Without their health.
    InstanceShapes(Arns arns) {
        this(arns, node -> List.of());
    }

    /// @param health what a node last said of itself
    InstanceShapes(Arns arns, Function<InstanceId, List<InstanceStatus>> health) {
        this.arns = arns;
        this.health = health;
    }

    ContainerInstance instance(InstanceView view, Set<ContainerInstanceField> include) {
        var instance = view.instance();
        var said = health.apply(instance.id());
        var shape = ContainerInstance.builder()
                .containerInstanceArn(arns.instance(instance.id()))
                .ec2InstanceId(instance.ec2InstanceId())
                .version(instance.version())
                .versionInfo(version(instance.agent()))
                .remainingResources(resources(view.remaining()))
                .registeredResources(resources(instance.resources()))
                .status(status(instance))
                .statusReason(instance.fenced() ? FENCED : InstanceHealth.trouble(said))
                .agentConnected(instance.agentConnected())
                .runningTasksCount(view.running())
                .pendingTasksCount(view.pending())
                .attributes(instance.attributes().stream()
                        .map(attribute -> Attribute.builder()
                                .name(attribute.name())
                                .value(attribute.value())
                                .build())
                        .toList())
                .registeredAt(instance.registeredAt())
                .attachments(List.of())
                .tags(include.contains(ContainerInstanceField.TAGS) ? TagLists.write(instance.tags()) : List.of());
        if (include.contains(ContainerInstanceField.CONTAINER_INSTANCE_HEALTH)) {
            shape.healthStatus(InstanceHealth.shape(said));
        }
        return shape.build();
    }

    /// ECS's word for a member that takes no tasks yet fits one that takes none for now.
    private static String status(berth.core.node.ContainerInstance instance) {
        return instance.fenced() && instance.status() == Status.ACTIVE
                ? ContainerInstanceStatus.REGISTERING.toString()
                : instance.status().name();
    }

    private static @Nullable VersionInfo version(AgentInfo agent) {
        if (agent.equals(AgentInfo.UNKNOWN)) return null;
        return VersionInfo.builder()
                .agentVersion(agent.agentVersion())
                .agentHash(agent.agentHash())
                .dockerVersion(agent.dockerVersion())
                .build();
    }

    private static List<Resource> resources(Resources resources) {
        var shapes = new ArrayList<Resource>();
        shapes.add(number("CPU", resources.cpu()));
        shapes.add(number("MEMORY", resources.memoryMiB()));
        shapes.add(set("PORTS", texts(resources.tcpPorts())));
        shapes.add(set("PORTS_UDP", texts(resources.udpPorts())));
        if (!resources.gpus().isEmpty()) shapes.add(set("GPU", resources.gpus()));
        if (!resources.addresses().isEmpty()) shapes.add(set("ADDRESSES", resources.addresses()));
        return shapes;
    }

    private static List<String> texts(List<Integer> ports) {
        return ports.stream().map(String::valueOf).toList();
    }

    private static Resource number(String name, int value) {
        return empty(name, "INTEGER").integerValue(value).build();
    }

    private static Resource set(String name, List<String> values) {
        return empty(name, "STRINGSET").integerValue(0).stringSetValue(values).build();
    }

    private static Resource.Builder empty(String name, String type) {
        return Resource.builder().name(name).type(type).doubleValue(0.0).longValue(0L);
    }
}
