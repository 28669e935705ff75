package berth.server.plugins;

import berth.core.operation.BriefScheduler.Brief;
import berth.core.placement.Advice;
import berth.core.rollout.Advised;
import berth.core.rollout.Consultation;
import berth.core.rollout.Counsellor;
import berth.server.controller.Asker;
import berth.server.controller.Controller;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the schedulers that are plugged in for services that need tasks, and takes their word back to the
/// single writer.
///
/// Apart from `Schedulers`, whose callers wait for themselves: services are many and nobody waits
/// for them, so theirs are asked a few at a time, and the others wait in line.
public final class Consultations implements Counsellor, AutoCloseable {
    /// How many are asked at once: some of the seats that `Schedulers` has, the others are for callers.
    static final int IN_FLIGHT = 4;

    static final int MAX_WAITING = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Consultations.class);

    private final Schedulers schedulers;
    private final ThreadPoolExecutor asking;
    private volatile @Nullable Controller writer;

    public Consultations(Schedulers schedulers) {
        this.schedulers = schedulers;
        asking = new ThreadPoolExecutor(
                IN_FLIGHT,
                IN_FLIGHT,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().daemon().name("consultation-", 0).factory());
        asking.allowCoreThreadTimeOut(true);
    }

    /// Where words are taken. To be called before anything is asked.
    public void tells(Controller controller) {
        writer = controller;
    }

    /// Of all in line before it, and a second for what is not theirs.
    @Override
    public @Nullable Duration patience(String scheduler) {
        return schedulers.has(scheduler)
                ? schedulers
                        .deadline()
                        .multipliedBy(MAX_WAITING / IN_FLIGHT + 1)
                        .plusSeconds(1)
                : null;
    }

    @Override
    public void consult(Consultation consultation) {
        try {
            asking.execute(() -> tell(consultation, advice(consultation)));
        } catch (RejectedExecutionException full) {
            tell(consultation, Advice.none(consultation.scheduler(), MAX_WAITING + " services wait for schedulers"));
        }
    }

    private Advice advice(Consultation asked) {
        var brief = new Brief(asked.scheduler(), asked.definition(), asked.request(), asked.nodes());
        return schedulers.advise(asked.service().cluster(), asked.copies(), brief);
    }

    /// Does not wait for the writer: it may be the one that calls.
    private void tell(Consultation asked, Advice advice) {
        try {
            Objects.requireNonNull(writer).submit(new Advised(asked.service(), asked.copies(), advice));
        } catch (Asker.Overloaded | Asker.Stopped unheard) {
            LOG.debug("Service {} does not hear of {}: {}", asked.service(), asked.scheduler(), unheard.getMessage());
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
