package berth.agent.logs;

import berth.wire.frame.FrameJson;
import berth.wire.frame.UnreadableFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far each container's log has been sent, a small file each. What is kept survives the agent's end at
/// once; after a power cut some lines may be sent twice.
final class Places {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private static final String SUFFIX = ".json";

    private final Path folder;

    /// @throws UncheckedIOException when the folder cannot be made
    Places(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    Place of(String runtimeId) {
        try {
            return FrameJson.read(Files.readAllBytes(file(runtimeId)), Place.class);
        } catch (NoSuchFileException none) {
            return Place.BEGIN;
        } catch (IOException | UnreadableFrame e) {
            LOG.warn("How far the log of {} was sent cannot be read; it is sent again", runtimeId, e);
            return Place.BEGIN;
        }
    }

    void keep(String runtimeId, Place place) {
        var file = file(runtimeId);
        var fresh = folder.resolve(runtimeId + ".new");
        try {
            Files.write(fresh, FrameJson.write(place));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("How far the log of {} was sent cannot be kept: {}", runtimeId, e.getMessage());
        }
    }

    /// Removes what there is of all other containers.
    void forgetAllBut(Set<String> runtimeIds) {
        try (var files = Files.list(folder)) {
            var known = new HashSet<String>();
            for (var id : runtimeIds) known.add(id + SUFFIX);
            for (var file : files.toList()) {
                if (!known.contains(file.getFileName().toString())) Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be tidied: {}", folder, e.getMessage());
        }
    }

    private Path file(String runtimeId) {
        return folder.resolve(runtimeId + SUFFIX);
    }
}
