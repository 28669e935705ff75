package berth.server.api;

import berth.core.Refusal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

    static boolean networkConfigured(@Nullable NetworkConfiguration network) {
        if (network == null || network.awsvpcConfiguration() == null) return false;
        if (network.awsvpcConfiguration().subnets().isEmpty()) throw Refusal.invalid("subnets can not be empty.");
        return true;
    }

    static void requireNoVolumes(List<TaskVolumeConfiguration> volumes) {
        if (!volumes.isEmpty()) {
            throw new Refusal(
                    Refusal.Code.UNSUPPORTED_FEATURE,
                    "volumeConfigurations is not supported by this version of Berth.");
        }
    }
}
