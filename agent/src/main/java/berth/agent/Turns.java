package berth.agent;

import berth.agent.act.Hands;
import berth.agent.link.ControlLine;
import berth.agent.reconcile.Action;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.Ledger;
import berth.agent.reconcile.Reconciler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop around the reconciler: gathers what came in, takes a turn, hands out what is to be done.
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final int MOST_WAITING = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Reconciler reconciler;
    private final Ledger ledger;
    private final Hands hands;
    private final ControlLine control;
    private final InstantSource clock;
    private final Executor executor;
    private final BlockingQueue<Input> inbox = new ArrayBlockingQueue<>(MOST_WAITING);

    Turns(
            Reconciler reconciler,
            Ledger ledger,
            Hands hands,
            ControlLine control,
            InstantSource clock,
            Executor executor) {
        this.reconciler = reconciler;
        this.ledger = ledger;
        this.hands = hands;
        this.control = control;
        this.clock = clock;
        this.executor = executor;
    }

    /// Hands something to the next turn; waits while ten thousand others wait.
    void add(Input input) {
        try {
            inbox.put(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until the thread is interrupted. Anything else that ends it is a fault, and is thrown.
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) begin(reconciler.turn(gathered(), clock.instant()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            LOG.debug("Turns end: {}", e.getMessage());
        }
    }

    private List<Input> gathered() throws InterruptedException {
        var at = reconciler.wakeAt();
        var wait = at == null ? LONGEST_WAIT : Duration.between(clock.instant(), at);
        if (wait.compareTo(LONGEST_WAIT) > 0) wait = LONGEST_WAIT;
        var gathered = new ArrayList<Input>();
        var first = wait.isPositive() ? inbox.poll(wait.toMillis() + 1, TimeUnit.MILLISECONDS) : inbox.poll();
        if (first != null) gathered.add(first);
        inbox.drainTo(gathered);
        return gathered;
    }

    private void begin(List<Action> actions) {
        var afterSync = new ArrayList<Action>();
        for (var action : actions) {
            if (action.afterSync()) afterSync.add(action);
            else executor.execute(() -> perform(action));
        }
        if (afterSync.isEmpty()) return;
        executor.execute(() -> {
            ledger.sync();
            for (var action : afterSync) executor.execute(() -> perform(action));
        });
    }

    private void perform(Action action) {
        switch (action) {
            case Action.OnEngine onEngine -> add(hands.perform(onEngine, this::add));
            case Action.Submit submit -> add(control.submit(submit));
            case Action.Send send -> control.send(send);
            case Action.StreamLogs stream -> control.stream(stream);
        }
    }
}
