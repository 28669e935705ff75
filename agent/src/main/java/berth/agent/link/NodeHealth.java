package berth.agent.link;

import berth.agent.reconcile.NodeView;
import berth.wire.tcs.TcsMessage;
import berth.wire.tcs.TcsMessage.InstanceStatus;
import berth.wire.tcs.TcsMessage.InstanceStatusMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the node itself is well: its engine answers, and the disks that it and its agent need are not
/// full. Thread-safe.
public final class NodeHealth {
    /// Less room than this on a disk and the next image, or the next line of the journal, may not fit.
    static final long LEAST_FREE_BYTES = 256L << 20;

    /// ECS's only kind.
    private static final String KIND = "ContainerRuntime";

    private static final Logger LOG = LoggerFactory.getLogger(NodeHealth.class);

    /// How much is free where a folder is.
    @FunctionalInterface
    interface Room {
        long freeBytes(Path folder) throws IOException;
    }

    private final Set<Path> folders = new CopyOnWriteArraySet<>();
    private final InstantSource clock;
    private final Room room;
    private @Nullable String trouble;
    private @Nullable Instant since;

    /// @param data the agent's own folder
    public NodeHealth(Path data, InstantSource clock) {
        this(data, clock, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    NodeHealth(Path data, InstantSource clock, Room room) {
        this.folders.add(data);
        this.clock = clock;
        this.room = room;
    }

    /// A folder of this machine that must not be full either; one that is not there is not heeded.
    public void watch(Path folder) {
        if (Files.isDirectory(folder)) folders.add(folder);
    }

    /// What the control plane is to hear now.
    public synchronized TcsMessage now(NodeView view, String cluster, String instanceArn) {
        var now = clock.instant();
        var found = view.engineUp() ? full() : "The Docker engine does not answer";
        if (since == null || (found == null) != (trouble == null)) {
            if (found != null) LOG.warn("This node is impaired: {}", found);
            else if (since != null) LOG.info("This node is well again");
            since = now;
        }
        trouble = found;
        return new TcsMessage.PublishInstanceStatusRequest(
                new InstanceStatusMetadata(
                        cluster, instanceArn, UUID.randomUUID().toString()),
                now,
                List.of(new InstanceStatus(KIND, found == null ? "OK" : "IMPAIRED", now, since, found)));
    }

    private @Nullable String full() {
        for (var folder : folders) {
            try {
                var free = room.freeBytes(folder);
                if (free < LEAST_FREE_BYTES)
                    return "The disk of " + folder + " is full: " + (free >> 20) + " MiB are free, fewer than "
                            + (LEAST_FREE_BYTES >> 20);
            } catch (IOException unreadable) {
                LOG.debug("The room in {} is not known: {}", folder, unreadable.getMessage());
            }
        }
        return null;
    }
}
