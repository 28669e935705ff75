package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.service.ServiceId;
import berth.wire.aws.AwsFault;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How Application Auto Scaling names a service, and pages its lists.
record Scaled(Arns arns) {
    static final String NAMESPACE = "ecs";
    static final String DIMENSION = "ecs:service:DesiredCount";
    /// As many as AWS gives on a page.
    private static final int MOST = 50;

    /// @throws Refusal `ValidationException` if it is anything but a service's desired count
    ServiceId service(@Nullable String namespace, @Nullable String resourceId, @Nullable String dimension) {
        require(namespace, dimension);
        var path = Objects.requireNonNullElse(resourceId, "").split("/", -1);
        if (path.length != 3 || !path[0].equals("service") || path[2].isEmpty()) {
            throw invalid("Unsupported resource: expected service/CLUSTER/NAME (got '" + resourceId + "').");
        }
        return new ServiceId(arns.clusterName(path[1]), path[2]);
    }

    /// The same of a filter, null if there is none.
    @Nullable
    ServiceId filter(@Nullable String namespace, @Nullable String resourceId, @Nullable String dimension) {
        require(namespace, dimension);
        return resourceId == null ? null : service(namespace, resourceId, dimension);
    }

    void require(@Nullable String namespace, @Nullable String dimension) {
        if (!NAMESPACE.equals(namespace) || (dimension != null && !DIMENSION.equals(dimension))) {
            throw invalid("Unsupported service namespace, resource type or scalable dimension: here are " + NAMESPACE
                    + " and " + DIMENSION + " (got '" + namespace + "' and '" + dimension + "').");
        }
    }

    static String resourceId(ServiceId service) {
        return "service/" + service;
    }

    static int limit(@Nullable Integer maxResults) {
        if (maxResults == null) return MOST;
        if (maxResults < 1 || maxResults > MOST) {
            throw invalid("MaxResults must be between 1 and " + MOST + " (got " + maxResults + ").");
        }
        return maxResults;
    }

    static String after(Paging paging, @Nullable String token) {
        try {
            return paging.after(token);
        } catch (Refusal broken) {
            throw new AwsFault("InvalidNextTokenException", broken.getMessage());
        }
    }

    static Refusal invalid(String message) {
        return new Refusal(Code.VALIDATION, message);
    }
}
