package berth.agent;

import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import org.jspecify.annotations.Nullable;

/// What the operator provides for tasks on this node, beyond an engine.
///
/// @param cgroupParent under which tasks with a cpu or memory of their own get a cgroup, such as `/ecs`;
///     null: they get none
/// @param files        stand for S3
/// @param fileSystems  stand for EFS
public record Provisions(@Nullable String cgroupParent, EnvironmentFiles files, FileSystems fileSystems) {
    /// Where ECS's agent has its cgroups.
    public static final String USUAL_CGROUP = "/ecs";

    /// What a node has without being told.
    public static final Provisions USUAL = new Provisions(USUAL_CGROUP, EnvironmentFiles.NONE, FileSystems.NONE);

    /// @throws IllegalArgumentException a parent that is no path from the root
    public Provisions {
        if (cgroupParent != null && !cgroupParent.matches("(/[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*)+"))
            throw new IllegalArgumentException(
                    "the parent of tasks' cgroups must be a path such as /ecs (got " + cgroupParent + ")");
    }
}
