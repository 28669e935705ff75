package berth.server.api;

import berth.core.Arns;
import berth.core.operation.TaskView;
import berth.core.task.Health;
import berth.core.task.NetworkBinding;
import berth.core.task.TaskContainer;
import berth.core.task.TaskStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;

/// A task's containers as ECS shows them.
final class ContainerShapes {
    private final Arns arns;

    ContainerShapes(Arns arns) {
        this.arns = arns;
    }

    Container container(TaskView view, TaskContainer container) {
        var of = view.task();
        var task = of.id();
        var shape = Container.builder()
                .containerArn(arns.container(task, container.id()))
                .taskArn(arns.task(task))
                .name(container.name())
                .image(container.image())
                .imageDigest(container.imageDigest())
                .runtimeId(container.runtimeId())
                .lastStatus(container.last().name())
                .exitCode(container.exitCode())
                .reason(container.reason())
                .networkInterfaces(NetworkShapes.interfaces(of, container))
                .healthStatus(health(container.health()).name())
                .cpu(Integer.toString(container.cpu()))
                .memory(text(container.memoryMiB()))
                .memoryReservation(text(container.memoryReservationMiB()));
        // Before it was started there is nothing to say of its ports, not even that there are none.
        if (container.last() != TaskStatus.PENDING) {
            shape.networkBindings(
                    NetworkShapes.attached(of)
                            ? List.of()
                            : container.bindings().stream()
                                    .map(ContainerShapes::binding)
                                    .toList());
        }
        if (!container.gpuIds().isEmpty()) shape.gpuIds(container.gpuIds());
        if (of.wish().enableExecuteCommand()) shape.managedAgents(ManagedAgents.ofExec(view, container));
        return shape.build();
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }

    private static software.amazon.awssdk.services.ecs.model.NetworkBinding binding(NetworkBinding binding) {
        var shape = software.amazon.awssdk.services.ecs.model.NetworkBinding.builder()
                .bindIP(binding.bindIp())
                .protocol(binding.protocol().name().toLowerCase(Locale.ROOT));
        var count = binding.count();
        return count == null
                ? shape.containerPort(binding.containerPort())
                        .hostPort(binding.hostPort())
                        .build()
                : shape.containerPortRange(PortSpan.text(binding.containerPort(), count))
                        .hostPortRange(PortSpan.text(binding.hostPort(), count))
                        .build();
    }

    private static Health health(Health health) {
        return health == Health.NONE ? Health.UNKNOWN : health;
    }
}
