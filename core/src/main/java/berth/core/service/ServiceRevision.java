package berth.core.service;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a service's tasks are made from, in one of its versions. Never changes.
///
/// @param id   digits, unique in the service
/// @param made what it is
public record ServiceRevision(ServiceId service, String id, Made made, Instant createdAt) implements Entity {
    /// What tasks are made from. Two that are equal give the same tasks.
    ///
    /// @param launchType       EC2, FARGATE or EXTERNAL
    /// @param capacityProvider the one that tasks say they are of, null when unset
    /// @param capacity         the capacity provider strategy as AWS's JSON, null when unset
    /// @param network          the network configuration as AWS's JSON, null when unset; `awsvpc` demands
    ///                         one
    public record Made(
            TaskDefinitionId definition,
            String launchType,
            @Nullable String capacityProvider,
            @Nullable String capacity,
            @Nullable String platformVersion,
            @Nullable String network) {}

    public static Key key(ServiceId service, String id) {
        return new Key(Kind.SERVICE_REVISION, service.cluster() + "/" + service.name() + "/" + id);
    }

    @Override
    public Key key() {
        return key(service, id);
    }

    public TaskDefinitionId definition() {
        return made.definition();
    }
}
