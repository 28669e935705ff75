package berth.agent.link;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets through, or not. Open at first. Thread-safe.
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private volatile boolean open = true;

    boolean isOpen() {
        return open;
    }

    void shut() {
        open = false;
    }

    void open() {
        lock.lock();
        try {
            open = true;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it is open.
    void pass() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!open) opened.await();
        } finally {
            lock.unlock();
        }
    }
}
