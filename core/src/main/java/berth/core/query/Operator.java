package berth.core.query;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A comparison operator, in its two spellings. A negative one holds exactly where its positive does not.
enum Operator {
    EQUALS("==", "equals", false),
    NOT_EQUALS("!=", "not_equals", true),
    GREATER_THAN(">", "greater_than", false),
    GREATER_THAN_EQUAL(">=", "greater_than_equal", false),
    LESS_THAN("<", "less_than", false),
    LESS_THAN_EQUAL("<=", "less_than_equal", false),
    EXISTS("exists", "exists", false),
    NOT_EXISTS("!exists", "not_exists", true),
    IN("in", "in", false),
    NOT_IN("!in", "not_in", true),
    MATCHES("=~", "matches", false),
    NOT_MATCHES("!~", "not_matches", true);

    /// Each set in the order of declaration.
    static final Set<Operator> ALL = Collections.unmodifiableSet(EnumSet.allOf(Operator.class));

    static final Set<Operator> OF_ORDER = Collections.unmodifiableSet(EnumSet.range(EQUALS, LESS_THAN_EQUAL));

    static final Set<Operator> OF_SAMENESS =
            Collections.unmodifiableSet(EnumSet.of(EQUALS, NOT_EQUALS, IN, NOT_IN, MATCHES, NOT_MATCHES));

    private final String symbol;
    private final String word;
    private final boolean negative;

    Operator(String symbol, String word, boolean negative) {
        this.symbol = symbol;
        this.word = word;
        this.negative = negative;
    }

    String symbol() {
        return symbol;
    }

    boolean negative() {
        return negative;
    }

    /// The operator whose symbol or word `text` is, null if none.
    static @Nullable Operator of(String text) {
        for (var operator : values()) {
            if (operator.symbol.equals(text) || operator.word.equals(text)) return operator;
        }
        return null;
    }

    static String symbols(Set<Operator> operators) {
        return operators.stream().map(Operator::symbol).collect(Collectors.joining(", "));
    }

    /// Whether the positive sense holds for two things that compare like this; only for operators that order.
    ///
    /// @param comparison negative, zero or positive, as of `Comparable`
    boolean holds(int comparison) {
        return switch (this) {
            case EQUALS, NOT_EQUALS -> comparison == 0;
            case GREATER_THAN -> comparison > 0;
            case GREATER_THAN_EQUAL -> comparison >= 0;
            case LESS_THAN -> comparison < 0;
            case LESS_THAN_EQUAL -> comparison <= 0;
            case EXISTS, NOT_EXISTS, IN, NOT_IN, MATCHES, NOT_MATCHES -> false;
        };
    }
}
