package berth.server.http;

import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.api.Session;

/// The open websockets.
final class OpenSockets {
    private static final int CLOSE_SECONDS = 5;
    private static final int OPEN_SECONDS = 30;

    private final Scheduler scheduler;
    private final Set<JettySocket> sockets = ConcurrentHashMap.newKeySet();

    OpenSockets(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /// Keeps a socket from its upgrade on; one that never opens is given up.
    void add(JettySocket socket) {
        sockets.add(socket);
        scheduler.schedule(
                () -> {
                    if (!socket.isConnected()) {
                        Thread.startVirtualThread(() -> socket.abandoned("the upgrade was never completed"));
                    }
                },
                OPEN_SECONDS,
                TimeUnit.SECONDS);
    }

    void remove(JettySocket socket) {
        sockets.remove(socket);
    }

    int size() {
        return sockets.size();
    }

    /// A session that is closed by then doesn't mind.
    void disconnectLater(Session session) {
        scheduler.schedule(session::disconnect, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /// Says goodbye to all: going away, come back.
    void close() {
        new ArrayList<>(sockets).forEach(socket -> socket.close(1001, "the control plane is stopping"));
    }
}
