package berth.core.placement;

import berth.core.query.ClusterQuery;

/// A condition that a node must meet before its resources are worth looking at. At most `MAX` in a call.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html">ECS</a>
public sealed interface Constraint {
    int MAX = 10;

    /// No other task of the same group on the node.
    record DistinctInstance() implements Constraint {}

    /// The node matches an expression of the cluster query language.
    record MemberOf(ClusterQuery query) implements Constraint {}
}
