package berth.server;

import berth.core.operation.KeepHouse;
import berth.core.operation.ScaleServices;
import berth.server.controller.Asker;
import berth.server.events.Events;
import berth.server.exec.ExecSessions;
import berth.server.logs.LogStore;
import berth.server.metrics.Utilisations;
import berth.server.nodes.NodeLinks;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a control plane does by the clock.
final class Ticking implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticking.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
    private static final Duration SCALING = Duration.ofSeconds(2);
    /// What a power cut may cost of containers' logs.
    private static final Duration LOGS_SYNC = Duration.ofMillis(500);

    private static final Duration LOGS_HOUSEKEEPING = Duration.ofMinutes(1);
    private static final int MAX_HOUSEKEEPING_TURNS = 100;
    /// In the life of a task's credentials.
    private static final int RENEWAL_LOOKS = 20;

    private final ScheduledExecutorService ticks = thread("ticks");
    /// Apart from the others, which may wait for the writer: who does not listen hears nobody.
    private final ScheduledExecutorService listening = thread("listening");
    /// Waits for nobody but the disk.
    private final ScheduledExecutorService logKeeping = thread("logs");

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    void begin(
            ServerSettings settings,
            Asker asker,
            NodeLinks nodes,
            Events events,
            ExecSessions exec,
            Utilisations used) {
        every(listening, settings.nodeHeartbeat().dividedBy(NodeLinks.SHARES), nodes::listen);
        every(ticks, HEARTBEAT, nodes::beat);
        every(ticks, settings.credentialsLife().dividedBy(RENEWAL_LOOKS), nodes::renewCredentials);
        every(ticks, HOUSEKEEPING, events::trim);
        every(ticks, HOUSEKEEPING, exec::sweep);
        every(ticks, SCALING, () -> asker.ask(new ScaleServices(used.look())));
        var house = new KeepHouse(settings.stoppedTaskRetention(), settings.maxStoppedTasks());
        every(ticks, HOUSEKEEPING, () -> keepHouse(asker, house));
    }

    void keepLogs(LogStore logs, Clock clock) {
        every(logKeeping, LOGS_SYNC, () -> logs.sync(clock.millis()));
        every(logKeeping, LOGS_HOUSEKEEPING, () -> logs.forgetOld(clock.millis()));
    }

    /// Turn by turn, so that others are heard in between; what is left after that waits for the
    /// next tick.
    private static void keepHouse(Asker asker, KeepHouse question) {
        for (var i = 0; i < MAX_HOUSEKEEPING_TURNS; i++) {
            if (asker.ask(question) < KeepHouse.MAX_PER_TURN) return;
        }
    }

    private static void every(ScheduledExecutorService on, Duration period, Runnable task) {
        var _ = on.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (Asker.Stopped e) {
                        LOG.debug("Stopping");
                    } catch (RuntimeException e) {
                        LOG.warn("A periodic task failed; it will be tried again", e);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        listening.shutdownNow();
        logKeeping.shutdownNow();
    }
}
