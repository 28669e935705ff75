package berth.server.exec;

import berth.core.Refusal;
import berth.server.nodes.ExecTargets.Target;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/// Where a session is recorded: the cluster's `executeCommandConfiguration`, as ECS reads it.
///
/// `OVERRIDE` means the log group that it names; `NONE` nowhere; `DEFAULT`, and nothing said, the group of the
/// container's own `awslogs` driver if it has one.
///
/// @param group   null: not recorded
/// @param always  by `OVERRIDE`: no session of any kind goes unrecorded. Else it is only sessions with a terminal: what
///     goes through a pipe is seldom for people to read
record SessionLogging(@Nullable String group, boolean always) {
    private static final SessionLogging NOWHERE = new SessionLogging(null, false);

    /// @throws Refusal `InvalidParameterException` when the cluster wants a place that is none here
    static SessionLogging of(Target target) {
        var wanted = configuration(target.cluster());
        if (wanted == null || wanted.logging() == null) return ofContainer(target);
        return switch (wanted.logging()) {
            case NONE -> NOWHERE;
            case OVERRIDE -> override(wanted);
            case DEFAULT, UNKNOWN_TO_SDK_VERSION -> ofContainer(target);
        };
    }

    private static @Nullable ExecuteCommandConfiguration configuration(String document) {
        var configuration = AwsJson.read(Cluster.class, document.getBytes(StandardCharsets.UTF_8))
                .configuration();
        return configuration == null ? null : configuration.executeCommandConfiguration();
    }

    private static SessionLogging override(ExecuteCommandConfiguration wanted) {
        var places = wanted.logConfiguration();
        var group = places == null ? null : places.cloudWatchLogGroupName();
        if (group != null && !group.isEmpty()) return new SessionLogging(group, true);
        var bucket = places == null ? null : places.s3BucketName();
        throw Refusal.invalid(
                "The cluster's executeCommandConfiguration has all sessions recorded "
                        + (bucket == null ? "(logging is OVERRIDE) but names no place" : "in S3 bucket " + bucket)
                        + ". Berth records in log groups only: name a cloudWatchLogGroupName, or set logging to DEFAULT or NONE.");
    }

    private static SessionLogging ofContainer(Target target) {
        if (target.definition() == null) return NOWHERE;
        var definition = AwsJson.read(TaskDefinition.class, target.definition().getBytes(StandardCharsets.UTF_8));
        return definition.containerDefinitions().stream()
                .filter(container -> container.name().equals(target.container()))
                .findFirst()
                .map(SessionLogging::ofDriver)
                .orElse(NOWHERE);
    }

    private static SessionLogging ofDriver(ContainerDefinition container) {
        var logs = container.logConfiguration();
        if (logs == null || logs.logDriver() != LogDriver.AWSLOGS) return NOWHERE;
        return new SessionLogging(logs.options().get("awslogs-group"), false);
    }

    /// Whether a session of this kind is recorded.
    boolean takes(boolean terminal) {
        return group != null && (always || terminal);
    }
}
