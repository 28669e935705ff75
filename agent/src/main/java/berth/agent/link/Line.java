package berth.agent.link;

import berth.agent.reconcile.Backoff;
import berth.wire.frame.Frame;
import berth.wire.frame.UnreadableFrame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A websocket to the control plane that is always wanted: connects, listens, and connects again.
///
/// After an orderly end at once, after trouble with a growing pause; after being called inactive
/// much later. Not while its node is not fit to be there.
abstract class Line {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final String name;
    private final HttpClient client;
    private final Signing signing;
    private final Endpoints endpoints;
    private final LinkSettings settings;
    private final RandomGenerator chance;
    private final Gate fit = new Gate();
    private volatile @Nullable Socket socket;

    Line(
            String name,
            HttpClient client,
            Signing signing,
            Endpoints endpoints,
            LinkSettings settings,
            RandomGenerator chance) {
        this.name = name;
        this.client = client;
        this.signing = signing;
        this.endpoints = endpoints;
        this.settings = settings;
        this.chance = chance;
    }

    /// Where to connect now, over http(s).
    abstract URI address();

    /// The socket is up. May send.
    abstract void up();

    /// @return true when it proves that the control plane is there
    abstract boolean heard(String text);

    /// Called between messages, about when asked for.
    abstract Duration idle();

    /// @return false when there is no line, or it broke
    boolean send(String text) {
        var current = socket;
        return current != null && current.send(text);
    }

    boolean connected() {
        return socket != null && fit.isOpen();
    }

    /// Drops the line, and does not connect again until `resume`.
    void suspend(String why) {
        fit.shut();
        var current = socket;
        if (current != null) current.close(1000, why);
    }

    void resume() {
        fit.open();
    }

    /// Until the thread is interrupted.
    void run() {
        var failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                fit.pass();
                var began = now();
                var ended = once();
                if (ended == How.SUSPENDED) {
                    failures = 0;
                    continue;
                }
                if (ended == How.INACTIVE) {
                    LOG.warn(
                            "{}: the control plane calls this node inactive; asked again in {}",
                            name,
                            settings.inactiveWait());
                    Thread.sleep(settings.inactiveWait());
                    failures = 0;
                    continue;
                }
                if (now().isAfter(began.plus(SETTLED))) failures = 0;
                if (ended == How.ORDERLY && failures == 0 && now().isAfter(began.plus(SETTLED))) continue;
                failures++;
                endpoints.doubt();
                Thread.sleep(Backoff.LINK.after(failures, chance));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private enum How {
        ORDERLY,
        SUSPENDED,
        TROUBLE,
        INACTIVE
    }

    private How once() throws InterruptedException {
        try {
            var address = address();
            try (var fresh = Socket.connect(client, Endpoints.socket(address), signing.get(address, new byte[0]))) {
                socket = fresh;
                // Whoever suspended us meanwhile may not have seen this one.
                if (!fit.isOpen()) return How.SUSPENDED;
                LOG.info("{} connected to {}", name, address.getAuthority());
                up();
                return listen(fresh);
            } finally {
                socket = null;
            }
        } catch (Socket.Refused refused) {
            LOG.warn("{}: {}", name, refused.getMessage());
            return inactive(refused.body()) ? How.INACTIVE : How.TROUBLE;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot connect: {}", name, e.getMessage());
            return How.TROUBLE;
        }
    }

    private How listen(Socket from) throws InterruptedException {
        var silentAt = silence();
        var oldAt =
                now().plus(settings.lifetime()).plus(jitter(settings.lifetime().dividedBy(6)));
        while (true) {
            var received = from.next(idle());
            if (!fit.isOpen()) return How.SUSPENDED;
            switch (received) {
                case null -> {}
                case Socket.Received.Text(var text) -> {
                    if (inactive(text)) {
                        from.close(1000, "");
                        return How.INACTIVE;
                    }
                    if (heard(text)) silentAt = silence();
                }
                case Socket.Received.Ended(var code, var reason) -> {
                    LOG.info("{} ended: {} {}", name, code, reason);
                    return code == 1000 || code == 1001 || code == 1006 || code == 1011 ? How.ORDERLY : How.TROUBLE;
                }
            }
            if (now().isAfter(silentAt) || from.pingsCeased()) {
                LOG.warn("{}: the control plane has been silent for too long", name);
                from.close(1000, "Inactivity: Reconnect to continue");
                return How.TROUBLE;
            }
            if (now().isAfter(oldAt)) {
                from.close(1000, "ConnectionExpired: Reconnect to continue");
                return How.ORDERLY;
            }
        }
    }

    private static boolean inactive(String text) {
        if (!text.contains("InactiveInstanceException")) return false;
        try {
            return "InactiveInstanceException".equals(Frame.read(text).type());
        } catch (UnreadableFrame e) {
            return text.contains("\"__type\"");
        }
    }

    private Instant silence() {
        return now().plus(settings.inactivity()).plus(jitter(settings.inactivity()));
    }

    private Duration jitter(Duration most) {
        return Duration.ofMillis(chance.nextLong(most.toMillis() + 1));
    }

    /// By a clock that nobody sets.
    static Instant now() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }
}
