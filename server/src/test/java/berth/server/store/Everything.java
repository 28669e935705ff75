package berth.server.store;

import berth.core.AccessKey;
import berth.core.Cluster;
import berth.core.Entity;
import berth.core.Identity;
import berth.core.Role;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.placement.Constraint;
import berth.core.placement.Request;
import berth.core.placement.Strategy;
import berth.core.query.ClusterQuery;
import berth.core.queue.Waiting;
import berth.core.schedule.Call;
import berth.core.schedule.Kept;
import berth.core.schedule.Overlap;
import berth.core.schedule.Retries;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduleId;
import berth.core.schedule.ScheduledRun;
import berth.core.schedule.Timing;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.NetworkBinding;
import berth.core.task.Overrides;
import berth.core.task.Overrides.ContainerOverride;
import berth.core.task.RunToken;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Times;
import berth.core.task.Urgency;
import berth.core.task.Weight;
import berth.core.task.Wish;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.Family;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.PortMapping;
import berth.core.taskdef.PortMapping.Protocol;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One entity of each kind with every member filled, and one with as little as can be.
final class Everything {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private Everything() {}

    private static List<Entity> withServices(List<Entity> services, List<Entity> scaling, Entity... others) {
        return Stream.of(Arrays.stream(others), services.stream(), scaling.stream())
                .flatMap(some -> some)
                .toList();
    }

