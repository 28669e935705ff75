package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.FirelensConfiguration;
import software.amazon.awssdk.services.ecs.model.FirelensConfigurationType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Secret;

/// Logs that go through a container of the task: there is one such router, and somebody who writes to it.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html">ECS</a>
final class FirelensRules {
    /// What the router itself runs as, unless its definition says otherwise. ECS fills it in.
    static final String USER = "0";

    private static final String METADATA = "enable-ecs-log-metadata";
    private static final String TYPE = "config-file-type";
    private static final String VALUE = "config-file-value";
    private static final String BUFFER_LIMIT = "log-driver-buffer-limit";
    private static final long LARGEST_BUFFER = 536_870_912;
    /// Options that are the agent's, not the router's.
    private static final Set<String> OURS = Set.of(BUFFER_LIMIT, "include-pattern", "exclude-pattern");

    /// Where the generated configuration is.
    private static final List<String> RESERVED = List.of("/fluent-bit/etc/fluent-bit.conf", "/fluentd/etc/fluent.conf");

    private static final Pattern USERS = Pattern.compile("root|\\d{1,9}(:(\\d{1,9}|[A-Za-z_][A-Za-z0-9_.-]*))?");

    private FirelensRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        var containers = request.containerDefinitions();
        var routers = containers.stream()
                .filter(container -> container.firelensConfiguration() != null)
                .toList();
        var writers = containers.stream().filter(FirelensRules::writes).toList();
        if (routers.isEmpty() && writers.isEmpty()) return;
        if (routers.isEmpty()) {
            throw Refusal.client(
                    "When awsfirelens log driver is specified in log configuration, a firelens configuration object"
                            + " must be configured in one of the containers.");
        }
        if (routers.size() > 1) {
            throw Refusal.client("A task definition can have only one container with a firelensConfiguration (got "
                    + String.join(
                            ", ",
                            routers.stream().map(ContainerDefinition::name).toList()) + ").");
        }
        var router = routers.getFirst();
        if (writes(router)) {
            throw ContainerRules.invalid(
                    "logConfiguration",
                    router,
                    "The container with the firelensConfiguration cannot have log driver awsfirelens itself.");
        }
        if (writers.isEmpty()) {
            throw Refusal.client("When a firelensConfiguration object is specified, at least one container has to be"
                    + " configured with the awsfirelens log driver.");
        }
        checkRouter(router);
        writers.forEach(writer -> checkWriter(writer, router.firelensConfiguration()));
    }

    /// Whether a container's log goes through the router.
    static boolean writes(ContainerDefinition container) {
        return container.logConfiguration() != null
                && container.logConfiguration().logDriver() == LogDriver.AWSFIRELENS;
    }

    private static void checkRouter(ContainerDefinition router) {
        var options = router.firelensConfiguration().options();
        for (var option : options.entrySet()) {
            oneLine(router, "firelensConfiguration", option);
            switch (option.getKey()) {
                case METADATA -> oneOf(router, option, "true", "false");
                case TYPE -> oneOf(router, option, "file", "s3");
                case VALUE -> {}
                default ->
                    throw invalid(
                            router,
                            "Expected options are " + METADATA + ", " + TYPE + " and " + VALUE + " (got '"
                                    + option.getKey() + "').");
            }
        }
        var value = options.get(VALUE);
        if (options.containsKey(TYPE) == (value == null)) {
            throw invalid(router, "Options " + TYPE + " and " + VALUE + " go together.");
        }
        if (value != null) checkFile(router, String.valueOf(options.get(TYPE)), value);
        if (router.user() != null && !USERS.matcher(router.user()).matches()) {
            throw ContainerRules.invalid(
                    "user",
                    router,
                    "A container with a firelensConfiguration runs as root, or as a user by number, such as 1000 or"
                            + " 1000:1000 (got '" + router.user() + "').");
        }
    }

    private static void checkFile(ContainerDefinition router, String type, String value) {
        if (type.equals("s3")) {
            if (!EnvironmentFileRules.OBJECT.matcher(value).matches()) throw Refusal.client("Invalid arn syntax.");
        } else if (!value.startsWith("/")) {
            throw invalid(router, VALUE + " must be a path from the container's root (got '" + value + "').");
        } else if (RESERVED.contains(value)) {
            throw invalid(router, "The path " + value + " is reserved for the configuration that ECS generates.");
        }
    }

    private static void checkWriter(ContainerDefinition writer, FirelensConfiguration router) {
        var logs = writer.logConfiguration();
        logs.options().entrySet().forEach(option -> oneLine(writer, "logConfiguration", option));
        var limit = logs.options().get(BUFFER_LIMIT);
        if (limit != null && !isBuffer(limit)) {
            throw ContainerRules.invalid(
                    "logConfiguration",
                    writer,
                    BUFFER_LIMIT + " must be from 0 to " + LARGEST_BUFFER + " (got '" + limit + "').");
        }
        var output = router.type() == FirelensConfigurationType.FLUENTD ? "@type" : "Name";
        var given = logs.options().keySet().stream().anyMatch(name -> !OURS.contains(name))
                || !logs.secretOptions().isEmpty();
        var named = logs.options().keySet().stream().anyMatch(output::equalsIgnoreCase)
                || logs.secretOptions().stream().map(Secret::name).anyMatch(output::equalsIgnoreCase);
        // Without it the router would not start; without any options its own file says where the log goes.
        if (given && !named) throw Refusal.client("Log driver awsfirelens requires options: " + output);
    }

    private static boolean isBuffer(String text) {
        return text.matches("\\d{1,9}") && Long.parseLong(text) <= LARGEST_BUFFER;
    }

    /// They are written into a file line by line.
    private static void oneLine(ContainerDefinition container, String member, Map.Entry<String, String> option) {
        if ((option.getKey() + option.getValue()).chars().anyMatch(Character::isISOControl)) {
            throw ContainerRules.invalid(
                    member, container, "Option '" + option.getKey().strip() + "' must be of one line.");
        }
    }

    private static void oneOf(ContainerDefinition router, Map.Entry<String, String> option, String... values) {
        if (!List.of(values).contains(option.getValue())) {
            throw invalid(
                    router,
                    option.getKey() + " must be " + String.join(" or ", values) + " (got '" + option.getValue()
                            + "').");
        }
    }

    private static Refusal invalid(ContainerDefinition router, String why) {
        return ContainerRules.invalid("firelensConfiguration", router, why);
    }

    /// The container that all who write to it begin after; null if there is none.
    static @Nullable String router(RegisterTaskDefinitionRequest request) {
        return request.containerDefinitions().stream()
                .filter(container -> container.firelensConfiguration() != null)
                .map(ContainerDefinition::name)
                .findFirst()
                .orElse(null);
    }
}
