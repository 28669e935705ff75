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
    EVERYTHING;

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
            case MIXED -> Faults.drawn(seed);
            case EVERYTHING -> Faults.ALL;
        };
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
            world.clients().come();
            world.run(BAD);
            world.clients().leave();
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
