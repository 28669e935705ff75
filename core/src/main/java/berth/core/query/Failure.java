package berth.core.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a query does not match: the comparisons that would have to turn out otherwise, with what they found.
final class Failure {
    /// Comparisons named.
    private static final int NAMED = 3;

    /// Characters of a comparison, and of a value.
    private static final int SHOWN = 80;

    private final Subject subject;
    private final List<String> causes = new ArrayList<>();

    private Failure(Subject subject) {
        this.subject = subject;
    }

    /// Empty if it matches; else at most `ClusterQuery.MAX_FAILURE` characters.
    static String of(Expression expression, Subject subject) {
        var failure = new Failure(subject);
        failure.blame(expression, true);
        var named = failure.causes.stream().limit(NAMED).collect(Collectors.joining("; "));
        var more = failure.causes.size() - NAMED;
        return more > 0 ? named + "; and " + more + " more" : named;
    }

    /// Adds the causes for which `expression` does not come out as wanted.
    private void blame(Expression expression, boolean wanted) {
        if (expression.matches(subject) == wanted) return;
        switch (expression) {
            case Expression.All(var parts) -> parts.forEach(part -> blame(part, wanted));
            case Expression.Any(var parts) -> parts.forEach(part -> blame(part, wanted));
            case Expression.Not(var inner) -> blame(inner, !wanted);
            case Comparison comparison -> {
                var asked = wanted ? comparison : Expression.not(comparison);
                causes.add(cut(asked.toString()) + ", but " + found(comparison));
            }
        }
    }

    private String found(Comparison comparison) {
        return switch (comparison) {
            case Comparison.OfTime _ -> "registeredAt is " + subject.registeredAt();
            case Comparison.OfCount _ -> "runningTasksCount is " + subject.runningTasksCount();
            case Comparison.OfText ofText -> found(ofText.field(), ofText.test());
        };
    }

    private String found(Field.OfText field, TextTest test) {
        return switch (field) {
            case Field.Attribute(var name) ->
                subject.hasAttribute(name)
                        ? value(name, subject.attribute(name), test, "there without a value")
                        : "there is none";
            case Field.Worded.AGENT_CONNECTED -> "it is " + subject.agentConnected();
            case Field.Worded.AGENT_VERSION -> value("agentVersion", subject.agentVersion(), test, "not known");
            case Field.Worded.EC2_INSTANCE_ID -> value("ec2InstanceId", subject.ec2InstanceId(), test, "not known");
            case Field.Worded.TASK_GROUP -> groups(subject.taskGroups(), test);
        };
    }

    private static String value(String name, @Nullable String value, TextTest test, String ifNull) {
        if (value == null) return cut(name) + " is " + ifNull;
        if (isTooSlow(test, value)) return "the pattern took too long on " + cut(value);
        return cut(name) + " is " + cut(value) + remark(test, value);
    }

    private static String remark(TextTest test, String value) {
        return switch (test) {
            case TextTest.Sized _ -> Decimal.is(value) ? "" : ", which is no number";
            case TextTest.Aged _ -> Version.is(value) ? "" : ", which is no version";
            case TextTest.Exists _, TextTest.Equal _, TextTest.OneOf _, TextTest.Like _, TextTest.Sorted _ -> "";
        };
    }

    private static String groups(Collection<String> groups, TextTest test) {
        if (groups.isEmpty()) return "no task runs there";
        for (var group : groups) {
            if (isTooSlow(test, group)) return "the pattern took too long on " + cut(group);
        }
        return "the groups there are " + cut(groups.stream().distinct().sorted().collect(Collectors.joining(", ")));
    }

    private static boolean isTooSlow(TextTest test, String value) {
        return test instanceof TextTest.Like(var regex) && regex.match(value) == Regex.Match.STOPPED;
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    }
}
