package berth.server.controller;

import berth.core.Change;
import berth.core.Decision;
import berth.core.operation.LiftFences;
import berth.core.operation.Question;
import berth.core.operation.ServeWaiting;
import berth.core.placement.Placing;
import berth.core.rollout.Attendant;
import berth.core.rollout.Counsellor;
import berth.core.rollout.KeepServices;
import berth.core.schedule.ScheduleId;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.core.timetable.KeepSchedules;
import berth.server.store.Store;
import berth.server.store.Turn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the state. Whoever runs `turn`, one thread at a time, is the single writer.
public final class Controller implements Asker, Reading.Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    /// How many questions may wait: a minute's worth at the rate one core decides and encodes.
    public static final int MAX_WAITING = 1 << 16;
    /// How many questions one turn takes, so that the first of them does not wait long for the last.
    public static final int MAX_PER_TURN = 1_024;

    private final Store store;
    private final InstantSource clock;
    private final List<Watcher> watchers;
    private final Counsellor counsellor;
    private final Attendant attendant = new Telling();
    private final ClusterState state = new ClusterState();
    private final BlockingQueue<Submission<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Standings standings;
    private long revision;
    private volatile boolean stopped;

    /// Where no schedulers are plugged in.
    public Controller(Store store, InstantSource clock, List<Watcher> watchers) {
        this(store, clock, watchers, Counsellor.NONE);
    }

    /// Loads the store; asks nothing yet.
    public Controller(Store store, InstantSource clock, List<Watcher> watchers, Counsellor counsellor) {
        this.store = store;
        this.clock = clock;
        this.watchers = List.copyOf(watchers);
        this.counsellor = counsellor;
        store.load(entity -> state.apply(new Change.Put(entity)));
        revision = store.kept().newest();
        standings = new Standings(state);
    }

    @Override
    public <R> R ask(Question<R> question) {
        return answer(submit(question));
    }

    @Override
    public <R> R read(Reading<R> reading) {
        return answer(submitReading(reading));
    }

    private static <R> R answer(Submission<R> submission) {
        try {
            return submission.answered().join();
        } catch (CompletionException e) {
            // The cause was made on the writer's thread; rethrown as it is, since refusals carry no stack anyway.
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }

    /// As `ask`, without waiting.
    public <R> Submission<R> submit(Question<R> question) {
        return queued(new Submission<>(question));
    }

    /// As `read`, without waiting.
    public <R> Submission<R> submitReading(Reading<R> reading) {
        return queued(Submission.of(reading));
    }

    private <R> Submission<R> queued(Submission<R> submission) {
        if (stopped) throw new Stopped();
        if (!waiting.offer(submission)) throw new Overloaded(MAX_WAITING);
        // The writer may have ended between the check and the offer: then nobody else would answer.
        if (stopped) failWaiting();
        return submission;
    }

    /// One turn over what waits now; does nothing if nothing does and no moment has come that somebody
    /// waits for. Nobody hears of a change before it is durable.
    ///
    /// @return how many questions it took
    public int turn() {
        var batch = new ArrayList<Submission<?>>();
        waiting.drainTo(batch, MAX_PER_TURN);
        if (!batch.isEmpty() || isTime()) turn(batch);
        return batch.size();
    }

    private void turn(List<Submission<?>> batch) {
        var now = clock.instant();
        var changes = new ArrayList<Change>();
        try {
            var serving = new ServeWaiting(now, attendant::placed);
            var keeping = new KeepServices(now, counsellor, attendant);
            var timetable = new KeepSchedules(now, this::mistake, attendant::placed);
            if (batch.isEmpty()) serve(keeping, timetable, serving, changes);
            for (var submission : batch) {
                var decided = submission.decide(state, now, watchers);
                changes.addAll(decided);
                follow(LiftFences.after(decided, state), changes);
                serve(keeping, timetable, serving, changes);
            }
            if (!changes.isEmpty()) commit(new Turn(revision + 1, now, changes, standings.touched(changes, state)));
            for (var submission : batch) submission.look(state, revision);
        } catch (RuntimeException | Error fault) {
            // What is in memory is ahead of the disk, or somebody was not told of a turn: nothing may build on it.
            stopped = true;
            batch.forEach(submission -> submission.fail(new Stopped()));
            failWaiting();
            throw fault;
        }
        batch.forEach(Submission::answer);
    }

    /// Gives services, schedules and tasks that wait what a question has left for them, before the next
    /// one can take it.
    private void serve(KeepServices keeping, KeepSchedules timetable, ServeWaiting serving, List<Change> changes) {
        while (true) {
            var more = keeping.next(state);
            if (more.isEmpty()) more = timetable.next(state);
            if (more.isEmpty()) more = serving.next(state);
            if (more.isEmpty()) return;
            follow(more, changes);
        }
    }

    /// Lets the watchers know.
    private final class Telling implements Attendant {
        @Override
        public void mistaken(ServiceId service, RuntimeException mistake) {
            LOG.error("Service {} could not be looked at; it stays as it is", service, mistake);
            for (var watcher : watchers) watcher.mistaken(service, mistake);
        }

        @Override
        public void placed(Placing placing) {
            for (var watcher : watchers) watcher.placed(placing);
        }
    }

    private void mistake(ScheduleId schedule, RuntimeException mistake) {
        LOG.error("Schedule {} could not be looked at; it stays as it is", schedule, mistake);
    }

    /// Whether a service or schedule wants to be looked at though nobody asks anything.
    private boolean isTime() {
        var look = state.nextLook();
        return look != null && !look.isAfter(clock.instant());
    }

    private void follow(List<Change> more, List<Change> changes) {
        if (more.isEmpty()) return;
        more.forEach(state::apply);
        changes.addAll(more);
        for (var watcher : watchers) watcher.followed(more);
    }

    private void commit(Turn turn) {
        store.commit(turn);
        revision = turn.revision();
        for (var watcher : watchers) watcher.committed(turn, state);
    }

    /// Turns until `stop`, waiting while there is nothing to do. The caller's thread is the single writer
    /// meanwhile.
    ///
    /// @throws RuntimeException if the store failed or a watcher did: the process must end
    public void run() throws InterruptedException {
        var batch = new ArrayList<Submission<?>>();
        try {
            while (!stopped) {
                var first = next();
                if (first != null) batch.add(first);
                waiting.drainTo(batch, MAX_PER_TURN - 1);
                turn(batch);
                batch.clear();
            }
        } finally {
            // However it ended: nobody may wait for a writer that is not there.
            stopped = true;
            failWaiting();
        }
    }

    /// The next question; null if it is time for a turn without one.
    private @Nullable Submission<?> next() throws InterruptedException {
        var look = state.nextLook();
        if (look == null) return waiting.take();
        var now = clock.instant();
        return look.isAfter(now)
                ? waiting.poll(Duration.between(now, look).toNanos(), TimeUnit.NANOSECONDS)
                : waiting.poll();
    }

    /// Ends `run` after the questions that were asked before; later ones are turned away. Waits until they are
    /// answered, so somebody has to be turning.
    public void stop() {
        try {
            ask((ignored, now) -> {
                stopped = true;
                return Decision.reply(true);
            });
        } catch (Stopped e) {
            LOG.debug("The single writer had ended already");
        } catch (Overloaded e) {
            // No room to ask for the end: whoever waits is turned away instead.
            stopped = true;
            failWaiting();
            // The writer may have found the queue empty meanwhile, and wait for a question to look up from.
            var room = waiting.offer(new Submission<>((ignored, now) -> Decision.reply(true)));
            LOG.debug("Stopped with all seats taken; the writer is woken {}", room ? "by us" : "by others");
        }
    }

    private void failWaiting() {
        var late = new ArrayList<Submission<?>>();
        waiting.drainTo(late);
        late.forEach(submission -> submission.fail(new Stopped()));
    }

    /// For tests and the simulation: of the last turn that changed something. Read only by whoever turns.
    public long revision() {
        return revision;
    }

    /// For tests and the simulation: the state as the last turn left it. Read only by whoever turns.
    public ClusterState state() {
        return state;
    }
}
