package berth.simulation;

import berth.agent.act.Hands;
import berth.agent.reconcile.Action;
import berth.agent.reconcile.Input;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An agent's actions at its engine that are under way: first they reach it, then they happen, then an answer comes
/// back, or none.
final class Flights {
    private final SlowDocker docker;
    private final Timeline timeline;
    private final Mischief mischief;
    private final Hands hands;
    private final Consumer<Input> answers;
    private final Set<Flight> open = new LinkedHashSet<>();
    private boolean closed;

    Flights(SimulatedNode node, String cluster, String network, Consumer<Input> answers) {
        this.docker = node.docker();
        this.timeline = node.timeline();
        this.mischief = node.mischief();
        this.hands = new Hands(docker, cluster, network);
        this.answers = answers;
    }

    private final class Flight {
        private final Action.OnEngine action;
        private long deaths;

        Flight(Action.OnEngine action) {
            this.action = action;
        }

        void begin() {
            open.add(this);
            timeline.after(timeline.chance().mostly(Duration.ofMillis(3), Duration.ofMillis(400)), this::reach);
        }

        private void reach() {
            if (!open.contains(this)) return;
            deaths = docker.deaths();
            switch (action) {
                case Action.Stop stop -> {
                    var takes = docker.signal(stop.runtimeId(), Duration.ofSeconds(stop.graceSeconds()));
                    timeline.after(takes, this::happen);
                }
                case Action.Fetch ignored ->
                    timeline.after(
                            timeline.chance().mostly(Duration.ofSeconds(2), Duration.ofSeconds(20)), this::happen);
                default -> happen();
            }
        }

        private void happen() {
            if (!open.contains(this)) return;
            var died = docker.deaths() != deaths;
            var outcome = died ? new Input.Unanswered(action) : hands.perform(action, this::progress);
            timeline.after(timeline.chance().mostly(Duration.ofMillis(50), Duration.ofSeconds(1)), () -> land(outcome));
        }

        private void progress(Input news) {
            if (!closed) answers.accept(news);
        }

        private void land(Input.Done outcome) {
            if (!open.remove(this)) return;
            var lost = (docker.deaths() != deaths && timeline.chance().luck(0.5))
                    || mischief.strikes(Trouble.ENGINE_TROUBLE, 0.03);
            answers.accept(lost ? new Input.Unanswered(action) : outcome);
        }

        /// Nobody waits for the answer any longer. What was on its way happens now or never: the engine serves a
        /// container's callers in their order, so whoever comes next finds it done or not done.
        private void orphan() {
            if (action instanceof Action.Fetch || timeline.chance().luck(0.5)) return;
            hands.perform(action, news -> {});
        }
    }

    void begin(Action.OnEngine action) {
        new Flight(action).begin();
    }

    /// Whoever began them is gone.
    void close() {
        closed = true;
        var orphans = List.copyOf(open);
        open.clear();
        orphans.forEach(Flight::orphan);
    }

    /// The oldest that is under way, for people; null if none is.
    @Nullable
    Action oldest() {
        return open.isEmpty() ? null : open.iterator().next().action;
    }
}
