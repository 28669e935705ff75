package berth.cli.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares what was asked with what is there, which has defaults filled in besides.
final class Covering {
    private Covering() {}

    /// Whether everything in `part` is in `whole` too, at the same place and with the same value.
    static boolean covers(@Nullable Object whole, @Nullable Object part) {
        return switch (part) {
            case null -> true;
            case Map<?, ?> wanted ->
                whole instanceof Map<?, ?> there
                        && wanted.entrySet().stream()
                                .allMatch(entry -> covers(there.get(entry.getKey()), entry.getValue()));
            case List<?> wanted -> whole instanceof List<?> there && sameItems(there, wanted);
            case Number number ->
                whole instanceof Number other
                        && new BigDecimal(number.toString()).compareTo(new BigDecimal(other.toString())) == 0;
            default -> part.equals(whole);
        };
    }

    private static boolean sameItems(List<?> there, List<?> wanted) {
        if (there.size() != wanted.size()) {
            return false;
        }
        for (var i = 0; i < wanted.size(); i++) {
            if (!covers(there.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }
}
