package berth.core.service;

/// When a deployment whose tasks fail one after the other is given up: ECS's circuit breaker.
///
/// @param rollback       whether the last revision that worked comes back then
/// @param type           what `value` is
/// @param value          of `COUNT` a number of tasks, otherwise a percentage of the desired count
/// @param resetOnHealthy whether a task that is healthy sets the count of failures back to 0
public record Breaker(boolean enabled, boolean rollback, Type type, int value, boolean resetOnHealthy) {
    public enum Type {
        COUNT,
        /// At least `LEAST` tasks, at most `MOST`.
        BOUNDED_PERCENT,
        UNBOUNDED_PERCENT
    }

    public static final int LEAST = 3;
    public static final int MOST = 200;

    /// Of a service that asks for none.
    public static final Breaker OFF = new Breaker(false, false, Type.BOUNDED_PERCENT, 50, true);

    public Breaker {
        if (value < 1) throw new IllegalArgumentException("a threshold is at least 1 (got " + value + ")");
    }

    /// How many tasks may fail before it is enough, 1 or more.
    public int threshold(int desiredCount) {
        var percent = (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv((long) desiredCount * value, 100L));
        return switch (type) {
            case COUNT -> value;
            case BOUNDED_PERCENT -> Math.clamp(percent, LEAST, MOST);
            case UNBOUNDED_PERCENT -> Math.max(1, percent);
        };
    }
}
