package berth.server.http;

import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.api.Session;

/// The websockets of sessions that are open.
final class OpenChannels {
    private static final int CLOSE_SECONDS = 5;

    private final Scheduler scheduler;
    private final Set<JettyChannel> open = ConcurrentHashMap.newKeySet();

    OpenChannels(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void add(JettyChannel channel) {
        open.add(channel);
    }

    void remove(JettyChannel channel) {
        open.remove(channel);
    }

    /// A session that is closed by then doesn't mind.
    void disconnectLater(Session session) {
        scheduler.schedule(session::disconnect, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    void close() {
        new ArrayList<>(open).forEach(channel -> channel.close(1001, "the control plane is stopping"));
    }
}
