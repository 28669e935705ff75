package berth.simulation;

import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.service.Breaker;
import berth.core.service.Manner;
import berth.core.service.Propagation;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.ServiceTags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How owners want their services run, as chance will have it.
final class Manners {
    /// Fewest healthy and most running, in percent. With some desired counts some of them leave no way to replace
    /// anything.
    private static final List<List<Integer>> PERCENTS = List.of(
            List.of(100, 200), List.of(100, 150), List.of(50, 100), List.of(50, 150), List.of(0, 100), List.of(0, 200));

    private static final List<List<Strategy>> STRATEGIES = List.of(
            List.of(),
            List.of(new Strategy.Spread(Strategy.Spread.INSTANCE)),
            List.of(new Strategy.Binpack(Strategy.Binpack.Field.CPU)),
            List.of(new Strategy.Random()));

    private Manners() {}

    static Rules rules(Scheduling scheduling, Chance chance) {
        return switch (scheduling) {
            case REPLICA -> {
                var percents = chance.one(PERCENTS);
                yield rules(percents.getFirst(), percents.getLast(), breaker(chance));
            }
            case DAEMON -> rules(chance.luck(0.5) ? 0 : 33, 100, breaker(chance));
        };
    }

    private static Rules rules(int minimumPercent, int maximumPercent, Breaker breaker) {
        return new Rules(
                Rules.Way.ROLLING, maximumPercent, minimumPercent, breaker, Duration.ZERO, Duration.ZERO, List.of());
    }

    private static Breaker breaker(Chance chance) {
        if (chance.luck(0.4)) return Breaker.OFF;
        var back = chance.luck(0.6);
        return chance.luck(0.5)
                ? new Breaker(true, back, Breaker.Type.COUNT, chance.between(1, 5), chance.luck(0.8))
                : new Breaker(true, back, Breaker.Type.BOUNDED_PERCENT, 50, true);
    }

    static Manner manner(Scheduling scheduling, Chance chance) {
        var apart = scheduling == Scheduling.REPLICA && chance.luck(0.15);
        var constraints = apart ? List.<Constraint>of(new Constraint.DistinctInstance()) : List.<Constraint>of();
        var strategies = scheduling == Scheduling.REPLICA ? chance.one(STRATEGIES) : List.<Strategy>of();
        return new Manner(constraints, strategies, null, Propagation.NONE, false, false, false);
    }

    static Map<String, String> tags(Chance chance) {
        var tags = new TreeMap<String, String>();
        if (chance.luck(0.2)) tags.put(berth.core.Tags.LOST_AFTER, chance.one(List.of("1s", "10s", "never")));
        if (chance.luck(0.2)) tags.put(ServiceTags.HEALTHY_AFTER, chance.one(List.of("0s", "3s", "20s")));
        if (chance.luck(0.15)) tags.put(ServiceTags.DEADLINE, chance.one(List.of("10s", "90s")));
        return tags;
    }
}
