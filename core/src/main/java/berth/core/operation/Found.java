package berth.core.operation;

import java.util.List;

/// What a Describe call comes to.
///
/// @param found   in the order asked for
/// @param missing ids nothing is known of; users see them as failures with reason MISSING
public record Found<T, I>(List<T> found, List<I> missing) {
    public Found {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
    }
}
