import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/// Bounded waiting.
final class Wait {
    private Wait() {}

    /// Asks every 20 ms until it is so.
    static void until(String what, Duration bound, Callable<Boolean> question) throws Exception {
        long end = System.nanoTime() + bound.toNanos();
        while (!question.call()) {
            if (System.nanoTime() > end)
                throw new IllegalStateException("waited " + bound.toSeconds() + " s in vain until " + what);
            Thread.sleep(20);
        }
    }

    /// Asks every 20 ms until the answer is not null.
    static <T> T some(String what, Duration bound, Callable<T> question) throws Exception {
        var found = new AtomicReference<T>();
        until("there is " + what, bound, () -> {
            found.set(question.call());
            return found.get() != null;
        });
        return found.get();
    }
}
