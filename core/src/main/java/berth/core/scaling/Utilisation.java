package berth.core.scaling;

import org.jspecify.annotations.Nullable;

/// What the running tasks of a service use of what they reserve, as far as it was heard of lately.
///
/// @param cpu    null if nothing is known: nothing was heard, or they reserve none
/// @param memory likewise
public record Utilisation(@Nullable Load cpu, @Nullable Load memory) {
    /// @param tasks          those that were heard of
    /// @param percent        what they use now, of what they reserve
    /// @param highestPercent the most that all tasks together used within the last seconds, of what these
    ///                       reserve: fewer tasks
    ///                       must bear that too
    public record Load(int tasks, double percent, double highestPercent) {}

    public @Nullable Load of(Metric metric) {
        return switch (metric) {
            case CPU -> cpu;
            case MEMORY -> memory;
        };
    }
}
