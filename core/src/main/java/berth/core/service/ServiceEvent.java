package berth.core.service;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import java.time.Instant;

/// Something that was said of a service, in ECS's words: tools read them.
///
/// @param number rises by one from event to event of a service
public record ServiceEvent(ServiceId service, long number, What what, String message, Instant at) implements Entity {
    /// How many are kept of a service; ECS shows so many.
    public static final int MAX = 100;

    /// What it is about: EventBridge's `eventName` where it has one.
    public enum What {
        TASKS_STARTED(false),
        TASKS_STOPPED(false),
        SERVICE_STEADY_STATE(false),
        SERVICE_TASK_PLACEMENT_FAILURE(true),
        SERVICE_TASK_START_IMPAIRED(true),
        SERVICE_TASK_CONFIGURATION_FAILURE(true),
        SERVICE_DEPLOYMENT_IN_PROGRESS(false),
        SERVICE_DEPLOYMENT_COMPLETED(false),
        SERVICE_DEPLOYMENT_FAILED(true),
        SERVICE_REBALANCING_STARTED(false),
        SERVICE_REBALANCING_COMPLETED(false),
        SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED(true),
        DEPLOYMENT_BLOCKED(true),
        TASK_UNHEALTHY(true),
        TASKS_LOST(true),
        SERVICE_SCALED(false);

        private final boolean trouble;

        What(boolean trouble) {
            this.trouble = trouble;
        }

        public boolean trouble() {
            return trouble;
        }
    }

    public static Key key(ServiceId service, long number) {
        return new Key(
                Kind.SERVICE_EVENT, service.cluster() + "/" + service.name() + "/" + String.format("%012d", number));
    }

    @Override
    public Key key() {
        return key(service, number);
    }
}
