package berth.agent.act;

import berth.agent.cgroup.TaskGroups;
import berth.agent.firelens.RouterFolders;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;

/// What tasks are given, and what is done for them, besides what the engine has and does.
///
/// @param groups      hold what a task may use as a whole
/// @param files       of environment variables
/// @param fileSystems on servers elsewhere
/// @param routers     of logs: where they are told what to do
/// @param leftovers   of starts that the engine's end cut short
public record Supplies(
        TaskGroups groups,
        EnvironmentFiles files,
        FileSystems fileSystems,
        RouterFolders routers,
        Leftovers leftovers) {
    /// Nothing.
    public static final Supplies NONE = new Supplies(
            TaskGroups.none(), EnvironmentFiles.NONE, FileSystems.NONE, RouterFolders.NONE, Leftovers.UNSEEN);
}
