package berth.agent.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether what a container depends on has come, is still to come, or can never come. Pure.
final class Waits {
    private Waits() {}

    /// How it stands with everything that one container waits for.
    sealed interface State {
        /// Nothing is in its way.
        record Met() implements State {}

        /// @param until from then on it is too late; null: it may take for ever
        record Open(@Nullable Instant until) implements State {}

        /// @param why it can never begin, in ECS's words
        record Never(String why) implements State {}
    }

    private static final State MET = new State.Met();

    /// What can never come outweighs what is still to come.
    static State of(TaskLife life, Order order, String name, Instant now) {
        State all = MET;
        for (var wait : order.waitsOf(name)) {
            switch (one(life, wait, now)) {
                case State.Met met -> {}
                case State.Never never -> {
                    return never;
                }
                case State.Open(var until) ->
                    all = new State.Open(all instanceof State.Open(var before) ? earlier(before, until) : until);
            }
        }
        return all;
    }

    /// When the first of the task's waits is over, one way or the other; null: none has an end.
    static @Nullable Instant until(TaskLife life, Order order, Instant now) {
        Instant first = null;
        if (life.stopping() || !order.anyWaits()) return null;
        for (var entry : life.containers().entrySet()) {
            if (entry.getValue().status().compareTo(ContainerStatus.CREATED) >= 0) continue;
            if (of(life, order, entry.getKey(), now) instanceof State.Open(var until)) first = earlier(first, until);
        }
        return first;
    }

    private static State one(TaskLife life, Order.Wait wait, Instant now) {
        var other = life.container(wait.on());
        var met = switch (wait.condition()) {
            case START -> other.begun();
            case COMPLETE -> other.stopped() && ran(other);
            case SUCCESS -> other.stopped() && ran(other) && Integer.valueOf(0).equals(other.exitCode());
            case HEALTHY -> other.runs().healthy();
        };
        if (met) return MET;
        if (other.stopped()) return never(wait, ended(other));
        return wait.condition() == Condition.START ? new State.Open(null) : timed(life, wait, other, now);
    }

    /// The dependency's own start timeout counts from its start.
    private static State timed(TaskLife life, Order.Wait wait, ContainerLife other, Instant now) {
        var seconds = life.definition(wait.on()).startTimeout();
        var started = other.runs().startedByNow();
        if (seconds == null || seconds <= 0 || started == null) return new State.Open(null);
        var until = started.plusSeconds(seconds);
        return now.isBefore(until)
                ? new State.Open(until)
                : never(wait, "was not so within its startTimeout of " + seconds + " s");
    }

    private static boolean ran(ContainerLife life) {
        return life.exitCode() != null && life.runs().startedAt() != null;
    }

    private static String ended(ContainerLife other) {
        if (!ran(other)) return "never ran" + (other.reason() == null ? "" : " (" + other.reason() + ")");
        return "ended with exit code " + other.exitCode();
    }

    private static State never(Order.Wait wait, String why) {
        return new State.Never("CannotStartContainerError: dependency " + wait.condition() + " of container "
                + wait.on() + " cannot be met: it " + why);
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null) return b;
        return b == null || a.isBefore(b) ? a : b;
    }
}
