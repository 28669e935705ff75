package berth.core.placement;

import berth.core.task.Needs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be placed. Two requests that are equal want the same of a cluster, so what is worked out for one serves
/// the other.
///
/// @param needs       what each copy takes
/// @param requires    names of attributes its node must have
/// @param group       spreads and `distinctInstance` look at tasks of the same group
/// @param constraints at most ten: the definition's, then the call's
/// @param strategies  at most five; none for the default: see `Pool`
/// @param address     the node's address that the ports are to be bound on, null for any. Not for needs that take
///                    every address
public record Request(
        Needs needs,
        List<String> requires,
        String group,
        List<Constraint> constraints,
        List<Strategy> strategies,
        @Nullable String address) {
    public Request {
        requires = List.copyOf(requires);
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
        if (constraints.size() > Constraint.MAX || strategies.size() > Strategy.MAX) {
            throw new IllegalArgumentException("a request has at most " + Constraint.MAX + " constraints and "
                    + Strategy.MAX + " strategies (got " + constraints.size() + " and " + strategies.size() + ")");
        }
        if (address != null && needs.everyAddress()) {
            throw new IllegalArgumentException("ports are bound on one address or on all (asked for " + address + ")");
        }
    }
}
