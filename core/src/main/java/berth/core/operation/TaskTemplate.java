package berth.core.operation;

import berth.core.Refusal;
import berth.core.Tags;
import berth.core.placement.Constraint;
import berth.core.placement.Outcome.Placed;
import berth.core.placement.Request;
import berth.core.placement.Strategy;
import berth.core.service.Deployment;
import berth.core.task.Abilities;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Wish;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.TaskDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What RunTask and StartTask have in common: a definition and what a call lays over it.
///
/// @param group                   null for `family:NAME`
/// @param propagateDefinitionTags whether tasks inherit the definition's tags
/// @param managedTags             whether tasks get a tag with their cluster's name
/// @param network                 with the subnets, as AWS's JSON: `awsvpc` demands it and the other modes refuse it
/// @param constraints             at most ten, besides the definition's own
/// @param strategies              at most five, none for the default
/// @param address                 the node's address that the tasks' ports are to be bound on, null for any
/// The other parameters: see `Wish` and `Task`.
public record TaskTemplate(
        Overrides overrides,
        @Nullable String group,
        @Nullable String startedBy,
        String launchType,
        @Nullable String capacityProvider,
        @Nullable String platformVersion,
        boolean enableExecuteCommand,
        Map<String, String> tags,
        boolean propagateDefinitionTags,
        boolean managedTags,
        @Nullable String network,
        List<Constraint> constraints,
        List<Strategy> strategies,
        @Nullable String address) {
    /// What a call asks that says nothing but what to run.
    public static final TaskTemplate PLAIN = builder().build();

    private static final String SERVICE = "service:";

    /// What is said of one definition, or of one call.
    private static final List<String> NOT_INHERITED =
            List.of(Tags.VERSION, Tags.ADDRESS, Tags.WAIT, Tags.PRIORITY, Tags.PREEMPT, Tags.SCHEDULER);

    public TaskTemplate {
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
        if (constraints.size() > Constraint.MAX || strategies.size() > Strategy.MAX) {
            throw new IllegalArgumentException("a call has at most " + Constraint.MAX + " constraints and "
                    + Strategy.MAX + " strategies (got " + constraints.size() + " and " + strategies.size() + ")");
        }
    }

    /// For whoever asks for little: what is not said is as in `PLAIN`.
    public static TemplateBuilder builder() {
        return new TemplateBuilder();
    }

    String groupOf(TaskDefinition definition) {
        return group != null ? group : "family:" + definition.id().family();
    }

    /// What is asked of placement: the definition's constraints and the call's.
    public Request request(TaskDefinition definition) {
        var all = new ArrayList<Constraint>();
        definition.placementConstraints().forEach(query -> all.add(new Constraint.MemberOf(query)));
        all.addAll(constraints);
        return new Request(
                Needs.of(definition, overrides),
                Abilities.of(definition, overrides),
                groupOf(definition),
                all,
                strategies,
                address);
    }

    /// A task that goes where it was placed.
    ///
    /// @param wish `wish(definition)`: one for all copies
    public Task placed(TaskId id, Placed where, TaskDefinition definition, Wish wish, Needs needs, Instant now) {
        return placed(id, where, definition, wish, needs, null, now);
    }

    /// @param wish        `wish(definition)`: one for all copies
    /// @param scheduledBy what is said of who chose the node, null for nothing
    public Task placed(
            TaskId id,
            Placed where,
            TaskDefinition definition,
            Wish wish,
            Needs needs,
            @Nullable String scheduledBy,
            Instant now) {
        return Task.placed(
                id,
                where.node().id(),
                where.address(),
                definition.id(),
                wish,
                overrides,
                needs,
                where.weights(),
                withGpus(containers(id, definition), definition, overrides, where.gpuIds()),
                tags(id, definition, scheduledBy),
                now);
    }

    Task waiting(TaskId id, TaskDefinition definition, Wish wish, Needs needs, int priority, Instant now) {
        return Task.waiting(
                id,
                definition.id(),
                wish,
                overrides,
                needs,
                priority,
                containers(id, definition),
                tags(id, definition, null),
                now);
    }

    /// What is kept of the call with each of its tasks.
    public Wish wish(TaskDefinition definition) {
        return new Wish(
                groupOf(definition),
                startedBy,
                launchType,
                capacityProvider,
                platformVersion,
                enableExecuteCommand,
                text(overrides.cpu() != null ? overrides.cpu() : definition.cpu()),
                text(overrides.memoryMiB() != null ? overrides.memoryMiB() : definition.memoryMiB()),
                constraints.stream().map(Constraint::text).toList(),
                strategies.stream().map(Strategy::text).toList(),
                network);
    }

    private Map<String, String> tags(TaskId id, TaskDefinition definition, @Nullable String scheduledBy) {
        var inherited =
                propagateDefinitionTags ? Tags.without(definition.tags(), NOT_INHERITED) : Tags.copyOf(Map.of());
        var own = Tags.with(inherited, tags);
        if (!managedTags && scheduledBy == null && !own.containsKey(Tags.SCHEDULED_BY)) return own;
        var all = new TreeMap<>(own);
        // Nobody else says so.
        all.remove(Tags.SCHEDULED_BY);
        if (managedTags) {
            all.put(Tags.CLUSTER_NAME, id.cluster());
            if (group != null && group.startsWith(SERVICE)) {
                all.put(Tags.SERVICE_NAME, group.substring(SERVICE.length()));
            }
        }
        if (scheduledBy != null) all.put(Tags.SCHEDULED_BY, scheduledBy);
        return all;
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }

    private List<TaskContainer> containers(TaskId task, TaskDefinition definition) {
        return definition.containers().stream()
                .map(spec -> {
                    var change = overrides.container(spec.name());
                    return new TaskContainer(
                            spec.name(),
                            containerId(task, spec.name()),
                            spec.image(),
                            spec.essential(),
                            change.cpu() != null ? change.cpu() : spec.cpu(),
                            change.memoryMiB() != null ? change.memoryMiB() : spec.memoryMiB(),
                            change.memoryReservationMiB() != null
                                    ? change.memoryReservationMiB()
                                    : spec.memoryReservationMiB(),
                            TaskStatus.PENDING,
                            null,
                            null,
                            null,
                            null,
                            spec.healthChecked() ? Health.UNKNOWN : Health.NONE,
                            List.of(),
                            List.of());
                })
                .toList();
    }

    /// @param containers one for each of the definition's, in its order
    /// @param gpuIds     given out to them in that order
    static List<TaskContainer> withGpus(
            List<TaskContainer> containers, TaskDefinition definition, Overrides overrides, List<String> gpuIds) {
        if (gpuIds.isEmpty()) return containers;
        var left = gpuIds.iterator();
        var specs = definition.containers().iterator();
        return containers.stream()
                .map(container -> {
                    var spec = specs.next();
                    var changed = overrides.container(spec.name()).gpus();
                    return container.withGpus(gpus(left, changed != null ? changed : spec.gpus()));
                })
                .toList();
    }

    private static List<String> gpus(Iterator<String> left, int count) {
        var own = new ArrayList<String>(count);
        while (own.size() < count) own.add(left.next());
        return own;
    }

    /// Follows from the task's id, which is fresh: deciding draws no chance of its own.
    private static String containerId(TaskId task, String container) {
        return UUID.nameUUIDFromBytes((task.id() + "/" + container).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /// @throws Refusal if it borrows the name that only a service's tasks have
    void requireNoService() {
        if (startedBy != null && startedBy.startsWith(Deployment.PREFIX)) {
            throw Refusal.invalid("startedBy must not begin with " + Deployment.PREFIX
                    + ", which stands for services' own tasks (got '" + startedBy + "').");
        }
    }

    /// @throws Refusal if the overrides name a container that the definition does not have, the launch
    ///                 type,
    /// network
    ///                 configuration or address does not go with it, or there are too many constraints together
    void requireFitting(TaskDefinition definition) {
        for (var name : overrides.containers().keySet()) {
            if (definition.containers().stream().noneMatch(spec -> spec.name().equals(name))) {
                throw Refusal.invalid(
                        "Override for container named " + name + " is not a container in the TaskDefinition.");
            }
        }
        if (!definition.compatibilities().contains(launchType)) {
            throw Refusal.invalid("Task definition does not support launch_type " + launchType + ".");
        }
        var awsvpc = definition.networkMode() == NetworkMode.AWSVPC;
        if (awsvpc && network == null) {
            throw Refusal.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        if (!awsvpc && network != null) {
            throw Refusal.invalid(
                    "Network Configuration is not valid for the given networkMode of this task definition.");
        }
        if (address != null && definition.networkMode() != NetworkMode.BRIDGE) {
            throw Refusal.invalid("An address of the container instance can be chosen when networkMode is bridge; this"
                    + " task definition has "
                    + definition.networkMode().name().toLowerCase(Locale.ROOT)
                    + " (asked for " + address + ").");
        }
        var ofDefinition = definition.placementConstraints().size();
        if (ofDefinition + constraints.size() > Constraint.MAX) {
            throw Refusal.invalid("A task can have at most " + Constraint.MAX + " placement constraints (got "
                    + ofDefinition + " from the task definition and " + constraints.size() + " from the call).");
        }
    }
}
