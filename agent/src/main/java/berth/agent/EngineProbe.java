package berth.agent;

import berth.agent.docker.Engine;
import berth.agent.docker.EngineTrouble;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices an engine that is gone or hangs: its node can neither start nor stop anything, so it may as
/// well be away.
///
/// A dead engine refuses connections; one that is stopped still takes them and never answers, and
/// the event stream of one that hangs looks like that of one where nothing happens. So it is asked,
/// and what counts is how long it has not answered, whatever the reason.
final class EngineProbe {
    /// Between two questions.
    static final Duration EVERY = Duration.ofMillis(500);
    /// How long an engine may not answer before it counts as away: a restart takes half a second.
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(EngineProbe.class);

    /// Told of changes, on the probe's thread.
    interface Listener {
        /// @param since the engine's last answer
        void away(Duration since, String why);

        void back();
    }

    private final Engine engine;
    private final Duration every;
    private final Duration patience;
    private final Listener listener;

    EngineProbe(Engine engine, Duration every, Duration patience, Listener listener) {
        this.engine = engine;
        this.every = every;
        this.patience = patience;
        this.listener = listener;
    }

    /// Until the thread is interrupted. An engine that never answered is none of its business: the
    /// node is not registered yet.
    void run() {
        try {
            while (!answers()) Thread.sleep(every);
            var answered = System.nanoTime();
            var away = false;
            while (true) {
                Thread.sleep(every);
                var left = patience.minusNanos(System.nanoTime() - answered);
                var trouble = away || !left.isPositive() ? trouble(patience) : trouble(left);
                if (trouble == null) {
                    answered = System.nanoTime();
                    if (away) {
                        away = false;
                        LOG.info("The engine answers again");
                        listener.back();
                    }
                } else if (!away && System.nanoTime() - answered >= patience.toNanos()) {
                    away = true;
                    listener.away(Duration.ofNanos(System.nanoTime() - answered), trouble);
                }
            }
        } catch (InterruptedException | CancellationException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers() {
        return trouble(patience) == null;
    }

    /// Null if it answers.
    private @Nullable String trouble(Duration limit) {
        try {
            engine.ping(limit);
            return null;
        } catch (EngineTrouble trouble) {
            return String.valueOf(trouble.getMessage());
        }
    }
}
