package berth.server.api.taskdef;

import berth.core.task.Abilities;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.EFSAuthorizationConfigIAM;
import software.amazon.awssdk.services.ecs.model.EFSTransitEncryption;
import software.amazon.awssdk.services.ecs.model.FirelensConfiguration;
import software.amazon.awssdk.services.ecs.model.IpcMode;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PidMode;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Volume;

/// What a node must be able to do for a definition, in the names that agents register.
///
/// A node that lacks one is passed over with reason ATTRIBUTE, so nothing a definition asks for is dropped in
/// silence. Names that begin with `berth.` are for what ECS's control plane does itself and we do not yet.
final class RequiredAttributes {
    private static final String OLD = "com.amazonaws.ecs.capability.";
    private static final String NEW = "ecs.capability.";
    private static final String OURS = "berth.capability.";
    private static final String DOCKER_API = OLD + "docker-remote-api.";

    /// The Docker API from which on an engine has the driver.
    private static final Map<LogDriver, String> LOG_DRIVER_API = Map.of(
            LogDriver.JSON_FILE, "1.18",
            LogDriver.SYSLOG, "1.18",
            LogDriver.JOURNALD, "1.19",
            LogDriver.AWSLOGS, "1.19",
            LogDriver.GELF, "1.20",
            LogDriver.FLUENTD, "1.20",
            LogDriver.SPLUNK, "1.22");

    private final SortedSet<String> names = new TreeSet<>();

    private RequiredAttributes() {}

    /// Sorted, never null; empty for a plain definition.
    static SortedSet<String> of(TaskDefinition definition) {
        var required = new RequiredAttributes();
        required.readTask(definition);
        definition.volumes().forEach(required::readVolume);
        for (var container : definition.containerDefinitions()) {
            required.readContainer(container, definition);
            if (container.linuxParameters() != null) required.readLinux(container.linuxParameters());
            if (container.logConfiguration() != null) required.readLogs(container.logConfiguration(), definition);
        }
        return required.names;
    }

    @SuppressWarnings("deprecation")
    private static boolean hasAccelerators(TaskDefinition definition) {
        return !definition.inferenceAccelerators().isEmpty();
    }

    static List<Attribute> shapes(Collection<String> names) {
        return names.stream()
                .map(name -> Attribute.builder().name(name).build())
                .toList();
    }

    private void readTask(TaskDefinition definition) {
        if (definition.networkMode() == NetworkMode.AWSVPC) add(NEW + "task-eni", DOCKER_API + "1.18");
        if (given(definition.taskRoleArn())) {
            var host = definition.networkMode() == NetworkMode.HOST;
            add(host ? Abilities.TASK_ROLE_ON_HOST : Abilities.TASK_ROLE, DOCKER_API + "1.17");
        }
        // Only `task` needs a container that holds the namespace; the node's own is Docker's affair.
        addIf(
                definition.pidMode() == PidMode.TASK || definition.ipcMode() == IpcMode.TASK,
                NEW + "pid-ipc-namespace-sharing");
        addIf(definition.proxyConfiguration() != null, NEW + "aws-appmesh");
        addIf(hasAccelerators(definition), NEW + "task-eia");
        addIf(Boolean.TRUE.equals(definition.enableFaultInjection()), NEW + "fault-injection");
        var platform = definition.runtimePlatform();
        if (platform != null) {
            var family = platform.operatingSystemFamilyAsString();
            addIf(family != null && family.startsWith("WINDOWS"), OURS + "windows-containers");
        }
    }

