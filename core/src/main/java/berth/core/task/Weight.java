package berth.core.task;

import org.jspecify.annotations.Nullable;

/// What a task's node was chosen by in one step of the choice: of the nodes that were left, those with the lowest
/// value stayed.
///
/// @param field  of `DOMAIN`: `attribute:NAME`, or null where a call names no strategy and machines are told apart by
///               zone, else rack, else physical host
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
        /// Nothing: it was drawn from those that were left.
        CHANCE,
        /// Nothing: whoever started the task named the node.
        NAMED
    }

    public static final Weight CHANCE = new Weight(By.CHANCE, null, null, 0);
    public static final Weight NAMED = new Weight(By.NAMED, null, null, 0);

    /// In a clause, for people, with tasks in the past tense: `attribute:rack 7 had 2 tasks of the group`.
    public String text() {
        return switch (by) {
            case DOMAIN -> where() + " had " + tasks() + " of the group";
            case GROUP -> "it had " + tasks() + " of the group";
            case TASKS -> "it had " + tasks() + " in all";
            case CPU -> "it had " + value + (value == 1 ? " CPU unit" : " CPU units") + " left";
            case MEMORY -> "it had " + value + " MiB of memory left";
            case CHANCE -> "it was drawn from those that were equal";
            case NAMED -> "it was named by whoever started the task";
        };
    }

    private String where() {
        if (field == null) return domain == null ? "all that name no zone, rack or host" : domain;
        return domain == null ? "all without " + field : field + " " + domain;
    }

    private String tasks() {
        return value == 1 ? "1 task" : value + " tasks";
    }
}
