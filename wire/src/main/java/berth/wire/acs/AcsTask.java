package berth.wire.acs;

import berth.wire.frame.Copies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A task in a payload.
///
/// @param arn           `…:task/<cluster>/<id>`; the last segment is the task's id. With `desiredStatus`
///     STOPPED it suffices
/// @param desiredStatus `RUNNING` or `STOPPED`
/// @param networkMode   `bridge` (also when absent), `host`, `none`, `awsvpc`
/// @param cpu           vCPUs for the whole task; null: no limit
/// @param memory        MiB for the whole task; null: no limit
/// @param overrides     the service applies overrides itself; agents ignore this
public record AcsTask(
        @Nullable String arn,
        @Nullable String family,
        @Nullable String version,
        @Nullable String desiredStatus,
        @Nullable String taskClusterArn,
        @Nullable String taskDefinitionAccountId,
        @Nullable String serviceName,
        @Nullable String group,
        @Nullable String zone,
        @Nullable String launchType,
        @Nullable String networkMode,
        @Nullable String pidMode,
        @Nullable String ipcMode,
        @Nullable Double cpu,
        @Nullable Integer memory,
        List<AcsContainer> containers,
        List<AcsVolume> volumes,
        List<Association> associations,
        List<ElasticNetworkInterface> elasticNetworkInterfaces,
        List<Attachment> attachments,
        @Nullable RoleCredentials roleCredentials,
        @Nullable RoleCredentials executionRoleCredentials,
        @Nullable ProxyConfiguration proxyConfiguration,
        @Nullable String overrides,
        @Nullable Boolean enableFaultInjection,
        @Nullable TrustedExecution trustedExecutionConfiguration) {
    public AcsTask {
        containers = Copies.of(containers);
        volumes = Copies.of(volumes);
        associations = Copies.of(associations);
        elasticNetworkInterfaces = Copies.of(elasticNetworkInterfaces);
        attachments = Copies.of(attachments);
    }

    /// The task without its roles' secrets: only whose they are stays.
    public AcsTask withoutSecrets() {
        return new AcsTask(
                arn,
                family,
                version,
                desiredStatus,
                taskClusterArn,
                taskDefinitionAccountId,
                serviceName,
                group,
                zone,
                launchType,
                networkMode,
                pidMode,
                ipcMode,
                cpu,
                memory,
                containers,
                volumes,
                associations,
                elasticNetworkInterfaces,
                attachments,
                roleCredentials == null ? null : roleCredentials.withoutSecrets(),
                executionRoleCredentials == null ? null : executionRoleCredentials.withoutSecrets(),
                proxyConfiguration,
                overrides,
                enableFaultInjection,
                trustedExecutionConfiguration);
    }

    /// The same task with what its roles sign with.
    public AcsTask withRoles(
            @Nullable RoleCredentials roleCredentials, @Nullable RoleCredentials executionRoleCredentials) {
        return new AcsTask(
                arn,
                family,
                version,
                desiredStatus,
                taskClusterArn,
                taskDefinitionAccountId,
                serviceName,
                group,
                zone,
                launchType,
                networkMode,
                pidMode,
                ipcMode,
                cpu,
                memory,
                containers,
                volumes,
                associations,
                elasticNetworkInterfaces,
                attachments,
                roleCredentials,
                executionRoleCredentials,
                proxyConfiguration,
                overrides,
                enableFaultInjection,
                trustedExecutionConfiguration);
    }

    /// The same task with other containers.
    public AcsTask withContainers(List<AcsContainer> containers) {
        return new AcsTask(
                arn,
                family,
                version,
                desiredStatus,
                taskClusterArn,
                taskDefinitionAccountId,
                serviceName,
                group,
                zone,
                launchType,
                networkMode,
                pidMode,
                ipcMode,
                cpu,
                memory,
                containers,
                volumes,
                associations,
                elasticNetworkInterfaces,
                attachments,
                roleCredentials,
                executionRoleCredentials,
                proxyConfiguration,
                overrides,
                enableFaultInjection,
                trustedExecutionConfiguration);
    }

    /// A builder with nothing set but `arn`.
    public static Builder of(String arn) {
        return new Builder(arn);
    }

    /// @param type `gpu`, `elastic-inference`; `name` is the device's id
    public record Association(
            @Nullable String type,
            @Nullable String name,
            List<String> containers,
            @Nullable Content content) {
        public Association {
            containers = Copies.of(containers);
        }
    }

    public record Content(
            @Nullable String encoding, @Nullable String value) {}

    public record ProxyConfiguration(
            @Nullable String type, @Nullable String containerName, Map<String, String> properties) {
        public ProxyConfiguration {
            properties = Copies.of(properties);
        }
    }

    public record TrustedExecution(@Nullable String isolationMode) {}

    /// Members by name: too many for a constructor call that anybody could check by eye. Not thread-safe.
    public static final class Builder {
        private final String arn;
        private @Nullable String family;
        private @Nullable String version;
        private @Nullable String desiredStatus;
        private @Nullable String taskClusterArn;
        private @Nullable String taskDefinitionAccountId;
        private @Nullable String serviceName;
        private @Nullable String group;
        private @Nullable String zone;
        private @Nullable String launchType;
        private @Nullable String networkMode;
        private @Nullable String pidMode;
        private @Nullable String ipcMode;
        private @Nullable Double cpu;
        private @Nullable Integer memory;
        private List<AcsContainer> containers = List.of();
        private List<AcsVolume> volumes = List.of();
        private List<Association> associations = List.of();
        private List<ElasticNetworkInterface> elasticNetworkInterfaces = List.of();
        private List<Attachment> attachments = List.of();
        private @Nullable RoleCredentials roleCredentials;
        private @Nullable RoleCredentials executionRoleCredentials;
        private @Nullable ProxyConfiguration proxyConfiguration;
        private @Nullable String overrides;
        private @Nullable Boolean enableFaultInjection;
        private @Nullable TrustedExecution trustedExecutionConfiguration;

        private Builder(String arn) {
            this.arn = arn;
        }

        public Builder family(@Nullable String family) {
            this.family = family;
            return this;
        }

        public Builder version(@Nullable String version) {
            this.version = version;
            return this;
        }

        public Builder desiredStatus(@Nullable String desiredStatus) {
            this.desiredStatus = desiredStatus;
            return this;
        }

        public Builder taskClusterArn(@Nullable String taskClusterArn) {
            this.taskClusterArn = taskClusterArn;
            return this;
        }

        public Builder taskDefinitionAccountId(@Nullable String taskDefinitionAccountId) {
            this.taskDefinitionAccountId = taskDefinitionAccountId;
            return this;
        }

        public Builder serviceName(@Nullable String serviceName) {
            this.serviceName = serviceName;
            return this;
        }

        public Builder group(@Nullable String group) {
            this.group = group;
            return this;
        }

        public Builder zone(@Nullable String zone) {
            this.zone = zone;
            return this;
        }

        public Builder launchType(@Nullable String launchType) {
            this.launchType = launchType;
            return this;
        }

        public Builder networkMode(@Nullable String networkMode) {
            this.networkMode = networkMode;
            return this;
        }

        public Builder pidMode(@Nullable String pidMode) {
            this.pidMode = pidMode;
            return this;
        }

        public Builder ipcMode(@Nullable String ipcMode) {
            this.ipcMode = ipcMode;
            return this;
        }

        public Builder cpu(@Nullable Double cpu) {
            this.cpu = cpu;
            return this;
        }

        public Builder memory(@Nullable Integer memory) {
            this.memory = memory;
            return this;
        }

        public Builder containers(List<AcsContainer> containers) {
            this.containers = containers;
            return this;
        }

        public Builder volumes(List<AcsVolume> volumes) {
            this.volumes = volumes;
            return this;
        }

        public Builder associations(List<Association> associations) {
            this.associations = associations;
            return this;
        }

        public Builder elasticNetworkInterfaces(List<ElasticNetworkInterface> elasticNetworkInterfaces) {
            this.elasticNetworkInterfaces = elasticNetworkInterfaces;
            return this;
        }

        public Builder attachments(List<Attachment> attachments) {
            this.attachments = attachments;
            return this;
        }

        public Builder roleCredentials(@Nullable RoleCredentials roleCredentials) {
            this.roleCredentials = roleCredentials;
            return this;
        }

        public Builder executionRoleCredentials(@Nullable RoleCredentials executionRoleCredentials) {
            this.executionRoleCredentials = executionRoleCredentials;
            return this;
        }

        public Builder proxyConfiguration(@Nullable ProxyConfiguration proxyConfiguration) {
            this.proxyConfiguration = proxyConfiguration;
            return this;
        }

        public Builder overrides(@Nullable String overrides) {
            this.overrides = overrides;
            return this;
        }

        public Builder enableFaultInjection(@Nullable Boolean enableFaultInjection) {
            this.enableFaultInjection = enableFaultInjection;
            return this;
        }

        public Builder trustedExecutionConfiguration(@Nullable TrustedExecution trustedExecutionConfiguration) {
            this.trustedExecutionConfiguration = trustedExecutionConfiguration;
            return this;
        }

        public AcsTask build() {
            return new AcsTask(
                    arn,
                    family,
                    version,
                    desiredStatus,
                    taskClusterArn,
                    taskDefinitionAccountId,
                    serviceName,
                    group,
                    zone,
                    launchType,
                    networkMode,
                    pidMode,
                    ipcMode,
                    cpu,
                    memory,
                    containers,
                    volumes,
                    associations,
                    elasticNetworkInterfaces,
                    attachments,
                    roleCredentials,
                    executionRoleCredentials,
                    proxyConfiguration,
                    overrides,
                    enableFaultInjection,
                    trustedExecutionConfiguration);
        }
    }
}
