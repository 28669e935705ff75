package berth.agent;

import berth.agent.docker.Engine;
import berth.agent.docker.EngineEvent;
import berth.agent.docker.EngineStream;
import berth.agent.docker.EngineTrouble;
import berth.agent.reconcile.Backoff;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.Labels;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens to the engine's events, and by that knows whether there is an engine.
final class EngineWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);

    private final Engine engine;
    private final Consumer<Input> inputs;
    private final RandomGenerator chance;
    private volatile @Nullable EngineStream<EngineEvent> stream;
    private volatile boolean up;

    EngineWatch(Engine engine, Consumer<Input> inputs, RandomGenerator chance) {
        this.engine = engine;
        this.inputs = inputs;
        this.chance = chance;
    }

    boolean up() {
        return up;
    }

    /// Until the thread is interrupted. The stream is opened before the look that `EngineUp` causes, so nothing
    /// falls between the two.
    void run() {
        var failures = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try (var events = engine.events(null)) {
                stream = events;
                up = true;
                failures = 0;
                inputs.accept(new Input.EngineUp());
                LOG.info("Listening to the engine");
                for (var event = events.next(); event != null; event = events.next()) {
                    if (event instanceof EngineEvent.Container container
                            && container.labels().containsKey(Labels.TASK_ARN))
                        inputs.accept(new Input.Happened(container));
                }
            } catch (EngineTrouble trouble) {
                if (up || failures == 0) LOG.warn("No engine: {}", trouble.getMessage());
            } catch (java.util.concurrent.CancellationException e) {
                return;
            }
            if (up) inputs.accept(new Input.EngineDown());
            up = false;
            failures++;
            try {
                Thread.sleep(Backoff.ENGINE.after(failures, chance));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    void close() {
        var open = stream;
        if (open != null) open.close();
    }
}
