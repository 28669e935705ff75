package berth.core.placement;

import berth.core.node.InstanceId;
import berth.core.placement.Shortage.Amount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// When no node takes a task: the one that would need the least, and what that is.
///
/// What a user can change with a word (an amount, a port, an address) is nearer than a constraint or attribute, that
/// is nearer than an agent that is away, and that nearer than a node that is not ACTIVE. Among equals fewer shortages
/// come first, then the smaller sum of what is short as a share of what is asked, then the lowest id.
///
/// @param shortages all that is in the way there; at least one
public record NearestFit(InstanceId instance, List<Shortage> shortages) {
    static final Comparator<Rejection> NEAREST = Comparator.<Rejection>comparingInt(no ->
                    no.shortages().stream().mapToInt(NearestFit::distance).max().orElse(0))
            .thenComparingInt(no -> no.shortages().size())
            .thenComparingLong(no ->
                    no.shortages().stream().mapToLong(NearestFit::permille).sum())
            .thenComparing(Rejection::instance);

    public NearestFit {
        shortages = List.copyOf(shortages);
    }

    /// Null if nobody was asked.
    static @Nullable NearestFit of(Collection<Rejection> rejections) {
        return rejections.stream()
                .min(NEAREST)
                .map(nearest -> new NearestFit(nearest.instance(), nearest.shortages()))
                .orElse(null);
    }

    private static int distance(Shortage shortage) {
        return switch (shortage.lack()) {
            case CPU, MEMORY, PORTS, GPU, KEPT, LOCATION -> 0;
            case ATTRIBUTE, DISTINCT_INSTANCE, MEMBER_OF -> 1;
            case AGENT -> 2;
            case INACTIVE -> 3;
        };
    }

    /// How much of what is asked is short; whatever isn't counted is short as a whole.
    private static long permille(Shortage shortage) {
        return shortage instanceof Amount amount ? Math.ceilDiv(1000 * amount.shortBy(), amount.asked()) : 1000;
    }

    /// In a sentence, for people: `INSTANCE would take it with 212 more MiB of memory and without TCP port 80.`
    public String text() {
        var ways = new ArrayList<String>();
        var amounts = shortages.stream()
                .filter(Amount.class::isInstance)
                .map(Amount.class::cast)
                .map(amount -> amount.shortBy() + " more " + amount.unit(amount.shortBy()))
                .toList();
        if (!amounts.isEmpty()) ways.add("with " + String.join(" and ", amounts));
        for (var shortage : shortages) {
            switch (shortage) {
                case Amount ignored -> {}
                case Shortage.Ports ports -> ways.add("without " + String.join(" and ", ports.names()));
                case Shortage.Kept(var by, var ignored) -> ways.add("once task " + by.id() + " waits no longer");
                case Shortage.NoAddress(var asked, var ignored) -> ways.add("if it had address " + asked);
                case Shortage.Attributes(var missing) -> ways.add("if it had " + String.join(", ", missing));
                case Shortage.SameGroup(var group, var ignored) -> ways.add("if it had no task of group " + group);
                case Shortage.Unmatched(var query, var ignored) -> ways.add("without the constraint " + query);
                case Shortage.AgentAway() -> ways.add("once its agent is connected");
                case Shortage.Fenced() -> ways.add("once the tasks it was to stop have ended there");
                case Shortage.Standing(var status) -> ways.add("if it were not " + status);
            }
        }
        return instance.id() + " would take it " + ways.stream().collect(Collectors.joining(" and ")) + ".";
    }
}
