package berth.core;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Wish;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.PortMapping;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Plain entities to start from; a test changes what it is about.
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Identity IDENTITY = new Identity("us-east-1", "000000000000");

    private Samples() {}

    public static ContainerSpec spec(String name, int cpu, int memoryMiB, PortMapping... ports) {
        return new ContainerSpec(name, "busybox", cpu, memoryMiB, null, true, List.of(ports), 0);
    }

    public static PortMapping tcp(int hostPort) {
        return new PortMapping(80, hostPort, PortMapping.Protocol.TCP);
    }

    public static PortMapping udp(int hostPort) {
        return new PortMapping(53, hostPort, PortMapping.Protocol.UDP);
    }

    public static TaskDefinition definition(String family, int revision, ContainerSpec... containers) {
        return new TaskDefinition(
                new TaskDefinitionId(family, revision),
                null,
                TaskDefinition.Status.ACTIVE,
                List.of(containers),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of("EC2"),
                List.of(),
                List.of(),
                "{}",
                Map.of(),
                NOW,
                "me",
                null,
                null);
    }

    /// An ACTIVE, connected node of cluster `default`.
    public static ContainerInstance instance(String id, int cpu, int memoryMiB, Attribute... attributes) {
        return new ContainerInstance(
                new InstanceId("default", id),
                null,
                ContainerInstance.Status.ACTIVE,
                new Resources(cpu, memoryMiB, List.of(), List.of(), List.of(), List.of()),
                List.of(attributes),
                AgentInfo.UNKNOWN,
                true,
                null,
                false,
                null,
                Map.of(),
                NOW,
                null,
                1);
    }

    public static TaskContainer container(String name, boolean essential) {
        return new TaskContainer(
                name,
                "id-of-" + name,
                "busybox",
                essential,
                0,
                null,
                null,
                TaskStatus.PENDING,
                null,
                null,
                null,
                null,
                Health.UNKNOWN,
                List.of(),
                List.of());
    }

    /// A task just placed on node `n`, with an essential container per name; a name in parentheses is not
    /// essential.
    public static Task task(String... containers) {
        return Task.placed(
                new TaskId("default", "t"),
                new InstanceId("default", "n"),
                null,
                new TaskDefinitionId("web", 1),
                new Wish("family:web", null, "EC2", null, null, false, null, null),
                Overrides.NONE,
                Needs.NOTHING,
                List.of(),
                Stream.of(containers)
                        .map(name -> name.startsWith("(")
                                ? container(name.substring(1, name.length() - 1), false)
                                : container(name, true))
                        .toList(),
                Map.of(),
                NOW);
    }
}
