package berth.core.task;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a call changes of a definition, for one task.
///
/// @param cpu        of the whole task in shares, null to leave it
/// @param memoryMiB  of the whole task, null to leave it
/// @param containers by container name; only resources, which decisions need
/// @param demands    what else of it a node must be able to do; each once, in their order
/// @param document   all of it, as AWS's JSON of a `TaskOverride`; what the node and the users are told
public record Overrides(
        @Nullable Integer cpu,
        @Nullable Integer memoryMiB,
        Map<String, ContainerOverride> containers,
        List<Demand> demands,
        String document) {
    public static final Overrides NONE = new Overrides(null, null, Map.of(), "{}");

    /// What not every node can do for a task.
    public enum Demand {
        /// Give its containers credentials of a role.
        TASK_ROLE,
        /// Fetch what it needs in the name of a role.
        EXECUTION_ROLE,
        /// Read files of variables.
        ENVIRONMENT_FILES
    }

    /// @param cpu                  shares
    /// @param memoryMiB            hard limit
    /// @param memoryReservationMiB soft limit
    /// @param gpus                 how many it has for itself
    public record ContainerOverride(
            @Nullable Integer cpu,
            @Nullable Integer memoryMiB,
            @Nullable Integer memoryReservationMiB,
            @Nullable Integer gpus) {
        static final ContainerOverride NONE = new ContainerOverride(null, null, null, null);
    }

    public Overrides {
        containers = containers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(containers));
        demands = demands.size() < 2 ? List.copyOf(demands) : List.copyOf(EnumSet.copyOf(demands));
    }

    /// Those that every node can do with.
    public Overrides(
            @Nullable Integer cpu,
            @Nullable Integer memoryMiB,
            Map<String, ContainerOverride> containers,
            String document) {
        this(cpu, memoryMiB, containers, List.of(), document);
    }

    /// The same, asking a node for these.
    public Overrides demanding(Collection<Demand> demands) {
        return new Overrides(cpu, memoryMiB, containers, List.copyOf(demands), document);
    }

    /// What changes for a container: nothing, for one that isn't named.
    public ContainerOverride container(String name) {
        return containers.getOrDefault(name, ContainerOverride.NONE);
    }
}
