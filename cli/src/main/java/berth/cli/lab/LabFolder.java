package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a lab keeps everything: the data folder of its control plane, with a folder for each node in it.
public record LabFolder(DataFolder data) {
    private static final String PLAN = "lab.json";
    private static final String LABS = "labs";
    private static final String LOCK = "lab.lock";

    /// An engine's socket is below, and a socket's path has a bound.
    private static final int LONGEST = 75;

    /// `data` if given, else `labs/NAME` in the usual data folder.
    ///
    /// @throws CliError the folder's path is too long for what is to be in it
    public static LabFolder of(String name, @Nullable Path data, Surroundings surroundings) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,39}")) {
            throw new CliError("--name must be 1 to 40 letters, digits, - _ and . (got " + name + ")");
        }
        var folder = data != null
                ? DataFolder.of(data, surroundings)
                : new DataFolder(
                        DataFolder.of(null, surroundings).path().resolve(LABS).resolve(name));
        if (folder.path().toString().length() > LONGEST) {
            throw new CliError("A lab's folder must be at most " + LONGEST + " characters (" + folder.path() + " has "
                    + folder.path().toString().length() + "); name another with --data");
        }
        return new LabFolder(folder);
    }

    public Path path() {
        return data.path();
    }

    Path node(Seat seat) {
        return path().resolve(seat.name());
    }

    /// What was asked for; empty when there is no lab here.
    public Optional<LabPlan> plan() {
        return data.read(PLAN).map(LabPlan::of);
    }

    /// @throws CliError saying how to get a lab when there is none here
    public LabPlan requirePlan() {
        return plan().orElseThrow(() -> new CliError("There is no lab in " + path()
                + ". Start one with ./berth lab up, or name another with --name or --data"));
    }

    void keep(LabPlan plan) {
        data.write(PLAN, plan.doc());
    }

    /// Folders that hold, or held, a node's engine, whatever the plan says.
    List<Path> engines() {
        try (var all = Files.list(path())) {
            return all.map(node -> node.resolve("engine"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /// Removes all of it, and the folder of labs if this was the last.
    void delete() {
        data.delete();
        var parent = path().getParent();
        if (parent != null && parent.endsWith(LABS)) {
            var labs = new DataFolder(parent);
            if (labs.isEmpty()) {
                labs.delete();
            }
        }
    }

    /// Keeps others from raising or clearing the lab meanwhile.
    ///
    /// @throws CliError when somebody does
    Closeable lock() {
        data.make();
        try {
            var channel = FileChannel.open(path().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException trouble) {
            throw new CliError("Cannot lock " + path().resolve(LOCK) + ": " + trouble.getMessage());
        }
        throw new CliError("Another 'berth lab' is raising or clearing the lab in " + path() + "; wait for it");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }
}
