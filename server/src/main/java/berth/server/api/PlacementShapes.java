package berth.server.api;

import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementConstraintType;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;

/// Where a service wants its tasks, as ECS echoes it: what is packed by in capitals, `host` as
/// `instanceId`.
final class PlacementShapes {
    private PlacementShapes() {}

    static List<PlacementConstraint> constraints(List<Constraint> constraints) {
        return constraints.stream().map(PlacementShapes::shape).toList();
    }

    private static PlacementConstraint shape(Constraint constraint) {
        return switch (constraint) {
            case Constraint.DistinctInstance() ->
                PlacementConstraint.builder()
                        .type(PlacementConstraintType.DISTINCT_INSTANCE)
                        .build();
            case Constraint.MemberOf(var query) ->
                PlacementConstraint.builder()
                        .type(PlacementConstraintType.MEMBER_OF)
                        .expression(query.text())
                        .build();
        };
    }

    static List<PlacementStrategy> strategies(List<Strategy> strategies) {
        return strategies.stream().map(PlacementShapes::shape).toList();
    }

    private static PlacementStrategy shape(Strategy strategy) {
        return switch (strategy) {
            case Strategy.Random() ->
                PlacementStrategy.builder().type(PlacementStrategyType.RANDOM).build();
            case Strategy.Spread(var field) ->
                PlacementStrategy.builder()
                        .type(PlacementStrategyType.SPREAD)
                        .field(field)
                        .build();
            case Strategy.Binpack(var field) ->
                PlacementStrategy.builder()
                        .type(PlacementStrategyType.BINPACK)
                        .field(field.name())
                        .build();
        };
    }
}
