package berth.core.query;

import java.util.List;

/// What a comparison asks of a text, in its positive sense: `!=` and `==` ask the same.
sealed interface TextTest {
    /// Whether the text is there at all. A bare attribute exists.
    record Exists() implements TextTest {}

    record Equal(String text) implements TextTest {}

    /// @param texts at least one
    record OneOf(List<String> texts) implements TextTest {
        public OneOf {
            texts = List.copyOf(texts);
        }
    }

    record Like(Regex regex) implements TextTest {}

    /// On which side of a number; a text that is no number is on neither.
    ///
    /// @param bound such that `Decimal.is`
    record Sized(String bound) implements TextTest {}

    /// On which side of a text that is no number, by `char`s.
    record Sorted(String bound) implements TextTest {}

    /// On which side of a version, or equal to it; a text that is no version is on neither.
    ///
    /// @param bound such that `Version.is`
    record Aged(String bound) implements TextTest {}

    /// Whether `value`, which is there, passes.
    ///
    /// @param operator tells the sides of a bound
    default boolean accepts(String value, Operator operator) {
        return switch (this) {
            case Exists() -> true;
            case Equal(var text) -> text.equals(value);
            case OneOf(var texts) -> texts.contains(value);
            case Like(var regex) -> regex.match(value) == Regex.Match.YES;
            case Sized(var bound) -> Decimal.is(value) && operator.holds(Decimal.compare(value, bound));
            case Sorted(var bound) -> operator.holds(value.compareTo(bound));
            case Aged(var bound) -> Version.is(value) && operator.holds(Version.compare(value, bound));
        };
    }
}
