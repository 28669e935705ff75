package berth.server.api;

import berth.core.operation.TakeAside;
import berth.core.operation.TakeAside.Aside;
import berth.server.controller.Asker;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// What takes longer to think over than a turn of the single writer may take, on the asker's own
/// time. One after the other, for each has a cluster of its own in memory.
final class Thinking {
    private final ReentrantLock planning = new ReentrantLock();
    private final Asker asker;

    Thinking(Asker asker) {
        this.asker = asker;
    }

    /// @throws berth.core.Refusal `ClusterNotFoundException` if there is no such cluster, and as the
    /// thought does
    <R> R over(String cluster, Function<Aside, R> thought) {
        var aside = asker.ask(new TakeAside(cluster));
        planning.lock();
        try {
            return thought.apply(aside);
        } finally {
            planning.unlock();
        }
    }
}
