package berth.agent;

import berth.agent.act.Hands;
import berth.agent.link.ControlLine;
import berth.agent.logs.Shipping;
import berth.agent.reconcile.Action;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.Ledger;
import berth.agent.reconcile.Reconciler;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The loop around the reconciler: gathers what came in, takes a turn, hands out what is to be done.
final class Turns {
    private static final int MOST_WAITING = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Reconciler reconciler;
    private final Ledger ledger;
    private final Hands hands;
    private final ControlLine control;
    private final Shipping shipping;
    private final InstantSource clock;
    private final Leaps leaps;
    private final Runnable stirred;
    private final Executor executor;
    private final Consumer<Throwable> fault;
    private final BlockingQueue<Input> inbox = new ArrayBlockingQueue<>(MOST_WAITING);

    /// @param stirred told after each turn that may have changed how things stand; must be quick
    Turns(
            Reconciler reconciler,
            Ledger ledger,
            Hands hands,
            ControlLine control,
            Shipping shipping,
            InstantSource clock,
            Leaps leaps,
            Runnable stirred,
            Executor executor,
            Consumer<Throwable> fault) {
        this.reconciler = reconciler;
        this.ledger = ledger;
        this.hands = hands;
        this.control = control;
        this.shipping = shipping;
        this.clock = clock;
        this.leaps = leaps;
        this.stirred = stirred;
        this.executor = executor;
        this.fault = fault;
    }

    /// Hands something to the next turn; waits while ten thousand others wait.
    void add(Input input) {
        try {
            inbox.put(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until the thread is interrupted, or something is broken: a turn that failed half way must not be
    /// followed by another. The next agent begins from what is written down.
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var inputs = gathered();
                var now = clock.instant();
                var leap = leaps.until(now);
                if (leap != null) inputs.addFirst(new Input.ClockSet(leap));
                begin(reconciler.turn(inputs, now));
                if (!inputs.stream().allMatch(Input.Asked.class::isInstance)) stirred.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            if (!Thread.currentThread().isInterrupted()) fault.accept(e);
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
            try {
                ledger.sync();
            } catch (UncheckedIOException e) {
                if (!Thread.currentThread().isInterrupted()) fault.accept(e);
                return;
            }
            for (var action : afterSync) executor.execute(() -> perform(action));
        });
    }

    private void perform(Action action) {
        switch (action) {
            // Containers go only after their logs did; the reconciler asks again.
            case Action.CleanUp(var task, var ids)
            when !shipping.settled(task, ids) -> add(new Input.CleanedUp(String.valueOf(task.arn()), false));
            case Action.OnEngine onEngine -> add(hands.perform(onEngine, this::add));
            case Action.Submit submit -> add(control.submit(submit));
            case Action.Send send -> control.send(send);
            case Action.StreamLogs stream -> control.stream(stream);
            case Action.Exec exec -> control.exec(exec);
        }
    }
}
