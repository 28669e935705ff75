package berth.core.query;

import java.util.ArrayList;
import java.util.List;

/// A query as a tree. Nothing is computed twice: what can be known at parsing is in the leaves.
///
/// `toString` prints it as a query. Trees are made by `all`, `any` and `not`, which keep one form of what means the
/// same:
/// no `and` directly within an `and`, no `not` within a `not`.
sealed interface Expression permits Expression.All, Expression.Any, Expression.Not, Comparison {
    boolean matches(Subject subject);

    /// @param parts at least two, none of them an `All`
    record All(List<Expression> parts) implements Expression {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(Subject subject) {
            // By index: an iterator is garbage, and this runs for every node.
            for (var i = 0; i < parts.size(); i++) {
                if (!parts.get(i).matches(subject)) return false;
            }
            return true;
        }

        @Override
        public String toString() {
            return Printing.print(this);
        }
    }

    /// @param parts at least two, none of them an `Any`
    record Any(List<Expression> parts) implements Expression {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(Subject subject) {
            for (var i = 0; i < parts.size(); i++) {
                if (parts.get(i).matches(subject)) return true;
            }
            return false;
        }

        @Override
        public String toString() {
            return Printing.print(this);
        }
    }

    /// @param inner no `Not`
    record Not(Expression inner) implements Expression {
        @Override
        public boolean matches(Subject subject) {
            return !inner.matches(subject);
        }

        @Override
        public String toString() {
            return Printing.print(this);
        }
    }

    /// @param parts at least one
    static Expression all(List<Expression> parts) {
        var flat = new ArrayList<Expression>();
        for (var part : parts) {
            if (part instanceof All(var inner)) flat.addAll(inner);
            else flat.add(part);
        }
        return flat.size() == 1 ? flat.getFirst() : new All(flat);
    }

    /// @param parts at least one
    static Expression any(List<Expression> parts) {
        var flat = new ArrayList<Expression>();
        for (var part : parts) {
            if (part instanceof Any(var inner)) flat.addAll(inner);
            else flat.add(part);
        }
        return flat.size() == 1 ? flat.getFirst() : new Any(flat);
    }

    static Expression not(Expression inner) {
        return inner instanceof Not(var twice) ? twice : new Not(inner);
    }
}
