package berth.server.store;

import berth.core.Entity;
import berth.core.node.InstanceId;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.query.ClusterQuery;
import berth.core.service.Breaker;
import berth.core.service.Deployment;
import berth.core.service.Hook;
import berth.core.service.Manner;
import berth.core.service.PassedHook;
import berth.core.service.Propagation;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceId;
import berth.core.service.ServiceRevision;
import berth.core.service.Stage;
import berth.core.service.Steering;
import berth.core.service.TaskSet;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What services are made of: one of each kind with every member filled, and one with as little as can be.
final class EveryService {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final ServiceId WEB = new ServiceId("default", "web");
    private static final TaskDefinitionId DEFINITION = new TaskDefinitionId("web", 7);

    private EveryService() {}

    private static final Rules RULES = new Rules(
            Rules.Way.CANARY,
            150,
            50,
            new Breaker(true, true, Breaker.Type.COUNT, 3, false),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            List.of(new Hook(
                    "h1",
                    List.of(Stage.PRE_SCALE_UP, Stage.BAKE_TIME),
                    Duration.ofMinutes(30),
                    Hook.OnTimeout.ROLLBACK)));

    static final List<Entity> FILLED = List.of(
            new Service(
                    WEB,
                    Service.Status.DRAINING,
                    Scheduling.REPLICA,
                    Steering.EXTERNAL,
                    3,
                    RULES,
                    new Manner(
                            List.of(
                                    new Constraint.DistinctInstance(),
                                    new Constraint.MemberOf(ClusterQuery.parse("attribute:rack == 1"))),
                            List.of(Strategy.Spread.byAttribute("rack"), new Strategy.Random()),
                            60,
                            Propagation.SERVICE,
                            true,
                            true,
                            true),
                    List.of(new Deployment(
                            "ecs-svc/1", "2", DEFINITION, "a1", AT, AT, Deployment.State.FAILED, "why", 3, 9, AT, AT)),
                    List.of(new TaskSet(
                            "ecs-svc/2",
                            "2",
                            DEFINITION,
                            5_000,
                            "mine",
                            TaskSet.Status.PRIMARY,
                            4,
                            1,
                            AT,
                            AT,
                            true,
                            AT,
                            new Service.Token("again", "digest"),
                            Map.of("k", "v"),
                            AT,
                            AT)),
                    List.of(new Service.Move(new TaskId("default", "t"), new InstanceId("default", "n"))),
                    new Service.Token("token", "digest"),
                    "{\"roleArn\":\"r\"}",
                    Map.of("k", "v"),
                    AT,
                    AT,
                    17,
                    12),
            new ServiceRevision(
                    WEB,
                    "2",
                    new ServiceRevision.Made(DEFINITION, "FARGATE", "pool", "[]", "LATEST", "{\"subnets\":[]}"),
                    AT,
                    Map.of("x", "sha256:00")),
            new ServiceDeployment(
                    WEB,
                    "a1",
                    List.of(new ServiceDeployment.Source("1", "ecs-svc/0", 3, 2, 1)),
                    "2",
                    ServiceDeployment.Status.ROLLBACK_SUCCESSFUL,
                    "why",
                    Stage.BAKE_TIME,
                    AT,
                    "h1",
                    RULES,
                    3,
                    2,
                    new ServiceDeployment.Rollback("1", "why", AT),
                    AT,
                    AT,
                    AT,
                    List.of(new PassedHook("h0", Stage.POST_SCALE_UP, PassedHook.Outcome.TIMED_OUT, AT, AT)),
                    "ecs-svc/2"),
            new ServiceEvent(WEB, 17, ServiceEvent.What.SERVICE_STEADY_STATE, "(service web) …", AT));

    static final List<Entity> BARE = List.of(
            new Service(
                    new ServiceId("default", "bare"),
                    Service.Status.ACTIVE,
                    Scheduling.DAEMON,
                    Steering.ECS,
                    0,
                    Rules.DAEMON,
                    new Manner(List.of(), List.of(), null, Propagation.NONE, false, false, false),
                    List.of(Deployment.begun("ecs-svc/3", "3", DEFINITION, "a3", AT)),
                    List.of(),
                    List.of(),
                    null,
                    "{}",
                    Map.of(),
                    AT,
                    null,
                    0,
                    1),
            new ServiceRevision(WEB, "3", new ServiceRevision.Made(DEFINITION, "EC2", null, null, null, null), AT),
            ServiceDeployment.begun(WEB, "a3", "ecs-svc/3", List.of(), "3", Rules.REPLICA, 0, AT));
}
