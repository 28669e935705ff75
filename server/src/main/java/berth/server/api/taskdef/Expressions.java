package berth.server.api.taskdef;

import berth.core.Refusal;
import berth.core.query.ClusterQuery;
import berth.core.query.QueryFault;
import org.jspecify.annotations.Nullable;

/// Expressions of the cluster query language as definitions, calls and filters carry them.
public final class Expressions {
    private Expressions() {}

    /// The query of a `memberOf` placement constraint.
    ///
    /// @throws Refusal `ClientException` if it is missing, too long, or not in the language; then it says where
    public static ClusterQuery memberOf(@Nullable String expression) {
        if (expression == null || expression.isBlank()) {
            throw Refusal.client("A memberOf placement constraint must have an expression.");
        }
        return query(expression);
    }

    /// @throws Refusal `ClientException` if it is too long, or not in the language; then it says where
    public static ClusterQuery query(String expression) {
        if (expression.length() > ClusterQuery.MAX_LENGTH) {
            throw Refusal.client("An expression can have at most " + ClusterQuery.MAX_LENGTH + " characters (got "
                    + expression.length() + ").");
        }
        try {
            return ClusterQuery.parse(expression);
        } catch (QueryFault fault) {
            throw Refusal.client(String.valueOf(fault.getMessage()));
        }
    }
}