    private void readVolume(Volume volume) {
        var docker = volume.dockerVolumeConfiguration();
        if (docker != null) {
            add(NEW + "docker-plugin." + Objects.requireNonNullElse(docker.driver(), "local"), DOCKER_API + "1.25");
        }
        var efs = volume.efsVolumeConfiguration();
        if (efs != null) {
            add(NEW + "efs", DOCKER_API + "1.25");
            // Both are its mount helper's, which a plain NFS mount has not. `iam: DISABLED` asks for neither.
            var authorized = efs.authorizationConfig() != null
                    && (given(efs.authorizationConfig().accessPointId())
                            || efs.authorizationConfig().iam() == EFSAuthorizationConfigIAM.ENABLED);
            addIf(authorized || efs.transitEncryption() == EFSTransitEncryption.ENABLED, NEW + "efsAuth");
        }
        addIf(volume.s3filesVolumeConfiguration() != null, NEW + "s3files");
        addIf(volume.fsxWindowsFileServerVolumeConfiguration() != null, NEW + "fsxWindowsFileServer");
        addIf(Boolean.TRUE.equals(volume.configuredAtLaunch()), NEW + "storage.ebs-task-attach");
    }

    private void readContainer(ContainerDefinition container, TaskDefinition definition) {
        addIf(Boolean.TRUE.equals(container.privileged()), OLD + "privileged-container");
        addIf(container.memoryReservation() != null, DOCKER_API + "1.21");
        if (container.healthCheck() != null) add(NEW + "container-health-check", DOCKER_API + "1.24");
        addIf(!container.dependsOn().isEmpty(), NEW + "container-ordering");
        addIf(container.repositoryCredentials() != null, NEW + "private-registry-authentication.secretsmanager");
        addIf(!container.environmentFiles().isEmpty(), Abilities.ENVIRONMENT_FILES);
        addIf(
                container.restartPolicy() != null
                        && Boolean.TRUE.equals(container.restartPolicy().enabled()),
                NEW + "container-restart-policy");
        addIf(
                container.portMappings().stream().anyMatch(mapping -> mapping.containerPortRange() != null),
                NEW + "network.container-port-range");
        if (container.firelensConfiguration() != null) readRouter(container, container.firelensConfiguration());
        addIf(!container.credentialSpecs().isEmpty(), NEW + "gmsa");
        readSecrets(container.secrets(), "environment-variables");
        if (container.image() != null && container.image().contains(".dkr.ecr.")) {
            add(OLD + "ecr-auth");
            addIf(given(definition.executionRoleArn()), Abilities.ECR_BY_ROLE);
        }
    }

    private void readRouter(ContainerDefinition container, FirelensConfiguration router) {
        add(NEW + "firelens." + router.typeAsString());
        var file = router.options().get("config-file-type");
        if (file != null) add(NEW + "firelens.options.config." + file);
        addIf(container.user() != null && !container.user().matches("root|0(:.*)?"), NEW + "firelens.non-root-user");
    }

    private void readLinux(LinuxParameters linux) {
        addIf(linux.sharedMemorySize() != null || !linux.tmpfs().isEmpty(), DOCKER_API + "1.22");
        addIf(Boolean.TRUE.equals(linux.initProcessEnabled()), DOCKER_API + "1.25");
        addIf(linux.maxSwap() != null || linux.swappiness() != null, DOCKER_API + "1.25");
    }

    private void readLogs(LogConfiguration logs, TaskDefinition definition) {
        add(OLD + "logging-driver." + logs.logDriverAsString());
        var api = LOG_DRIVER_API.get(logs.logDriver());
        if (api != null) add(DOCKER_API + api);
        addIf(logs.logDriver() == LogDriver.AWSLOGS && given(definition.executionRoleArn()), Abilities.LOGS_BY_ROLE);
        addIf(
                logs.logDriver() == LogDriver.AWSFIRELENS && logs.options().containsKey("log-driver-buffer-limit"),
                NEW + "logging-driver.awsfirelens.log-driver-buffer-limit");
        readSecrets(logs.secretOptions(), "bootstrap.log-driver");
    }

    private void readSecrets(List<Secret> secrets, String use) {
        for (var secret : secrets) {
            var source = secret.valueFrom() != null && secret.valueFrom().contains(":secretsmanager:") ? "asm" : "ssm";
            add(NEW + "secrets." + source + "." + use);
        }
    }

    private static boolean given(@Nullable String arn) {
        return arn != null && !arn.isEmpty();
    }

    private void addIf(boolean required, String name) {
        if (required) names.add(name);
    }

    private void add(String... required) {
        names.addAll(List.of(required));
    }
}
