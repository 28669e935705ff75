package berth.wire.aws;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What in one request breaks the rules of AWS's model, told as AWS's front end tells it.
final class Violations {
    /// More than these are counted, not told.
    private static final int MOST_TOLD = 10;

    private static final int LONGEST_VALUE = 256;

    private final List<String> told = new ArrayList<>();
    private int found;

    /// @param value    null when it is missing
    /// @param path     the member's, such as `containerDefinitions[0].name`
    /// @param demand   such as `Member must not be null`
    void add(@Nullable String value, String path, String demand) {
        found++;
        if (told.size() < MOST_TOLD) {
            told.add("Value " + (value == null ? "null" : "'" + shortened(value) + "'") + " at '" + path
                    + "' failed to satisfy constraint: " + demand);
        }
    }

    /// The fault that an operation answers with; null when nothing was broken.
    ///
    /// @param type what the operation calls it
    @Nullable
    AwsFault fault(String type) {
        if (found == 0) {
            return null;
        }
        var more = found > told.size() ? "; and " + (found - told.size()) + " more" : "";
        return new AwsFault(
                type,
                found + (found == 1 ? " validation error" : " validation errors") + " detected: "
                        + String.join("; ", told) + more);
    }

    private static String shortened(String value) {
        if (value.length() <= LONGEST_VALUE) {
            return value;
        }
        var end = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1)) ? LONGEST_VALUE - 1 : LONGEST_VALUE;
        return value.substring(0, end) + "… (" + value.length() + " characters)";
    }
}
