package berth.server.api;

import berth.core.Refusal;
import berth.core.Tags;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.query.ClusterQuery;
import berth.server.api.taskdef.Expressions;
import berth.wire.net.Ip;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;

/// Where a call wants its tasks, checked as ECS does and in the core's words.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementStrategy.html">ECS</a>
final class PlacementWishes {
    private static final String ATTRIBUTE = "attribute:";

    private PlacementWishes() {}

    static List<Constraint> constraints(List<PlacementConstraint> asked) {
        if (asked.size() > Constraint.MAX) {
            throw Refusal.invalid(
                    "A task can have at most " + Constraint.MAX + " placement constraints (got " + asked.size() + ").");
        }
        return asked.stream().map(PlacementWishes::constraint).toList();
    }

    private static Constraint constraint(PlacementConstraint asked) {
        return switch (asked.type()) {
            case null ->
                throw Refusal.invalid("A placement constraint must have a type: distinctInstance or memberOf.");
            case DISTINCT_INSTANCE -> {
                if (asked.expression() != null) {
                    throw Refusal.invalid("distinctInstance expression should not be specified.");
                }
                yield new Constraint.DistinctInstance();
            }
            case MEMBER_OF -> new Constraint.MemberOf(memberOf(asked.expression()));
            case UNKNOWN_TO_SDK_VERSION -> throw unknown("constraint", asked.typeAsString());
        };
    }

    // The rules are the definition's, the exception is the call's.

    private static ClusterQuery memberOf(@Nullable String expression) {
        try {
            return Expressions.memberOf(expression);
        } catch (Refusal refusal) {
            throw Refusal.invalid(refusal.getMessage());
        }
    }

    /// The query of a listing's filter.
    static ClusterQuery filter(String expression) {
        try {
            return Expressions.query(expression);
        } catch (Refusal refusal) {
            throw Refusal.invalid(refusal.getMessage());
        }
    }

    static List<Strategy> strategies(List<PlacementStrategy> asked) {
        if (asked.size() > Strategy.MAX) {
            throw Refusal.invalid(
                    "A task can have at most " + Strategy.MAX + " placement strategies (got " + asked.size() + ").");
        }
        return asked.stream().map(PlacementWishes::strategy).toList();
    }

    /// A strategy's field is read in any case, `host` as the `instanceId` that it means; `random` has none, and ECS
    /// passes over one that is given all the same.
    private static Strategy strategy(PlacementStrategy asked) {
        return switch (asked.type()) {
            case null -> throw Refusal.invalid("A placement strategy must have a type: random, spread or binpack.");
            case RANDOM -> new Strategy.Random();
            case SPREAD -> spread(asked.field());
            case BINPACK -> binpack(asked.field());
            case UNKNOWN_TO_SDK_VERSION -> throw unknown("strategy", asked.typeAsString());
        };
    }

    private static Strategy spread(@Nullable String field) {
        if (Strategy.Spread.INSTANCE.equalsIgnoreCase(field) || "host".equalsIgnoreCase(field)) {
            return new Strategy.Spread(Strategy.Spread.INSTANCE);
        }
        if (field != null && field.startsWith(ATTRIBUTE)) {
            var name = field.substring(ATTRIBUTE.length());
            if (AttributeEndpoints.NAME.matcher(name).matches()) return Strategy.Spread.byAttribute(name);
        }
        throw Refusal.invalid(
                "The field of a spread placement strategy must be instanceId, host or attribute:NAME (got '"
                        + (field == null ? "" : field) + "').");
    }

    private static Strategy binpack(@Nullable String field) {
        return switch (field == null ? "" : field.toLowerCase(Locale.ROOT)) {
            case "cpu" -> new Strategy.Binpack(Strategy.Binpack.Field.CPU);
            case "memory" -> new Strategy.Binpack(Strategy.Binpack.Field.MEMORY);
            case "resources" -> new Strategy.Binpack(Strategy.Binpack.Field.RESOURCES);
            default ->
                throw Refusal.invalid(
                        "The field of a binpack placement strategy must be cpu, memory or resources (got '"
                                + (field == null ? "" : field) + "').");
        };
    }

    /// For FARGATE tasks ECS takes neither: they have no container instance to choose.
    static void requireNoneForFargate(
            String launchType, List<PlacementConstraint> constraints, List<PlacementStrategy> strategies) {
        if (!launchType.equals("FARGATE")) return;
        if (!constraints.isEmpty()) {
            throw Refusal.invalid("Placement constraints are not supported with FARGATE launch type.");
        }
        if (!strategies.isEmpty()) {
            throw Refusal.invalid("Placement strategies are not supported with FARGATE launch type.");
        }
    }

    /// The node's address that a task's ports are to be bound on, in the one form it has; null for any. ECS has no
    /// member for it, so it comes as a tag.
    static @Nullable String address(Map<String, String> tags) {
        var text = tags.get(Tags.ADDRESS);
        if (text == null) return null;
        var address = Ip.canonical(text);
        if (address == null) {
            throw Refusal.invalid(
                    "Tag " + Tags.ADDRESS + " must be an IP address of a container instance (got '" + text + "').");
        }
        return address;
    }

    private static Refusal unknown(String what, @Nullable String type) {
        return Refusal.invalid("There is no placement " + what + " of type '" + type + "'.");
    }
}
