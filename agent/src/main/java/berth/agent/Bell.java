package berth.agent;

import java.util.concurrent.Semaphore;

/// Rung by some, waited for by one: a ring while nobody waits is kept, and many count as one.
final class Bell {
    private final Semaphore rung = new Semaphore(0);

    void ring() {
        if (rung.availablePermits() == 0) rung.release();
    }

    /// Until it has been rung since the last time.
    void await() throws InterruptedException {
        rung.acquire();
        rung.drainPermits();
    }
}
