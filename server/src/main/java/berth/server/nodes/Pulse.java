package berth.server.nodes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// Whether one node is heard. A ping goes out in each heartbeat, unless the last one was not
/// answered; the answer, or anything else that comes, is heard. Thread-safe.
final class Pulse {
    private enum Presence {
        HEARD,
        /// Somebody is on the way to find out whether it is silent.
        DOUBTED,
        SILENT,
        /// Something came from a silent node, and somebody is on the way to say so.
        RETURNING
    }

    private final Attention attention;
    private final InstantSource clock;
    private final AtomicReference<Presence> presence = new AtomicReference<>(Presence.HEARD);
    private volatile Instant heardAt;
    private volatile long heardAfter;
    private volatile boolean asked;

    /// Of a node that is heard now.
    Pulse(Attention attention, InstantSource clock) {
        this.attention = attention;
        this.clock = clock;
        this.heardAt = clock.instant();
        this.heardAfter = attention.millis();
    }

    /// @param ping sends one; false if it could not be sent
    void ask(BooleanSupplier ping) {
        // At most one is under way, so nothing piles up before a node that does not read.
        if (asked) return;
        // Noted before it is sent: the answer may be here before we are.
        asked = true;
        if (!ping.getAsBoolean()) asked = false;
    }

    void answered() {
        asked = false;
    }

    /// Something has come.
    ///
    /// @return whether it was silent till now: one caller alone is told so, and is to call `isHeard` or
    /// `isSilent`
    boolean heard() {
        heardAfter = attention.millis();
        heardAt = clock.instant();
        return presence.get() == Presence.SILENT && presence.compareAndSet(Presence.SILENT, Presence.RETURNING);
    }

    /// Whether it has been silent for longer than that, and nobody knows.
    ///
    /// @return true to one caller, who is to call `isSilent` or `isHeard`
    boolean doubt(Duration limit) {
        return silentFor(limit)
                && presence.get() == Presence.HEARD
                && presence.compareAndSet(Presence.HEARD, Presence.DOUBTED);
    }

    boolean silentFor(Duration limit) {
        return attention.millis() - heardAfter > limit.toMillis();
    }

    void isSilent() {
        presence.set(Presence.SILENT);
    }

    void isHeard() {
        presence.set(Presence.HEARD);
    }

    /// Since when nothing has come, as far as somebody listened.
    Instant silentSince() {
        var listened = clock.instant().minusMillis(attention.millis() - heardAfter);
        var heard = heardAt;
        return listened.isAfter(heard) ? listened : heard;
    }
}
