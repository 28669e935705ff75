package berth.server.http;

/// What `/health` tells of this control plane.
public record About(String version, String account, String region) {}
