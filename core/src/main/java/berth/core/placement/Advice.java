package berth.core.placement;

import berth.core.Tags;
import berth.core.node.InstanceId;
import berth.core.task.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a scheduler that was plugged in says of some copies, or why it says nothing.
///
/// @param scheduler its name, as it was asked for
/// @param choice    `Choice.NONE` if there is trouble
/// @param trouble   a part of a sentence, `took longer than 100 ms`; null if it has chosen
public record Advice(
        String scheduler, Choice choice, @Nullable String trouble) {
    /// What the scheduler that is always there is called.
    public static final String BUILT_IN = "built-in";

    /// It has chosen, whatever that is worth.
    public static Advice of(String scheduler, List<? extends @Nullable InstanceId> nodes) {
        return new Advice(scheduler, new Choice(new ArrayList<>(nodes)), null);
    }

    public static Advice none(String scheduler, String trouble) {
        return new Advice(scheduler, Choice.NONE, trouble);
    }

    /// The scheduler that a call or service asks for, or its cluster if it asks for none; null for the built-in one.
    public static @Nullable String wanted(Map<String, String> ofCall, Map<String, String> ofCluster) {
        var wanted = ofCall.getOrDefault(Tags.SCHEDULER, ofCluster.get(Tags.SCHEDULER));
        return wanted == null || wanted.isEmpty() || wanted.equals(BUILT_IN) ? null : wanted;
    }

    /// What is said on a task, within a tag's bounds.
    ///
    /// @param copy its index from 0
    public String scheduledBy(int copy, Outcome.Placed placed) {
        if (placed.weights().contains(Weight.CHOSEN)) return scheduler;
        var node = choice.node(copy);
        var why = trouble != null
                ? trouble
                : node == null ? "chose none" : "container instance " + node.id() + " does not take it";
        var text = BUILT_IN + " (" + scheduler + ": " + why + ")";
        return text.length() <= Tags.MAX_VALUE ? text : text.substring(0, Tags.MAX_VALUE - 2) + "…)";
    }
}
