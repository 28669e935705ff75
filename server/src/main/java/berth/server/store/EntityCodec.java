package berth.server.store;

import berth.core.AccessKey;
import berth.core.Cluster;
import berth.core.Entity;
import berth.core.Identity;
import berth.core.Kind;
import berth.core.Role;
import berth.core.node.ContainerInstance;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.query.ClusterQuery;
import berth.core.queue.Waiting;
import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScalingActivity;
import berth.core.scaling.ScalingPolicy;
import berth.core.scaling.ScheduledAction;
import berth.core.scaling.StepScaling;
import berth.core.scaling.TargetTracking;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduledRun;
import berth.core.schedule.Timing;
import berth.core.secret.Parameter;
import berth.core.secret.Secret;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceRevision;
import berth.core.task.RunToken;
import berth.core.task.Task;
import berth.core.taskdef.Family;
import berth.core.taskdef.TaskDefinition;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Entities to JSON and back: an operator can look inside, and an older version's records are read tolerantly
/// (members it lacks are null, zero or empty, members we lack are passed over). Stateless, thread-safe.
public final class EntityCodec {
    private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            // Collections are never null in an entity: what an older record does not have is empty.
            .withConfigOverride(List.class, list -> list.setNullHandling(EMPTY))
            .withConfigOverride(Map.class, map -> map.setNullHandling(EMPTY))
            .addMixIn(ClusterQuery.class, QueryWords.class)
            .addMixIn(Constraint.class, ConstraintWords.class)
            .addMixIn(Strategy.class, StrategyWords.class)
            .addMixIn(Timing.class, TimingWords.class)
            .addMixIn(ScalingPolicy.Rule.class, PolicyWords.class)
            .annotationIntrospector(new NullMarkedIntrospector())
            .addModule(quickly())
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /// A query is kept as its user wrote it.
    private interface QueryWords {
        @JsonValue
        String text();

        @JsonCreator
        static ClusterQuery parse(String text) {
            return ClusterQuery.parse(text);
        }
    }

    /// ECS's words tell which is which, on disk as in a call.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(name = "distinctInstance", value = Constraint.DistinctInstance.class),
        @JsonSubTypes.Type(name = "memberOf", value = Constraint.MemberOf.class)
    })
    private interface ConstraintWords {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(name = "spread", value = Strategy.Spread.class),
        @JsonSubTypes.Type(name = "binpack", value = Strategy.Binpack.class),
        @JsonSubTypes.Type(name = "random", value = Strategy.Random.class)
    })
    private interface StrategyWords {}

    /// Likewise an expression.
    private interface TimingWords {
        @JsonValue
        String text();

        @JsonCreator
        static Timing parse(String text) {
            return Timing.parse(text);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(name = "TargetTrackingScaling", value = TargetTracking.class),
        @JsonSubTypes.Type(name = "StepScaling", value = StepScaling.class)
    })
    private interface PolicyWords {}

    private EntityCodec() {}

    private static SimpleModule quickly() {
        return new SimpleModule("quickly") {
            private static final long serialVersionUID = 1L;

            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.addValueInstantiators(new RecordMaker.Finder());
            }
        }.addDeserializer(String.class, new Words.Text()).addDeserializer(Instant.class, new Words.Moment());
    }

    /// Reads and writes the values that entities are made of, for those who keep more than entities.
    public static JsonMapper mapper() {
        return JSON;
    }

    public static byte[] write(Entity entity) {
        return JSON.writeValueAsBytes(entity);
    }

    /// @param path the key it was found under, whose first segment tells its kind
    /// @throws StoreFault naming the key
    public static Entity read(String path, byte[] json) {
        try {
            return checked(path, JSON.readValue(json, type(kind(path))));
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw broken(path, e);
        }
    }

    /// The same of a record that was parsed already.
    static Entity read(String path, JsonNode json) {
        try {
            return checked(path, JSON.treeToValue(json, type(kind(path))));
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw broken(path, e);
        }
    }

    static Entity checked(String path, Entity entity) {
        if (!entity.key().path().equals(path)) {
            throw new IllegalArgumentException("it belongs under '" + entity.key() + "'");
        }
        return entity;
    }

    static StoreFault broken(String path, RuntimeException e) {
        // Not the record itself: it may hold a secret.
        return new StoreFault("The record under '" + path + "' is not what it should be: " + e.getMessage(), e);
    }

    /// @throws IllegalArgumentException if there is no such kind
    static Kind kind(String path) {
        var segment = path.substring(0, Math.max(0, path.indexOf('/')));
        for (var kind : Kind.values()) {
            if (kind.segment().equals(segment)) return kind;
        }
        throw new IllegalArgumentException("unknown kind of entity '" + segment + "'");
    }

    static Class<? extends Entity> type(Kind kind) {
        return switch (kind) {
            case IDENTITY -> Identity.class;
            case ACCESS_KEY -> AccessKey.class;
            case CLUSTER -> Cluster.class;
            case FAMILY -> Family.class;
            case TASK_DEFINITION -> TaskDefinition.class;
            case CONTAINER_INSTANCE -> ContainerInstance.class;
            case TASK -> Task.class;
            case RUN_TOKEN -> RunToken.class;
            case WAITING -> Waiting.class;
            case SERVICE -> Service.class;
            case SERVICE_REVISION -> ServiceRevision.class;
            case SERVICE_DEPLOYMENT -> ServiceDeployment.class;
            case SERVICE_EVENT -> ServiceEvent.class;
            case SCHEDULE -> Schedule.class;
            case SCHEDULED_RUN -> ScheduledRun.class;
            case SCALABLE_TARGET -> ScalableTarget.class;
            case SCALING_POLICY -> ScalingPolicy.class;
            case SCHEDULED_ACTION -> ScheduledAction.class;
            case SCALING_ACTIVITY -> ScalingActivity.class;
            case SECRET -> Secret.class;
            case PARAMETER -> Parameter.class;
            case ROLE -> Role.class;
        };
    }
}
