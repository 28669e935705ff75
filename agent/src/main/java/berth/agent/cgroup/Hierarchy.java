package berth.agent.cgroup;

import java.io.IOException;

/// Makes cgroups where the engine will put a task's containers.
sealed interface Hierarchy permits SplitHierarchy, UnifiedHierarchy, Slices {

    /// Makes a task's cgroup, or finds it, and says what it may use.
    ///
    /// @param id the task's, letters, digits and dashes
    /// @return what the engine is told as its containers' `CgroupParent`
    /// @throws IOException the hierarchy cannot be written, or the kernel refuses
    String make(String id, TaskLimits limits) throws IOException;

    /// Removes it, if it is there.
    ///
    /// @return false: something is still in it
    /// @throws IOException it cannot be removed
    boolean remove(String id) throws IOException;
}
