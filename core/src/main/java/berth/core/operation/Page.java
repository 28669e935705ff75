package berth.core.operation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A stretch of a sorted listing.
///
/// @param next the last item's place, from which the following page goes on; null on the last page
public record Page<T>(List<T> items, @Nullable String next) {
    public static final int MAX = 100;

    public Page {
        items = List.copyOf(items);
    }

    /// The first `limit` of `all` that are wanted.
    ///
    /// @param all   sorted, already begun behind the page before
    /// @param place what `next` is made of; unique and sorted like `all`
    static <T> Page<T> of(Iterable<T> all, Predicate<T> wanted, int limit, Function<T, String> place) {
        var items = new ArrayList<T>(Math.min(limit, MAX));
        for (Iterator<T> it = all.iterator(); it.hasNext(); ) {
            var item = it.next();
            if (!wanted.test(item)) continue;
            if (items.size() == limit) return new Page<>(items, place.apply(items.getLast()));
            items.add(item);
        }
        return new Page<>(items, null);
    }
}
