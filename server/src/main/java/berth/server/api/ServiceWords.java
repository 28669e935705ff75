package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.Tags;
import berth.core.operation.CreateService;
import berth.core.service.Propagation;
import berth.core.service.Scheduling;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Tag;

/// The small words of calls to services, checked as ECS does.
final class ServiceWords {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,36}");

    private ServiceWords() {}

    static String name(String name) {
        if (NAME.matcher(name).matches()) return name;
        throw Refusal.invalid(
                "serviceName must have 1 to 255 letters, digits, hyphens and underscores (got '" + name + "').");
    }

    /// The service that an ARN or a name means in that cluster.
    ///
    /// @throws Refusal `ServiceNotFoundException` if the ARN is of another cluster
    static ServiceId id(Arns arns, String cluster, String ref) {
        var id = arns.serviceId(cluster, ref);
        if (id.cluster().equals(cluster)) return id;
        throw new Refusal(Refusal.Code.SERVICE_NOT_FOUND, "Service not found.");
    }

    /// Empty if none was given.
    static String token(@Nullable String token) {
        if (token == null || token.isEmpty() || TOKEN.matcher(token).matches()) return token == null ? "" : token;
        throw Refusal.invalid("clientToken must have 1 to 36 printable ASCII characters and no blanks (got "
                + token.length() + " characters).");
    }

    static Scheduling scheduling(@Nullable SchedulingStrategy asked, @Nullable String text) {
        return switch (asked) {
            case null -> Scheduling.REPLICA;
            case REPLICA -> Scheduling.REPLICA;
            case DAEMON -> Scheduling.DAEMON;
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("schedulingStrategy must be REPLICA or DAEMON (got '" + text + "').");
        };
    }

    static Steering steering(@Nullable DeploymentController asked) {
        if (asked == null) return Steering.ECS;
        return switch (asked.type()) {
            case null -> Steering.ECS;
            case ECS -> Steering.ECS;
            case CODE_DEPLOY -> Steering.CODE_DEPLOY;
            case EXTERNAL -> Steering.EXTERNAL;
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("A deploymentController's type must be ECS, CODE_DEPLOY or EXTERNAL (got '"
                        + asked.typeAsString() + "').");
        };
    }

    /// @param usual if nothing is said
    static Propagation propagation(@Nullable PropagateTags asked, @Nullable String text, Propagation usual) {
        return switch (asked) {
            case null -> usual;
            case NONE -> Propagation.NONE;
            case SERVICE -> Propagation.SERVICE;
            case TASK_DEFINITION -> Propagation.TASK_DEFINITION;
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("propagateTags must be SERVICE, TASK_DEFINITION or NONE (got '" + text + "').");
        };
    }

    /// @param before null for a new service
    static @Nullable Integer grace(@Nullable Integer asked, @Nullable Integer before) {
        if (asked == null) return before;
        if (asked >= 0) return asked;
        throw Refusal.invalid(
                "healthCheckGracePeriodSeconds must be between 0 and " + Integer.MAX_VALUE + " (got " + asked + ").");
    }

    static int desiredCount(int asked) {
        if (asked >= 0 && asked <= CreateService.MAX_DESIRED) return asked;
        throw Refusal.invalid(
                "desiredCount must be between 0 and " + CreateService.MAX_DESIRED + " (got " + asked + ").");
    }

    /// With the address in the one form it has.
    static Map<String, String> tags(List<Tag> asked) {
        var tags = new HashMap<>(TagLists.read(asked));
        for (var tag : Tags.URGENCY) {
            if (tags.containsKey(tag)) {
                throw Refusal.invalid("Tag " + tag + " is for RunTask; a service's tasks wait for room anyway.");
            }
        }
        var address = PlacementWishes.address(tags);
        if (address != null) tags.put(Tags.ADDRESS, address);
        return tags;
    }
}
