package berth.agent.cgroup;

import berth.agent.docker.EngineInfo;
import berth.wire.acs.AcsTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cgroups of the node's tasks, as far as this agent may make any. Thread-safe.
///
/// Where it may not, tasks run without: their containers still have the limits of their own.
public final class TaskGroups {
    private static final Logger LOG = LoggerFactory.getLogger(TaskGroups.class);
    private static final int SYSTEMCTL_SECONDS = 20;
    private static final String TRIAL = "berth-trial";

    private final Supplier<EngineInfo> engine;
    private final boolean local;
    private final Path root;
    private final @Nullable String parent;
    private final Slices.Systemctl systemctl;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile @Nullable Found found;

    /// @param hierarchy null: none that this agent may write to
    private record Found(
            int cgroupVersion, String driver, @Nullable Hierarchy hierarchy) {}

    /// @param local  the engine runs on this machine
    /// @param root   `/sys/fs/cgroup`
    /// @param parent under which the tasks' cgroups are made, such as `/ecs`; null: none are wanted
    public TaskGroups(Supplier<EngineInfo> engine, boolean local, Path root, @Nullable String parent) {
        this(engine, local, root, parent, TaskGroups::systemctl);
    }

    TaskGroups(
            Supplier<EngineInfo> engine,
            boolean local,
            Path root,
            @Nullable String parent,
            Slices.Systemctl systemctl) {
        this.engine = engine;
        this.local = local;
        this.root = root;
        this.parent = parent;
        this.systemctl = systemctl;
    }

    /// Makes none.
    public static TaskGroups none() {
        return new TaskGroups(
                () -> {
                    throw new IllegalStateException("nobody asks");
                },
                false,
                Path.of("/"),
                null);
    }

    /// Whether tasks are limited as a whole at that engine. Tried, not guessed; says in the log why not.
    public boolean usable(EngineInfo info) {
        return hierarchy(info) != null;
    }

    /// Makes the task's cgroup, or finds it again.
    ///
    /// @return what the engine is to be told as the parent of its containers' cgroups; null: the task has
    ///     no limits, or the node holds none
    /// @throws IOException it could be done for others, but not for this one
    public @Nullable String make(AcsTask task) throws IOException {
        var limits = TaskLimits.of(task);
        if (limits == null) return null;
        var hierarchy = hierarchy();
        return hierarchy == null ? null : hierarchy.make(id(task), limits);
    }

    /// Once all of its containers were removed. A task that has none is fine.
    ///
    /// @return false: something is still in it
    public boolean remove(AcsTask task) {
        if (TaskLimits.of(task) == null) return true;
        var hierarchy = hierarchy();
        if (hierarchy == null) return true;
        try {
            return hierarchy.remove(id(task));
        } catch (IOException trouble) {
            LOG.warn("The cgroup of {} stays: {}", task.arn(), trouble.getMessage());
            return true;
        }
    }

    private @Nullable Hierarchy hierarchy() {
        if (parent == null || !local) return null;
        var known = found;
        return known != null ? known.hierarchy() : hierarchy(engine.get());
    }

    /// The engine may have been replaced by one with another driver.
    private @Nullable Hierarchy hierarchy(EngineInfo info) {
        if (parent == null || !local) return null;
        probing.lock();
        try {
            var known = found;
            if (known != null
                    && known.cgroupVersion() == info.cgroupVersion()
                    && known.driver().equals(info.cgroupDriver())) return known.hierarchy();
            var fresh = new Found(info.cgroupVersion(), info.cgroupDriver(), tried(info, parent));
            found = fresh;
            return fresh.hierarchy();
        } finally {
            probing.unlock();
        }
    }

    private @Nullable Hierarchy tried(EngineInfo info, String under) {
        if (info.securityOptions().containsKey("rootless")) return lacking("the engine runs without root");
        var candidate = switch (info.cgroupDriver()) {
            case "cgroupfs" ->
                info.cgroupVersion() == 2 ? new UnifiedHierarchy(root, under) : new SplitHierarchy(root, under);
            case "systemd" -> new Slices(systemctl, info.cgroupVersion());
            default -> null;
        };
        if (candidate == null) return lacking("the engine's cgroup driver is " + info.cgroupDriver());
        try {
            candidate.make(TRIAL, new TaskLimits(1, 64));
            candidate.remove(TRIAL);
            return candidate;
        } catch (IOException refused) {
            return lacking(String.valueOf(refused.getMessage()));
        }
    }

    private static @Nullable Hierarchy lacking(String why) {
        LOG.warn("The cpu and memory of a task as a whole are not limited on this node, only its containers': {}", why);
        return null;
    }

    /// The last segment of its ARN.
    private static String id(AcsTask task) {
        var arn = String.valueOf(task.arn());
        return arn.substring(arn.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9-]", "_");
    }

    private static void systemctl(List<String> words) throws IOException {
        var command = new java.util.ArrayList<>(List.of("systemctl", "--quiet", "--no-ask-password"));
        command.addAll(words);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(SYSTEMCTL_SECONDS, TimeUnit.SECONDS))
                throw new IOException(String.join(" ", command) + " has not ended within " + SYSTEMCTL_SECONDS + " s");
            if (process.exitValue() != 0)
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
