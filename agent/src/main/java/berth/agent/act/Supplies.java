package berth.agent.act;

import berth.agent.cgroup.TaskGroups;
import berth.agent.firelens.RouterFolders;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;

/// What containers are given besides what the engine has.
///
/// @param groups      hold what a task may use as a whole
/// @param files       of environment variables
/// @param fileSystems on servers elsewhere
/// @param routers     of logs: where they are told what to do
public record Supplies(TaskGroups groups, EnvironmentFiles files, FileSystems fileSystems, RouterFolders routers) {
    /// Nothing.
    public static final Supplies NONE =
            new Supplies(TaskGroups.none(), EnvironmentFiles.NONE, FileSystems.NONE, RouterFolders.NONE);
}
