package berth.cli.control;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Unreadable;
import berth.cli.json.Writing;
import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder where a control plane and an agent on this machine keep everything.
public record DataFolder(Path path) {
    private static final String RUNNING = "running.json";

    /// `option` if given, else `$BERTH_HOME`, else `~/.berth`.
    public static DataFolder of(@Nullable Path option, Surroundings surroundings) {
        var variable = surroundings.variable("BERTH_HOME");
        var chosen = option != null
                ? option
                : variable != null ? Path.of(variable) : surroundings.home().resolve(".berth");
        return new DataFolder(chosen.toAbsolutePath().normalize());
    }

    /// Where a detached process writes its log.
    public Path log() {
        return path.resolve("berth.log");
    }

    public Path agent() {
        return path.resolve("agent");
    }

    /// The process that runs here now; empty when none does, whatever a file from earlier says.
    public Optional<Running> running() {
        return read(RUNNING)
                .flatMap(doc -> Optional.ofNullable(Running.of(doc)))
                .filter(running -> running.process().alive().isPresent());
    }

    public void write(Running running) {
        write(RUNNING, running.doc());
    }

    /// Takes the note of that process away, unless another has written its own since.
    public void forget(ProcessIdentity process) {
        if (read(RUNNING)
                .map(Running::of)
                .filter(running -> running.process().equals(process))
                .isPresent()) {
            remove(RUNNING);
        }
    }

    /// The operator's key, which the control plane made at its first start.
    ///
    /// @throws CliError when there is none, or it may not be read
    public Credentials operator() {
        var file = path.resolve("credentials.json");
        var doc = read("credentials.json")
                .orElseThrow(() -> new CliError("There is no key at " + file + "; has ./berth up run here?"));
        var id = doc.text("accessKeyId");
        var secret = doc.text("secretAccessKey");
        if (id == null || secret == null) {
            throw new CliError(file + " has no accessKeyId and secretAccessKey");
        }
        return new Credentials(id, secret);
    }

    /// A small document kept here; empty when there is none.
    ///
    /// @throws CliError when it cannot be read
    public Optional<Doc> read(String name) {
        var file = path.resolve(name);
        try {
            return Optional.of(Doc.parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | Unreadable trouble) {
            throw new CliError("Cannot read " + file + ": " + trouble.getMessage());
        }
    }

    /// Writes a small document, whole or not at all, readable by its owner only.
    public void write(String name, Doc doc) {
        var file = make().path.resolve(name);
        var fresh = path.resolve("." + name + ".new");
        try {
            Files.deleteIfExists(fresh);
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(fresh, owner);
            Files.writeString(fresh, Writing.pretty(doc) + "\n", StandardOpenOption.WRITE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException trouble) {
            throw new CliError("Cannot write " + file + ": " + trouble.getMessage());
        }
    }

    public void remove(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException trouble) {
            throw new CliError("Cannot remove " + path.resolve(name) + ": " + trouble.getMessage());
        }
    }

    /// Whether nothing is kept here, or the folder is not there.
    public boolean isEmpty() {
        try (var all = Files.list(path)) {
            return all.findAny().isEmpty();
        } catch (IOException _) {
            return !Files.exists(path);
        }
    }

    /// Removes the folder and all that is in it; links are not followed.
    public void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path done, @Nullable IOException trouble) throws IOException {
                    Files.delete(done);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException trouble) {
            throw new CliError("Cannot remove " + path + ": " + trouble.getMessage());
        }
    }

    /// Makes the folder, for its owner only, if it is missing.
    public DataFolder make() {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(path, owner);
            return this;
        } catch (IOException trouble) {
            throw new CliError("Cannot make the data folder " + path + ": " + trouble.getMessage());
        }
    }
}
