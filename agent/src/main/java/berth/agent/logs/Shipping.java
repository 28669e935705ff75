package berth.agent.logs;

import berth.agent.docker.Engine;
import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.TaskLife;
import berth.wire.acs.AcsTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the log of each container with log driver `awslogs` sent. Thread-safe.
public final class Shipping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shipping.class);
    /// How long the containers of a task that is over are kept for the sake of what was not sent.
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final Engine engine;
    private final Destination destination;
    private final Places places;
    private final InstantSource clock;
    private final RandomGenerator chance;
    /// By the engine's id; null for a container whose log goes elsewhere.
    private final Map<String, @Nullable Thread> known = new HashMap<>();

    private final Map<String, Instant> waitingSince = new HashMap<>();

    /// @param folder for how far each log was sent; this one's alone
    public Shipping(Engine engine, Destination destination, Path folder, InstantSource clock, RandomGenerator chance) {
        this.engine = engine;
        this.destination = destination;
        this.places = new Places(folder);
        this.clock = clock;
        this.chance = chance;
    }

    /// Begins with what is new and forgets what is gone. Cheap; to be called when something has changed.
    public synchronized void look(NodeView view) {
        var there = new HashSet<String>();
        for (var task : view.tasks()) {
            task.containers().forEach((name, life) -> {
                var id = life.runtimeId();
                if (id == null) return;
                there.add(id);
                if (life.begun() && !known.containsKey(id)) known.put(id, begun(task, name, id));
            });
        }
        var gone = known.keySet().removeIf(id -> !there.contains(id));
        waitingSince.keySet().retainAll(there);
        if (gone) places.forgetAllBut(there);
    }

    private @Nullable Thread begun(TaskLife task, String name, String id) {
        var logs = AwsLogs.of(task.task(), task.definition(name));
        if (logs == null) return null;
        var courier = new Courier(id, logs, engine, destination, places, chance);
        return Thread.ofVirtual().name("berth-agent-courier").start(() -> {
            try {
                courier.run();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error mistake) {
                LOG.error("The log of {} of {} is not sent on", name, task.arn(), mistake);
            }
        });
    }

    /// Whether nothing of these containers' logs is left that could be sent, or it has been waited for long
    /// enough.
    ///
    /// @param runtimeIds of a task that is over
    public synchronized boolean settled(AcsTask task, List<String> runtimeIds) {
        if (task.containers().stream().allMatch(container -> AwsLogs.of(task, container) == null)) return true;
        var now = clock.instant();
        var all = true;
        for (var id : runtimeIds) {
            var thread = known.get(id);
            var ended = known.containsKey(id) && (thread == null || !thread.isAlive());
            if (ended) continue;
            var since = waitingSince.putIfAbsent(id, now);
            if (since != null && since.plus(LONGEST_WAIT).isBefore(now)) {
                LOG.warn("What is left of the log of {} is given up: it could not be sent for a day", id);
                continue;
            }
            all = false;
        }
        return all;
    }

    /// Ends all that goes on; what was not sent is sent by the next one.
    @Override
    public synchronized void close() {
        for (var thread : known.values()) if (thread != null) thread.interrupt();
    }
}
