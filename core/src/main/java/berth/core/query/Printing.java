package berth.core.query;

import java.util.List;
import java.util.stream.Collectors;

/// Prints a query in its one form: the symbols of comparisons, the words `and`, `or` and `not`, quotes and parentheses
/// where they are needed. Where that would be longer than a query may be, the shortest form there is; it is never
/// longer than the text that was parsed.
final class Printing {
    private final StringBuilder out = new StringBuilder();
    private final boolean airy;

    private Printing(boolean airy) {
        this.airy = airy;
    }

    static String print(Expression expression) {
        var airy = print(expression, true);
        return airy.length() <= ClusterQuery.MAX_LENGTH ? airy : print(expression, false);
    }

    /// @param airy with blanks, words, and parentheses that help
    static String print(Expression expression, boolean airy) {
        var printing = new Printing(airy);
        printing.write(expression);
        return printing.out.toString();
    }

    private void write(Expression expression) {
        switch (expression) {
            case Expression.All(var parts) -> {
                for (var i = 0; i < parts.size(); i++) {
                    if (i > 0) join(airy ? " and " : "&&");
                    writePart(parts.get(i), parts.get(i) instanceof Expression.Any);
                }
            }
            case Expression.Any(var parts) -> {
                for (var i = 0; i < parts.size(); i++) {
                    if (i > 0) join(airy ? " or " : "||");
                    // Not needed, as `and` binds closer; but who remembers?
                    writePart(parts.get(i), airy && parts.get(i) instanceof Expression.All);
                }
            }
            case Expression.Not(var inner) -> {
                out.append(airy ? "not" : "!");
                writePart(inner, airy || !(inner instanceof Comparison));
            }
            case Comparison comparison -> write(comparison);
        }
    }

    private void join(String joint) {
        // A bare pattern may end like this.
        if (out.charAt(out.length() - 1) == joint.charAt(0)) out.append(' ');
        out.append(joint);
    }

    private void writePart(Expression part, boolean inParentheses) {
        if (inParentheses) out.append('(');
        write(part);
        if (inParentheses) out.append(')');
    }

    private void write(Comparison comparison) {
        var symbol = comparison.operator().symbol();
        var argument = argument(comparison);
        out.append(comparison.field());
        if (airy || Character.isLetter(symbol.charAt(0))) out.append(' ');
        out.append(symbol);
        if (airy && !argument.isEmpty()) out.append(' ');
        out.append(argument);
    }

    private String argument(Comparison comparison) {
        return switch (comparison) {
            case Comparison.OfTime ofTime -> Lexicon.written(ofTime.text());
            case Comparison.OfCount ofCount -> Integer.toString(ofCount.count());
            case Comparison.OfText ofText -> argument(ofText.test());
        };
    }

    private String argument(TextTest test) {
        return switch (test) {
            case TextTest.Exists() -> "";
            case TextTest.Equal(var text) -> Lexicon.written(text);
            case TextTest.OneOf(var texts) -> list(texts);
            case TextTest.Like(var regex) -> Lexicon.writtenPattern(regex.toString());
            case TextTest.Sized(var bound) -> Lexicon.written(bound);
            case TextTest.Sorted(var bound) -> Lexicon.written(bound);
            case TextTest.Aged(var bound) -> Lexicon.written(bound);
        };
    }

    private String list(List<String> texts) {
        return texts.stream().map(Lexicon::written).collect(Collectors.joining(airy ? ", " : ",", "[", "]"));
    }
}
