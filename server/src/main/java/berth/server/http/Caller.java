package berth.server.http;

import org.jspecify.annotations.Nullable;

/// Who asks, once the signature is verified.
///
/// @param region  as signed; any region is accepted
/// @param service as signed, such as `ecs`
/// @param session of a task that asks, null for everybody else
public record Caller(
        String accessKeyId,
        AccessRole role,
        String region,
        String service,
        @Nullable Session session) {
    /// Nobody's task.
    public Caller(String accessKeyId, AccessRole role, String region, String service) {
        this(accessKeyId, role, region, service, null);
    }
}
