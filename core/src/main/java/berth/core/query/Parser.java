package berth.core.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads a query by recursive descent: `or` of `and` of `not` of a comparison or a parenthesis.
final class Parser {
    /// Parentheses within parentheses; each costs a little of the stack, here and at each match.
    static final int MAX_DEPTH = 50;

    /// A date-time with or without its offset from UTC.
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT);

    private final Cursor cursor;
    private int depth;

    private Parser(String text) {
        this.cursor = new Cursor(text);
    }

    static Expression parse(String text) {
        if (text.length() > ClusterQuery.MAX_LENGTH) {
            throw new QueryFault(
                    "at most " + ClusterQuery.MAX_LENGTH + " characters",
                    "found " + text.length(),
                    ClusterQuery.MAX_LENGTH + 1);
        }
        var parser = new Parser(text);
        var expression = parser.any();
        if (!parser.cursor.atEnd()) throw parser.cursor.fault("'and', 'or' or the end");
        return expression;
    }

    /// Leaves the cursor behind the blanks that follow, like all that it calls.
    private Expression any() {
        var parts = new ArrayList<Expression>();
        do parts.add(all());
        while (cursor.eat("||") || cursor.eatWord("or"));
        return Expression.any(parts);
    }

    private Expression all() {
        var parts = new ArrayList<Expression>();
        do parts.add(term());
        while (cursor.eat("&&") || cursor.eatWord("and"));
        return Expression.all(parts);
    }

    private Expression term() {
        var negated = false;
        cursor.skipBlanks();
        // A loop, so that a long row of them takes no stack.
        while (cursor.eat("!") || cursor.eatWord("not")) {
            negated = !negated;
            cursor.skipBlanks();
        }
        var term = cursor.peek() == '(' ? parenthesis() : comparison();
        cursor.skipBlanks();
        return negated ? Expression.not(term) : term;
    }

    private Expression parenthesis() {
        if (depth == MAX_DEPTH) throw cursor.fault("parentheses at most " + MAX_DEPTH + " deep");
        depth++;
        cursor.eat("(");
        var inner = any();
        if (!cursor.eat(")")) throw cursor.fault("'and', 'or' or a closing )");
        depth--;
        return inner;
    }

    private Comparison comparison() {
        var field = field();
        cursor.skipBlanks();
        var operator = operator(field);
        cursor.skipBlanks();
        return switch (field) {
            case Field.OfText text -> new Comparison.OfText(text, operator, test(text, operator));
            case Field.Measured.REGISTERED_AT -> time(operator);
            case Field.Measured.RUNNING_TASKS_COUNT -> new Comparison.OfCount(operator, count());
        };
    }

    private Field field() {
        var from = cursor.at();
        var word = cursor.word();
        if (word.startsWith(Field.Attribute.PREFIX)) return attribute(word, from);
        var field = Field.of(word);
        if (field == null) {
            throw cursor.fault(
                    "agentConnected, agentVersion, attribute:NAME, ec2InstanceId, registeredAt, runningTasksCount,"
                            + " task:group, 'not' or (",
                    from);
        }
        return field;
    }

    private Field.Attribute attribute(String word, int from) {
        var name = word.substring(Field.Attribute.PREFIX.length());
        var colon = name.indexOf(':');
        if (name.isEmpty() || name.length() > Field.Attribute.MAX_LENGTH || colon >= 0) {
            throw cursor.fault(
                    "an attribute's name of 1 to " + Field.Attribute.MAX_LENGTH
                            + " letters, digits and - _ . / \\ right behind attribute:",
                    from + Field.Attribute.PREFIX.length() + Math.max(0, colon));
        }
        return new Field.Attribute(name);
    }

    private Operator operator(Field field) {
        var from = cursor.at();
        var operator = Operator.of(operatorText());
        if (operator == null || !field.operators().contains(operator)) {
            throw cursor.fault("an operator of " + field + " (" + Operator.symbols(field.operators()) + ")", from);
        }
        return operator;
    }

    /// What could be an operator: a row of signs with the word that a `!` brings, or a word.
    private String operatorText() {
        for (var symbol : List.of("==", "!=", ">=", "<=", "=~", "!~", ">", "<")) {
            if (cursor.eat(symbol)) return symbol;
        }
        return cursor.eat("!") ? "!" + cursor.word() : cursor.word();
    }

    private TextTest test(Field.OfText field, Operator operator) {
        return switch (operator) {
            case EXISTS, NOT_EXISTS -> new TextTest.Exists();
            case IN, NOT_IN -> new TextTest.OneOf(list(field));
            case MATCHES, NOT_MATCHES -> new TextTest.Like(pattern());
            case EQUALS, NOT_EQUALS -> {
                var value = value(field);
                yield field == Field.Worded.AGENT_VERSION ? new TextTest.Aged(value) : new TextTest.Equal(value);
            }
            case GREATER_THAN, GREATER_THAN_EQUAL, LESS_THAN, LESS_THAN_EQUAL -> {
                var value = value(field);
                if (field == Field.Worded.AGENT_VERSION) yield new TextTest.Aged(value);
                yield Decimal.is(value) ? new TextTest.Sized(value) : new TextTest.Sorted(value);
            }
        };
    }

    private String value(Field.OfText field) {
        var from = cursor.at();
        var value = cursor.value();
        return switch (field) {
            case Field.Worded.AGENT_CONNECTED -> {
                if (!value.equals("true") && !value.equals("false")) throw cursor.fault("true or false", from);
                yield value;
            }
            case Field.Worded.AGENT_VERSION -> {
                if (!Version.is(value)) throw cursor.fault("a version such as 1.14.5", from);
                yield value;
            }
            case Field.Worded.EC2_INSTANCE_ID, Field.Worded.TASK_GROUP -> value;
            case Field.Attribute _ -> value;
        };
    }

    private List<String> list(Field.OfText field) {
        if (!cursor.eat("[")) throw cursor.fault("a list such as [a, b]");
        var values = new ArrayList<String>();
        do {
            cursor.skipBlanks();
            values.add(value(field));
            cursor.skipBlanks();
        } while (cursor.eat(","));
        if (!cursor.eat("]")) throw cursor.fault("a comma or a closing ]");
        return values;
    }

    private Regex pattern() {
        var from = cursor.at();
        var pattern = cursor.pattern();
        try {
            return Regex.of(pattern);
        } catch (IllegalArgumentException fault) {
            throw cursor.fault(String.valueOf(fault.getMessage()), from);
        }
    }

    private Comparison.OfTime time(Operator operator) {
        var from = cursor.at();
        var value = cursor.value();
        try {
            return new Comparison.OfTime(operator, value, instant(value));
        } catch (DateTimeException _) {
            throw cursor.fault("a date or date-time such as 2018-06-18 or 2018-06-18T22:28:28Z", from);
        }
    }

    /// A date is its first moment; without an offset all is UTC.
    private static Instant instant(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text, DATE_TIME).toInstant();
    }

    private int count() {
        var from = cursor.at();
        var value = cursor.value();
        if (Digits.end(value, 0) == value.length()) {
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException _) {
                // Empty, or too large; the fault says both.
            }
        }
        throw cursor.fault("a whole number from 0 to " + Integer.MAX_VALUE, from);
    }
}
