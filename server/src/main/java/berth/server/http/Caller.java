package berth.server.http;

/// Who asks, once the signature is verified.
///
/// @param region  as signed; any region is accepted
/// @param service as signed, such as `ecs`
public record Caller(String accessKeyId, AccessRole role, String region, String service) {}
