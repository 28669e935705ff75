package berth.core.query;

import java.util.function.Predicate;

/// An expression of ECS's cluster query language: parsed once, then asked of as many container instances as wanted.
///
/// A query takes nothing for granted that it was not told: where a container instance lacks what is compared, a
/// positive comparison fails and a negative one holds. `task:group` has many values; a positive comparison holds if
/// it does for any of them. Asking is cheap: it makes no garbage, but for patterns.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html">ECS</a>
public final class ClusterQuery {
    /// Characters of a query, as in ECS.
    public static final int MAX_LENGTH = 2_000;

    /// Characters of what `failure` says.
    public static final int MAX_FAILURE = 1_000;

    private final String text;
    private final Expression root;

    private ClusterQuery(String text, Expression root) {
        this.text = text;
        this.root = root;
    }

    /// @throws QueryFault if it is none, or longer than `MAX_LENGTH`
    public static ClusterQuery parse(String text) {
        return new ClusterQuery(text, Parser.parse(text));
    }

    public boolean matches(Subject subject) {
        return root.matches(subject);
    }

    /// Why `subject` does not match: the comparisons that would have to turn out otherwise, each with what is there.
    ///
    /// @return a part of a sentence, such as `attribute:disk == ssd, but disk is hdd`; empty if it matches
    public String failure(Subject subject) {
        return Failure.of(root, subject);
    }

    /// As it was given.
    public String text() {
        return text;
    }

    /// Whether what tasks run there matters, so that an answer may be another after a task's start or end.
    public boolean readsTasks() {
        return reads(field -> field == Field.Measured.RUNNING_TASKS_COUNT || field == Field.Worded.TASK_GROUP);
    }

    /// Whether it matters if the agent is connected.
    public boolean readsConnection() {
        return reads(field -> field == Field.Worded.AGENT_CONNECTED);
    }

    private boolean reads(Predicate<Field> wanted) {
        return reads(root, wanted);
    }

    private static boolean reads(Expression expression, Predicate<Field> wanted) {
        return switch (expression) {
            case Expression.All(var parts) -> parts.stream().anyMatch(part -> reads(part, wanted));
            case Expression.Any(var parts) -> parts.stream().anyMatch(part -> reads(part, wanted));
            case Expression.Not(var inner) -> reads(inner, wanted);
            case Comparison comparison -> wanted.test(comparison.field());
        };
    }

    Expression root() {
        return root;
    }

    /// By structure: blanks, spellings of operators and needless parentheses make no difference.
    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterQuery query && root.equals(query.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /// In its one form; parsing it gives an equal query.
    @Override
    public String toString() {
        return root.toString();
    }
}
