package berth.simulation;

import java.time.Duration;
import java.util.function.Consumer;

/// Kinds of bad days.
public enum Scenario {
    FAIR_WEATHER,
    LOSSY_NETWORK,
    SERVER_CRASH,
    AGENT_CRASH,
    ENGINE_CRASH,
    NODE_SPLIT,
    /// Nodes fall silent, their tasks are given up, and they come back.
    LOST_NODES,
    /// Any of the troubles, as the seed will have it.
    MIXED,
    EVERYTHING,
    /// Services beside tasks that somebody runs, and any of the troubles, as the seed will have it.
    SERVICES,
    /// Nothing but services, whose owners change their minds all the time; the control plane dies now and then.
    ROLLOUTS,
    /// Services whose nodes fall silent, die and come back, or whose engines are gone.
    LOST_SERVICES;

    private static final int NODES = 3;
    private static final Duration BAD = Duration.ofMinutes(6);
    private static final Duration MOST_TO_SETTLE = Duration.ofMinutes(20);
    private static final Duration AFTERWARDS = Duration.ofMinutes(3);

    private Faults faults(long seed) {
        return switch (this) {
            case FAIR_WEATHER -> Faults.NONE;
            case LOSSY_NETWORK -> Faults.of(Trouble.LOSSY_NETWORK);
            case SERVER_CRASH -> Faults.of(Trouble.SERVER_CRASHES, Trouble.SLOW_DISK);
            case AGENT_CRASH -> Faults.of(Trouble.AGENT_CRASHES);
            case ENGINE_CRASH -> Faults.of(Trouble.ENGINE_CRASHES, Trouble.ENGINE_TROUBLE);
            case NODE_SPLIT -> Faults.of(Trouble.NODE_SPLITS, Trouble.NODE_CRASHES);
            case LOST_NODES ->
                Faults.of(
                        Trouble.NODE_SPLITS,
                        Trouble.NODE_CRASHES,
                        Trouble.ENGINE_CRASHES,
                        Trouble.AGENT_CRASHES,
                        Trouble.GIVING_UP);
            case MIXED, SERVICES -> Faults.drawn(seed);
            case EVERYTHING -> Faults.ALL;
            case ROLLOUTS -> Faults.of(Trouble.SERVER_CRASHES, Trouble.SLOW_DISK, Trouble.ENGINE_TROUBLE);
            case LOST_SERVICES ->
                Faults.of(
                        Trouble.NODE_SPLITS,
                        Trouble.NODE_CRASHES,
                        Trouble.ENGINE_CRASHES,
                        Trouble.AGENT_CRASHES,
                        Trouble.SERVER_CRASHES);
        };
    }

    private boolean tasks() {
        return this != ROLLOUTS && this != LOST_SERVICES;
    }

    private boolean services() {
        return this == SERVICES || this == EVERYTHING || !tasks();
    }

    /// Lives through it.
    ///
    /// @param reader hears every line of the history
    /// @return the history's digest
    /// @throws AssertionError with seed and scenario if something that must hold does not
    public String play(long seed, Consumer<String> reader) {
        var world = new World(seed, NODES, faults(seed)).readBy(reader);
        try {
            world.begin();
            if (tasks()) world.clients().come();
            if (services()) world.owners().come();
            world.run(BAD);
            world.clients().leave();
            world.owners().leave();
            world.heal();
            world.settle(MOST_TO_SETTLE);
            world.run(AFTERWARDS);
            world.settle(MOST_TO_SETTLE);
            return world.digest();
        } catch (RuntimeException | Violation broken) {
            throw new AssertionError(
                    "seed " + seed + ", " + this + ": " + broken.getMessage() + "\nThe history's end:\n" + world.tail(),
                    broken);
        }
    }
}
