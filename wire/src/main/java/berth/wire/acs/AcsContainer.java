package berth.wire.acs;

import berth.wire.acs.ContainerParts.Dependency;
import berth.wire.acs.ContainerParts.DockerConfig;
import berth.wire.acs.ContainerParts.EnvironmentFile;
import berth.wire.acs.ContainerParts.Firelens;
import berth.wire.acs.ContainerParts.ManagedAgent;
import berth.wire.acs.ContainerParts.MountPoint;
import berth.wire.acs.ContainerParts.PortMapping;
import berth.wire.acs.ContainerParts.RegistryAuthentication;
import berth.wire.acs.ContainerParts.RestartPolicy;
import berth.wire.acs.ContainerParts.Secret;
import berth.wire.acs.ContainerParts.VolumeFrom;
import berth.wire.frame.Copies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container of a task in a payload.
///
/// @param environment     an object on the wire, not a list of pairs
/// @param cpu             CPU shares, 1024 a core
/// @param memory          hard limit in MiB; a reservation travels in `dockerConfig.hostConfig`
/// @param essential       absent means false here: the service always says
/// @param links           `name` or `name:alias`
/// @param startTimeout    seconds, as is `stopTimeout`
/// @param healthCheckType `docker` when `dockerConfig.config` has a Healthcheck
/// @param overrides       a string of JSON in which only the key `command` is allowed, else the task is not
/// understood
/// @param dockerConfig    everything else of a container definition
public record AcsContainer(
        @Nullable String name,
        @Nullable String containerArn,
        @Nullable String image,
        List<String> command,
        List<String> entryPoint,
        Map<String, String> environment,
        List<EnvironmentFile> environmentFiles,
        List<Secret> secrets,
        @Nullable Integer cpu,
        @Nullable Integer memory,
        @Nullable Boolean essential,
        List<String> links,
        List<PortMapping> portMappings,
        List<MountPoint> mountPoints,
        List<VolumeFrom> volumesFrom,
        List<Dependency> dependsOn,
        @Nullable Integer startTimeout,
        @Nullable Integer stopTimeout,
        @Nullable String healthCheckType,
        @Nullable RestartPolicy restartPolicy,
        @Nullable String logsAuthStrategy,
        @Nullable RegistryAuthentication registryAuthentication,
        @Nullable Firelens firelensConfiguration,
        List<String> credentialSpecs,
        List<ManagedAgent> managedAgents,
        @Nullable String overrides,
        @Nullable DockerConfig dockerConfig) {
    public AcsContainer {
        command = Copies.of(command);
        entryPoint = Copies.of(entryPoint);
        environment = Copies.of(environment);
        environmentFiles = Copies.of(environmentFiles);
        secrets = Copies.of(secrets);
        links = Copies.of(links);
        portMappings = Copies.of(portMappings);
        mountPoints = Copies.of(mountPoints);
        volumesFrom = Copies.of(volumesFrom);
        dependsOn = Copies.of(dependsOn);
        credentialSpecs = Copies.of(credentialSpecs);
        managedAgents = Copies.of(managedAgents);
    }

    /// The same container of another task.
    public AcsContainer withArn(String arn) {
        return new AcsContainer(
                name,
                arn,
                image,
                command,
                entryPoint,
                environment,
                environmentFiles,
                secrets,
                cpu,
                memory,
                essential,
                links,
                portMappings,
                mountPoints,
                volumesFrom,
                dependsOn,
                startTimeout,
                stopTimeout,
                healthCheckType,
                restartPolicy,
                logsAuthStrategy,
                registryAuthentication,
                firelensConfiguration,
                credentialSpecs,
                managedAgents,
                overrides,
                dockerConfig);
    }

    /// The same container with other variables.
    public AcsContainer withEnvironment(Map<String, String> environment) {
        return new AcsContainer(
                name,
                containerArn,
                image,
                command,
                entryPoint,
                environment,
                environmentFiles,
                secrets,
                cpu,
                memory,
                essential,
                links,
                portMappings,
                mountPoints,
                volumesFrom,
                dependsOn,
                startTimeout,
                stopTimeout,
                healthCheckType,
                restartPolicy,
                logsAuthStrategy,
                registryAuthentication,
                firelensConfiguration,
                credentialSpecs,
                managedAgents,
                overrides,
                dockerConfig);
    }

    /// A builder with nothing set but `name`.
    public static Builder of(String name) {
        return new Builder(name);
    }

    /// Members by name: too many for a constructor call that anybody could check by eye. Not thread-safe.
    public static final class Builder {
        private final String name;
        private @Nullable String containerArn;
        private @Nullable String image;
        private List<String> command = List.of();
        private List<String> entryPoint = List.of();
        private Map<String, String> environment = Map.of();
        private List<EnvironmentFile> environmentFiles = List.of();
        private List<Secret> secrets = List.of();
        private @Nullable Integer cpu;
        private @Nullable Integer memory;
        private @Nullable Boolean essential;
        private List<String> links = List.of();
        private List<PortMapping> portMappings = List.of();
        private List<MountPoint> mountPoints = List.of();
        private List<VolumeFrom> volumesFrom = List.of();
        private List<Dependency> dependsOn = List.of();
        private @Nullable Integer startTimeout;
        private @Nullable Integer stopTimeout;
        private @Nullable String healthCheckType;
        private @Nullable RestartPolicy restartPolicy;
        private @Nullable String logsAuthStrategy;
        private @Nullable RegistryAuthentication registryAuthentication;
        private @Nullable Firelens firelensConfiguration;
        private List<String> credentialSpecs = List.of();
        private List<ManagedAgent> managedAgents = List.of();
        private @Nullable String overrides;
        private @Nullable DockerConfig dockerConfig;

        private Builder(String name) {
            this.name = name;
        }

        public Builder containerArn(@Nullable String containerArn) {
            this.containerArn = containerArn;
            return this;
        }

        public Builder image(@Nullable String image) {
            this.image = image;
            return this;
        }

        public Builder command(List<String> command) {
            this.command = command;
            return this;
        }

        public Builder entryPoint(List<String> entryPoint) {
            this.entryPoint = entryPoint;
            return this;
        }

        public Builder environment(Map<String, String> environment) {
            this.environment = environment;
            return this;
        }

        public Builder environmentFiles(List<EnvironmentFile> environmentFiles) {
            this.environmentFiles = environmentFiles;
            return this;
        }

        public Builder secrets(List<Secret> secrets) {
            this.secrets = secrets;
            return this;
        }

        public Builder cpu(@Nullable Integer cpu) {
            this.cpu = cpu;
            return this;
        }

        public Builder memory(@Nullable Integer memory) {
            this.memory = memory;
            return this;
        }

        public Builder essential(@Nullable Boolean essential) {
            this.essential = essential;
            return this;
        }

        public Builder links(List<String> links) {
            this.links = links;
            return this;
        }

        public Builder portMappings(List<PortMapping> portMappings) {
            this.portMappings = portMappings;
            return this;
        }

        public Builder mountPoints(List<MountPoint> mountPoints) {
            this.mountPoints = mountPoints;
            return this;
        }

        public Builder volumesFrom(List<VolumeFrom> volumesFrom) {
            this.volumesFrom = volumesFrom;
            return this;
        }

        public Builder dependsOn(List<Dependency> dependsOn) {
            this.dependsOn = dependsOn;
            return this;
        }

        public Builder startTimeout(@Nullable Integer startTimeout) {
            this.startTimeout = startTimeout;
            return this;
        }

        public Builder stopTimeout(@Nullable Integer stopTimeout) {
            this.stopTimeout = stopTimeout;
            return this;
        }

        public Builder healthCheckType(@Nullable String healthCheckType) {
            this.healthCheckType = healthCheckType;
            return this;
        }

        public Builder restartPolicy(@Nullable RestartPolicy restartPolicy) {
            this.restartPolicy = restartPolicy;
            return this;
        }

        public Builder logsAuthStrategy(@Nullable String logsAuthStrategy) {
            this.logsAuthStrategy = logsAuthStrategy;
            return this;
        }

        public Builder registryAuthentication(@Nullable RegistryAuthentication registryAuthentication) {
            this.registryAuthentication = registryAuthentication;
            return this;
        }

        public Builder firelensConfiguration(@Nullable Firelens firelensConfiguration) {
            this.firelensConfiguration = firelensConfiguration;
            return this;
        }

        public Builder credentialSpecs(List<String> credentialSpecs) {
            this.credentialSpecs = credentialSpecs;
            return this;
        }

        public Builder managedAgents(List<ManagedAgent> managedAgents) {
            this.managedAgents = managedAgents;
            return this;
        }

        public Builder overrides(@Nullable String overrides) {
            this.overrides = overrides;
            return this;
        }

        public Builder dockerConfig(@Nullable DockerConfig dockerConfig) {
            this.dockerConfig = dockerConfig;
            return this;
        }

        public AcsContainer build() {
            return new AcsContainer(
                    name,
                    containerArn,
                    image,
                    command,
                    entryPoint,
                    environment,
                    environmentFiles,
                    secrets,
                    cpu,
                    memory,
                    essential,
                    links,
                    portMappings,
                    mountPoints,
                    volumesFrom,
                    dependsOn,
                    startTimeout,
                    stopTimeout,
                    healthCheckType,
                    restartPolicy,
                    logsAuthStrategy,
                    registryAuthentication,
                    firelensConfiguration,
                    credentialSpecs,
                    managedAgents,
                    overrides,
                    dockerConfig);
        }
    }
}
