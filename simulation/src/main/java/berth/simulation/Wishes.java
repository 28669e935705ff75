package berth.simulation;

import berth.core.placement.Constraint;
import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.placement.Strategy;
import berth.core.placement.Strategy.Binpack;
import berth.core.placement.Strategy.Spread;
import berth.core.query.ClusterQuery;
import berth.core.task.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a user wants tasks, and how urgently, as chance will have it.
///
/// @param group null for the usual one
record Wishes(
        List<Constraint> constraints,
        List<Strategy> strategies,
        @Nullable String group,
        Urgency urgency) {
    /// How the names of groups begin of which no node may have two tasks.
    static final String APART = "apart-";

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final List<ClusterQuery> QUERIES = List.of(
            ClusterQuery.parse("attribute:ecs.os-type == linux"),
            ClusterQuery.parse("runningTasksCount < 6 or task:group == family:batch"),
            ClusterQuery.parse("not(task:group == family:large) and agentConnected == true"),
            ClusterQuery.parse("attribute:nobody exists"));

    private static final List<Strategy> STRATEGIES = List.of(
            new Spread(Spread.INSTANCE),
            Spread.byAttribute("ecs.os-type"),
            new Binpack(Binpack.Field.CPU),
            new Binpack(Binpack.Field.MEMORY),
            new Binpack(Binpack.Field.RESOURCES),
            new Strategy.Random());

    static Wishes drawn(String family, Chance chance) {
        var constraints = new ArrayList<Constraint>();
        var apart = chance.luck(0.15);
        if (apart) constraints.add(new DistinctInstance());
        if (chance.luck(0.25)) constraints.add(new MemberOf(chance.one(QUERIES)));
        var strategies = new ArrayList<Strategy>();
        while (strategies.size() < Strategy.MAX && chance.luck(0.3)) strategies.add(chance.one(STRATEGIES));
        return new Wishes(constraints, strategies, apart ? APART + family : null, urgency(chance));
    }

    /// Most say nothing of it.
    private static Urgency urgency(Chance chance) {
        var wait = chance.luck(0.35) ? chance.mostly(LONG, LONGEST) : null;
        var priority = chance.luck(0.6) ? 10 * chance.between(-2, 2) : null;
        return new Urgency(
                wait == null || wait.compareTo(Urgency.SHORTEST_WAIT) > 0 ? wait : Urgency.SHORTEST_WAIT,
                priority,
                wait != null && chance.luck(0.5));
    }
}
