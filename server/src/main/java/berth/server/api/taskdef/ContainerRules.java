package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;

/// ECS's rules over one container, as far as they need no other.
final class ContainerRules {
    /// Docker from 20.10 on starts no container with less.
    static final int LEAST_MEMORY_MIB = 6;

    private static final int SHORTEST_RESTART_PERIOD = 60;
    private static final int LONGEST_RESTART_PERIOD = 1800;
    private static final int MOST_IGNORED_CODES = 50;

    private static final Map<LogDriver, List<String>> REQUIRED_OPTIONS =
            Map.of(LogDriver.AWSLOGS, List.of("awslogs-region", "awslogs-group"));

    private ContainerRules() {}

    /// @param taskMemoryMiB null when the task has no memory of its own
    static void check(ContainerDefinition container, @Nullable Integer taskMemoryMiB) {
        DefinitionRules.checkName("Container.name", container.name());
        if (container.image() == null || container.image().isBlank()) {
            throw Refusal.client("Container.image should not be null or empty.");
        }
        if (container.cpu() != null && container.cpu() < 0) {
            throw invalid("cpu", container, "It must not be negative (got " + container.cpu() + ").");
        }
        checkMemory(container, taskMemoryMiB);
        Gpus.of(container);
        if (container.logConfiguration() != null) checkLogs(container.logConfiguration());
        if (container.healthCheck() != null) checkHealth(container, container.healthCheck());
        checkSeconds("startTimeout", container, container.startTimeout());
        checkSeconds("stopTimeout", container, container.stopTimeout());
        if (container.restartPolicy() != null) checkRestarts(container, container.restartPolicy());
        for (var limit : container.ulimits()) {
            if (limit.softLimit() > limit.hardLimit() && limit.hardLimit() != -1) {
                throw invalid(
                        "ulimits",
                        container,
                        "The soft limit of " + limit.nameAsString() + " is above its hard limit.");
            }
        }
        for (var pair : container.environment()) {
            if (pair.name() == null || pair.name().isEmpty()) {
                throw invalid("environment", container, "A variable must have a name.");
            }
        }
    }

    private static void checkMemory(ContainerDefinition container, @Nullable Integer taskMemoryMiB) {
        var hard = container.memory();
        var soft = container.memoryReservation();
        if (hard == null && soft == null && taskMemoryMiB == null) {
            throw Refusal.client("Invalid setting for container '" + container.name()
                    + "'. At least one of 'memory' or 'memoryReservation' must be specified.");
        }
        if (hard != null && hard < LEAST_MEMORY_MIB) {
            throw invalid("memory", container, "It must be at least " + LEAST_MEMORY_MIB + " MiB (got " + hard + ").");
        }
        if (soft != null && soft < LEAST_MEMORY_MIB) {
            throw invalid(
                    "memoryReservation",
                    container,
                    "It must be at least " + LEAST_MEMORY_MIB + " MiB (got " + soft + ").");
        }
        if (hard != null && soft != null && soft > hard) {
            throw invalid(
                    "memoryReservation",
                    container,
                    "'memory' must not be less than 'memoryReservation' (got " + hard + " and " + soft + " MiB).");
        }
        requireWithin("memory", container, hard, taskMemoryMiB);
        requireWithin("memoryReservation", container, soft, taskMemoryMiB);
    }

    private static void requireWithin(
            String member,
            ContainerDefinition container,
            @Nullable Integer memoryMiB,
            @Nullable Integer taskMemoryMiB) {
        if (memoryMiB != null && taskMemoryMiB != null && memoryMiB > taskMemoryMiB) {
            throw invalid(
                    member,
                    container,
                    "It must not be greater than the task 'memory' (got " + memoryMiB + " MiB; the task has "
                            + taskMemoryMiB + " MiB).");
        }
    }

    private static void checkLogs(LogConfiguration logs) {
        var missing = new ArrayList<String>();
        for (var option : REQUIRED_OPTIONS.getOrDefault(logs.logDriver(), List.of())) {
            if (!logs.options().containsKey(option)) missing.add(option);
        }
        if (!missing.isEmpty()) {
            throw Refusal.client(
                    "Log driver " + logs.logDriverAsString() + " requires options: " + String.join(", ", missing));
        }
    }

    private static void checkHealth(ContainerDefinition container, HealthCheck check) {
        if (check.command().isEmpty()) {
            throw invalid("healthCheck", container, "The command must not be empty.");
        }
        checkRange(container, "interval", check.interval(), 5, 300);
        checkRange(container, "timeout", check.timeout(), 2, 60);
        checkRange(container, "retries", check.retries(), 1, 10);
        checkRange(container, "startPeriod", check.startPeriod(), 0, 300);
    }

    private static void checkRestarts(ContainerDefinition container, ContainerRestartPolicy policy) {
        var period = policy.restartAttemptPeriod();
        if (period != null && (period < SHORTEST_RESTART_PERIOD || period > LONGEST_RESTART_PERIOD)) {
            throw invalid(
                    "restartPolicy.restartAttemptPeriod",
                    container,
                    "It must be from " + SHORTEST_RESTART_PERIOD + " to " + LONGEST_RESTART_PERIOD + " seconds (got "
                            + period + ").");
        }
        var codes = policy.ignoredExitCodes();
        if (codes.size() > MOST_IGNORED_CODES) {
            throw invalid(
                    "restartPolicy.ignoredExitCodes",
                    container,
                    "There can be at most " + MOST_IGNORED_CODES + " (got " + codes.size() + ").");
        }
        for (var code : codes) {
            if (code < 0 || code > 255) {
                throw invalid(
                        "restartPolicy.ignoredExitCodes",
                        container,
                        "An exit code is from 0 to 255 (got " + code + ").");
            }
        }
    }

    private static void checkRange(
            ContainerDefinition container, String member, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw invalid(
                    "healthCheck." + member,
                    container,
                    "It must be from " + least + " to " + most + " (got " + value + ").");
        }
    }

    private static void checkSeconds(String member, ContainerDefinition container, @Nullable Integer seconds) {
        if (seconds != null && seconds < 0) {
            throw invalid(member, container, "It must not be negative (got " + seconds + ").");
        }
    }

    static Refusal invalid(String member, ContainerDefinition container, String why) {
        return Refusal.client("Invalid '" + member + "' setting for container '" + container.name() + "'. " + why);
    }
}
