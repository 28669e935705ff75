package berth.core.operation;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.Predicate;

/// How things are listed page by page whose order is that of a text: their keys, or their times. O(n log n) of
/// all there are, whichever page is asked for.
///
/// @param place unique, and sorted as the listing is
/// @param order of places
record Listing<T>(Function<T, String> place, Comparator<String> order) {
    static <T> Listing<T> by(Function<T, String> place) {
        return new Listing<>(place, Comparator.naturalOrder());
    }

    static <T> Listing<T> latestFirst(Function<T, String> place) {
        return new Listing<>(place, Comparator.reverseOrder());
    }

    /// @param all   in any order
    /// @param after where the page before ended, empty for the first
    Page<T> page(Collection<T> all, Predicate<T> wanted, String after, int limit) {
        var rest = all.stream()
                .filter(one -> after.isEmpty() || order.compare(place.apply(one), after) > 0)
                .sorted(Comparator.comparing(place, order))
                .toList();
        return Page.of(rest, wanted, limit, place);
    }
}
