package berth.simulation;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Kinds of bad days.
public enum Scenario {
    FAIR_WEATHER(seed -> Faults.NONE),
    LOSSY_NETWORK(seed -> Faults.of(Trouble.LOSSY_NETWORK)),
    SERVER_CRASH(seed -> Faults.of(Trouble.SERVER_CRASHES, Trouble.SLOW_DISK)),
    AGENT_CRASH(seed -> Faults.of(Trouble.AGENT_CRASHES)),
    ENGINE_CRASH(seed -> Faults.of(Trouble.ENGINE_CRASHES, Trouble.ENGINE_TROUBLE)),
    NODE_SPLIT(seed -> Faults.of(Trouble.NODE_SPLITS, Trouble.NODE_CRASHES)),
    /// Any of the troubles, as the seed will have it.
    MIXED(Faults::drawn),
    EVERYTHING(seed -> Faults.ALL);

    private static final int NODES = 3;
    private static final Duration BAD = Duration.ofMinutes(6);
    private static final Duration MOST_TO_SETTLE = Duration.ofMinutes(20);
    private static final Duration AFTERWARDS = Duration.ofMinutes(3);

    private final LongFunction<Faults> faults;

    Scenario(LongFunction<Faults> faults) {
        this.faults = faults;
    }

    /// Lives through it.
    ///
    /// @param reader hears every line of the history
    /// @return the history's digest
    /// @throws AssertionError with seed and scenario if something that must hold does not
    public String play(long seed, Consumer<String> reader) {
        var world = new World(seed, NODES, faults.apply(seed)).readBy(reader);
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
