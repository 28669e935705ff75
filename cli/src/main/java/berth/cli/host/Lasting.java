package berth.cli.host;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what was started, and ends it in the opposite order when the process is told to end.
final class Lasting {
    private static final Logger LOG = LoggerFactory.getLogger(Lasting.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean ended;

    /// From now on a signal ends all parts before the process goes.
    static Lasting untilSignal() {
        var lasting = new Lasting();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(lasting::end));
        return lasting;
    }

    /// @return `part`, which is ended at once if a signal came meanwhile
    synchronized <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        if (ended) {
            end();
        }
        return part;
    }

    synchronized void end() {
        ended = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception trouble) {
                LOG.warn("A part did not end well", trouble);
            }
        }
    }
}