    static final List<Entity> FILLED = withServices(
            EveryService.FILLED,
            EveryScaling.FILLED,
            new Identity("eu-west-1", "123456789012"),
            new AccessKey("AKIA1", "sécret", AccessKey.Role.NODE, "default", "a \"note\"", AT),
            new Cluster("default", Cluster.Status.INACTIVE, "{\"a\":[1]}", Map.of("k", "v"), AT),
            new Family("web", 7),
            new TaskDefinition(
                    new TaskDefinitionId("web", 7),
                    "3f2c1ab",
                    TaskDefinition.Status.DELETE_IN_PROGRESS,
                    List.of(new ContainerSpec(
                            "x", "nginx", 256, 512, 128, true, List.of(new PortMapping(53, 5353, Protocol.UDP)), 1)),
                    1024,
                    2048,
                    NetworkMode.AWSVPC,
                    List.of("EC2", "FARGATE"),
                    List.of("ecs.capability.x"),
                    List.of(ClusterQuery.parse("attribute:rack == 1")),
                    "{}",
                    Map.of("berth:version", "3f2c1ab"),
                    AT,
                    "me",
                    AT,
                    AT),
            new ContainerInstance(
                    new InstanceId("default", "i"),
                    "i-0123",
                    ContainerInstance.Status.DRAINING,
                    new Resources(
                            4096, 7680, List.of(22), List.of(53), List.of("gpu-0"), List.of("10.0.0.1", "10.0.0.2")),
                    List.of(new Attribute("bare", null), Attribute.custom("rack", "1")),
                    new AgentInfo("1.0", "abc", "20.10.24"),
                    false,
                    AT,
                    true,
                    "token",
                    Map.of("k", "v"),
                    AT,
                    AT,
                    9),
            new Task(
                    new TaskId("default", "t"),
                    new InstanceId("default", "i"),
                    "10.0.0.2",
                    new TaskDefinitionId("web", 7),
                    new Wish(
                            "service:web",
                            "me",
                            "FARGATE",
                            "pool",
                            "1.4.0",
                            true,
                            "256",
                            "512",
                            List.of("distinctInstance", "attribute:disk == ssd"),
                            List.of("binpack:resources"),
                            "{\"awsvpcConfiguration\":{\"subnets\":[\"s\"]}}"),
                    new Overrides(
                            256,
                            512,
                            Map.of("x", new ContainerOverride(1, 2, 3, 4)),
                            List.of(Overrides.Demand.TASK_ROLE, Overrides.Demand.EXECUTION_ROLE),
                            "{\"cpu\":\"256\"}"),
                    new Needs(256, 512, List.of(443), List.of(53), 1, true),
                    List.of(new Weight(Weight.By.DOMAIN, "attribute:rack", "7", 2), Weight.CHANCE),
                    -5,
                    TaskStatus.STOPPED,
                    TaskStatus.STOPPED,
                    List.of(new TaskContainer(
                            "x",
                            "id",
                            "nginx",
                            true,
                            256,
                            512,
                            128,
                            TaskStatus.STOPPED,
                            "runtime",
                            "sha256:1",
                            137,
                            "OutOfMemoryError",
                            Health.UNHEALTHY,
                            List.of(
                                    new NetworkBinding("0.0.0.0", 80, 32768, Protocol.TCP),
                                    new NetworkBinding("0.0.0.0", 8000, 50_000, Protocol.UDP, 10)),
                            List.of("gpu-0"))),
                    new Times(AT, AT, AT, AT, AT, AT, AT, AT),
                    new Stop(StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited"),
                    Map.of("k", "v"),
                    AT,
                    11),
            new Schedule(
                    new ScheduleId("default", "nightly"),
                    Timing.parse("cron(0 3 ? * MON#2 *)"),
                    ZoneId.of("Europe/Berlin"),
                    new Call(
                            "web",
                            2,
                            new Overrides(
                                    256, 512, Map.of("x", new ContainerOverride(1, 2, 3, 4)), "{\"cpu\":\"256\"}"),
                            "night",
                            "me",
                            "EC2",
                            "pool",
                            "1.4.0",
                            true,
                            Map.of("k", "v"),
                            true,
                            true,
                            "{\"awsvpcConfiguration\":{\"subnets\":[\"s\"]}}",
                            List.of(new Constraint.DistinctInstance()),
                            List.of(new Strategy.Random()),
                            "10.0.0.2",
                            new Urgency(Duration.ofMinutes(10), -5, true),
                            "{\"taskDefinition\":\"web\"}"),
                    Overlap.REPLACE,
                    new Retries(3, Duration.ofSeconds(30)),
                    Duration.ofMinutes(10),
                    new Kept(5, 7),
                    true,
                    AT,
                    AT,
                    9,
                    AT,
                    AT),
            new ScheduledRun(
                    new ScheduleId("default", "nightly"),
                    8,
                    AT,
                    AT,
                    true,
                    ScheduledRun.Outcome.RETRYING,
                    List.of(new ScheduledRun.Attempt(AT, 2, new TaskDefinitionId("web", 7), List.of("t"), "no room")),
                    1,
                    AT,
                    "app exited 3",
                    AT),
            new RunToken("default", "a/token", "digest", List.of(new TaskId("default", "t")), AT),
            new Waiting(
                    new TaskId("default", "w"),
                    new Request(
                            new Needs(256, 512, List.of(443), List.of(53), 1, false),
                            List.of("ecs.capability.x"),
                            "service:web",
                            List.of(
                                    new Constraint.DistinctInstance(),
                                    new Constraint.MemberOf(ClusterQuery.parse("attribute:rack == 1"))),
                            List.of(
                                    Strategy.Spread.byAttribute("rack"),
                                    new Strategy.Binpack(Strategy.Binpack.Field.MEMORY),
                                    new Strategy.Random()),
                            "10.0.0.2"),
                    -5,
                    true,
                    AT,
                    AT,
                    new InstanceId("default", "i")),
            new Role("web", "{\"Statement\": […]}", AT, AT.plusSeconds(1)),
            EverySecret.FILLED,
            EverySecret.FILLED_PARAMETER);

    static final List<Entity> BARE = withServices(
            EveryService.BARE,
            EveryScaling.BARE,
            new AccessKey("AKIA2", "s", AccessKey.Role.OPERATOR, null, "", AT),
            new Cluster("bare", Cluster.Status.ACTIVE, "{}", Map.of(), AT),
            new TaskDefinition(
                    new TaskDefinitionId("bare", 1),
                    null,
                    TaskDefinition.Status.ACTIVE,
                    List.of(new ContainerSpec("x", "nginx", 0, null, null, false, List.of(), 0)),
                    null,
                    null,
                    NetworkMode.BRIDGE,
                    List.of(),
                    List.of(),
                    List.of(),
                    "{}",
                    Map.of(),
                    AT,
                    "",
                    null,
                    null),
            new ContainerInstance(
                    new InstanceId("default", "bare"),
                    null,
                    ContainerInstance.Status.ACTIVE,
                    new Resources(0, 0, List.of(), List.of(), List.of(), List.of()),
                    List.of(),
                    AgentInfo.UNKNOWN,
                    false,
                    null,
                    false,
                    null,
                    Map.of(),
                    AT,
                    null,
                    1),
            new Task(
                    new TaskId("default", "bare"),
                    new InstanceId("default", "bare"),
                    null,
                    new TaskDefinitionId("bare", 1),
                    new Wish("family:bare", null, "EC2", null, null, false, null, null),
                    Overrides.NONE,
                    Needs.NOTHING,
                    List.of(),
                    null,
                    TaskStatus.PENDING,
                    TaskStatus.RUNNING,
                    List.of(new TaskContainer(
                            "x",
                            "id",
                            "nginx",
                            false,
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
                            List.of())),
                    new Times(AT, null, null, null, null, null, null, null),
                    null,
                    Map.of(),
                    null,
                    1),
            new RunToken("default", "bare", "", List.of(), AT),
            new Task(
                    new TaskId("default", "waits"),
                    null,
                    null,
                    new TaskDefinitionId("bare", 1),
                    new Wish("family:bare", null, "EC2", null, null, false, null, null),
                    Overrides.NONE,
                    Needs.NOTHING,
                    List.of(),
                    0,
                    TaskStatus.PROVISIONING,
                    TaskStatus.RUNNING,
                    List.of(),
                    new Times(AT, null, null, null, null, null, null, null),
                    null,
                    Map.of(),
                    null,
                    1),
            new ScheduledRun(
                    new ScheduleId("default", "nightly"),
                    1,
                    AT,
                    null,
                    false,
                    ScheduledRun.Outcome.DUE,
                    List.of(),
                    0,
                    null,
                    null,
                    null),
            new Waiting(
                    new TaskId("default", "waits"),
                    new Request(Needs.NOTHING, List.of(), "family:bare", List.of(), List.of(), null),
                    0,
                    false,
                    AT,
                    AT,
                    null),
            new Role("r", "", AT, AT),
            EverySecret.BARE,
            EverySecret.BARE_PARAMETER);
}
