package berth.server.api;

import berth.core.Refusal;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskVolumeConfiguration;

/// The small words that RunTask and StartTask share, checked as ECS does.
final class StartWords {
    private static final Pattern STARTED_BY = Pattern.compile("[A-Za-z0-9_/-]{1,128}");
    private static final int LONGEST_GROUP = 255;

    private StartWords() {}

    static @Nullable String startedBy(@Nullable String startedBy) {
        if (startedBy == null || startedBy.isEmpty()) return null;
        if (!STARTED_BY.matcher(startedBy).matches()) {
            throw Refusal.invalid(
                    "startedBy can have at most 128 letters, digits, hyphens, slashes and underscores (got '"
                            + startedBy + "').");
        }
        return startedBy;
    }

    /// Null for the default, which follows from the definition.
    static @Nullable String group(@Nullable String group) {
        if (group == null || group.isEmpty()) return null;
        if (group.length() > LONGEST_GROUP) {
            throw Refusal.invalid(
                    "group can have at most " + LONGEST_GROUP + " characters (got " + group.length() + ").");
        }
        if (group.startsWith("service:")) {
            throw Refusal.invalid(
                    "group must not begin with service: since those are the groups of services' tasks (got '" + group
                            + "').");
        }
        return group;
    }

    static boolean propagatesDefinitionTags(@Nullable String propagateTags) {
        if ("SERVICE".equals(propagateTags)) {
            throw Refusal.invalid(
                    "propagateTags can be TASK_DEFINITION or NONE for a task of no service (got SERVICE).");
        }
        return "TASK_DEFINITION".equals(propagateTags);
    }

    /// With its defaults, as AWS's JSON; null if none is given.
    static @Nullable String network(@Nullable NetworkConfiguration network) {
        if (network == null || network.awsvpcConfiguration() == null) return null;
        var vpc = network.awsvpcConfiguration();
        if (vpc.subnets().isEmpty()) throw Refusal.invalid("subnets can not be empty.");
        var whole = vpc.toBuilder()
                .securityGroups(List.copyOf(vpc.securityGroups()))
                .assignPublicIp(Objects.requireNonNullElse(vpc.assignPublicIp(), AssignPublicIp.DISABLED))
                .build();
        var json = NetworkConfiguration.builder().awsvpcConfiguration(whole).build();
        return new String(AwsJson.write(json), StandardCharsets.UTF_8);
    }

    static void requireNoVolumes(List<TaskVolumeConfiguration> volumes) {
        if (!volumes.isEmpty()) {
            throw new Refusal(
                    Refusal.Code.UNSUPPORTED_FEATURE,
                    "volumeConfigurations is not supported by this version of Berth.");
        }
    }
}
