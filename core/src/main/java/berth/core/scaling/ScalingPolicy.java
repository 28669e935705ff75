package berth.core.scaling;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.service.ServiceId;
import java.time.Instant;

/// How a service's desired count follows what happens.
///
/// @param name unique for a service, up to 256 printable characters
/// @param id   in its ARN
public record ScalingPolicy(ServiceId service, String name, String id, Rule rule, Instant createdAt) implements Entity {
    /// How many a service can have; AWS's quota.
    public static final int MOST = 50;
    /// How long nothing follows a scaling of a service, unless its policy says otherwise. AWS's default
    /// for ECS.
    static final int COOLDOWN_SECONDS = 300;

    /// What it goes by.
    public sealed interface Rule permits TargetTracking, StepScaling {}

    public static Key key(ServiceId service, String name) {
        return new Key(Kind.SCALING_POLICY, service.cluster() + "/" + service.name() + "/" + name);
    }

    @Override
    public Key key() {
        return key(service, name);
    }

    /// The same policy, ruled otherwise.
    public ScalingPolicy with(Rule rule) {
        return new ScalingPolicy(service, name, id, rule, createdAt);
    }
}
