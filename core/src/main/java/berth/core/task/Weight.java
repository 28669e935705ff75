package berth.core.task;

import org.jspecify.annotations.Nullable;

/// What a task's node was chosen by in one step of the choice: of the nodes that were left, those with the lowest
/// value stayed.
///
/// @param field  of `DOMAIN`: `attribute:NAME`, or null where a call names no strategy and machines are told apart
///               by zone, else rack, else physical host
/// @param domain of `DOMAIN`: which one the node is of, null for the one of all that are of no other
/// @param value  what the node had, before the task came; 0 where there is nothing to count
public record Weight(
        By by, @Nullable String field, @Nullable String domain, long value) {
    /// What there is to weigh a node by.
    public enum By {
        /// Tasks of the group in the node's domain.
        DOMAIN,
        /// Tasks of the group on the node.
        GROUP,
        /// Tasks on the node.
        TASKS,
        /// CPU units left of it.
        CPU,
        /// MiB of memory left of it.
        MEMORY,
        /// GPUs, in ten-thousandths of one, that could not be used for want of CPU or memory, beyond those that
        /// can't be used now; below zero if fewer.
        STRANDED_GPUS,
        /// What would be left of its CPU, memory and GPUs, in ten-thousandths of what it has, added up.
        RESOURCES,
        /// Nothing: it was drawn from those that were left.
        CHANCE,
        /// Nothing: whoever started the task named the node.
        NAMED,
        /// Nothing that we know: a scheduler of the operator's chose it.
        CHOSEN
    }

    public static final Weight CHANCE = new Weight(By.CHANCE, null, null, 0);
    public static final Weight NAMED = new Weight(By.NAMED, null, null, 0);
    public static final Weight CHOSEN = new Weight(By.CHOSEN, null, null, 0);

    /// In a clause, for people, with tasks in the past tense: `attribute:rack 7 had 2 tasks of the group`.
    public String text() {
        return switch (by) {
            case DOMAIN -> where() + " had " + tasks() + " of the group";
            case GROUP -> "it had " + tasks() + " of the group";
            case TASKS -> "it had " + tasks() + " in all";
            case CPU -> "it had " + value + (value == 1 ? " CPU unit" : " CPU units") + " left";
            case MEMORY -> "it had " + value + " MiB of memory left";
            case STRANDED_GPUS ->
                value == 0
                        ? "it would strand no more GPUs"
                        : "it would " + (value > 0 ? "strand " : "set free ") + decimal(Math.abs(value), 10_000)
                                + (value > 0 ? " GPUs more" : " stranded GPUs");
            case RESOURCES -> "it would have " + decimal(value, 100) + " % left, its CPU, memory and GPUs added up";
            case CHANCE -> "it was drawn from those that were equal";
            case NAMED -> "it was named by whoever started the task";
            case CHOSEN -> "it was chosen by a scheduler that was plugged in";
        };
    }

    /// With two decimals, rounded down.
    private static String decimal(long value, long one) {
        var hundredths = value * 100 / one;
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
    }

    private String where() {
        if (field == null) return domain == null ? "all that name no zone, rack or host" : domain;
        return domain == null ? "all without " + field : field + " " + domain;
    }

    private String tasks() {
        return value == 1 ? "1 task" : value + " tasks";
    }
}
