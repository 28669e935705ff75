package berth.core.placement;

import berth.core.query.ClusterQuery;

/// A condition that a node must meet before its resources are worth looking at. At most `MAX` in a call.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html">ECS</a>
public sealed interface Constraint {
    int MAX = 10;

    /// How it is kept with a task, and typed: `distinctInstance`, which is no expression, or the expression.
    default String text() {
        return switch (this) {
            case DistinctInstance() -> DistinctInstance.TEXT;
            case MemberOf(var query) -> query.text();
        };
    }

    /// The one that `text` is of.
    ///
    /// @throws berth.core.query.QueryFault if there is none
    static Constraint of(String text) {
        return text.equals(DistinctInstance.TEXT) ? new DistinctInstance() : new MemberOf(ClusterQuery.parse(text));
    }

    /// No other task of the same group on the node.
    record DistinctInstance() implements Constraint {
        private static final String TEXT = "distinctInstance";
    }

    /// The node matches an expression of the cluster query language.
    record MemberOf(ClusterQuery query) implements Constraint {}
}
