package berth.wire.acs;

import berth.wire.frame.Copies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The small shapes inside an [AcsContainer].
public final class ContainerParts {
    private ContainerParts() {}

    /// Docker's own JSON, as strings, merged over what the typed members gave: user, working directory, labels,
    /// health check, log driver, ulimits, capabilities, memory reservation, network mode and the rest travel
    /// only here.
    ///
    /// @param config     Docker's container Config
    /// @param hostConfig Docker's HostConfig
    /// @param version    Docker API version for the create call
    public record DockerConfig(
            @Nullable String config,
            @Nullable String hostConfig,
            @Nullable String version) {}

    /// @param hostPort           0 or absent: the engine picks
    /// @param containerPortRange `from-to` instead of a port
    /// @param protocol           `tcp` (also when absent) or `udp`
    /// @param hostIp             ours: the node's address to publish on; absent: all of them
    public record PortMapping(
            @Nullable Integer containerPort,
            @Nullable Integer hostPort,
            @Nullable String containerPortRange,
            @Nullable String protocol,
            @Nullable String hostIp) {}

    public record MountPoint(
            @Nullable String sourceVolume,
            @Nullable String containerPath,
            @Nullable Boolean readOnly) {}

    public record VolumeFrom(
            @Nullable String sourceContainer, @Nullable Boolean readOnly) {}

    /// @param condition START, COMPLETE, SUCCESS or HEALTHY
    public record Dependency(
            @Nullable String containerName, @Nullable String condition) {}

    /// @param type `s3`
    public record EnvironmentFile(
            @Nullable String type, @Nullable String value) {}

    /// @param provider `ssm` or `asm`
    /// @param type     ENVIRONMENT_VARIABLE, MOUNT_POINT or BOOTSTRAP
    /// @param target   CONTAINER or LOG_DRIVER
    public record Secret(
            @Nullable String name,
            @Nullable String valueFrom,
            @Nullable String region,
            @Nullable String provider,
            @Nullable String type,
            @Nullable String target,
            @Nullable String containerPath) {}

    /// @param restartAttemptPeriod seconds a container must have run before it may be restarted
    public record RestartPolicy(
            @Nullable Boolean enabled,
            List<Integer> ignoredExitCodes,
            @Nullable Integer restartAttemptPeriod) {
        public RestartPolicy {
            ignoredExitCodes = Copies.of(ignoredExitCodes);
        }
    }

    /// @param type `ecr` or `asm`
    public record RegistryAuthentication(
            @Nullable String type,
            @Nullable EcrAuth ecrAuthData,
            @Nullable AsmAuth asmAuthData) {}

    public record EcrAuth(
            @Nullable String registryId,
            @Nullable String region,
            @Nullable String endpointOverride,
            @Nullable Boolean useExecutionRole) {}

    public record AsmAuth(
            @Nullable String credentialsParameter, @Nullable String region) {}

    /// @param type `fluentd` or `fluentbit`
    public record Firelens(@Nullable String type, Map<String, String> options) {
        public Firelens {
            options = Copies.of(options);
        }
    }

    public record ManagedAgent(@Nullable String name, Map<String, String> properties) {
        public ManagedAgent {
            properties = Copies.of(properties);
        }
    }
}
