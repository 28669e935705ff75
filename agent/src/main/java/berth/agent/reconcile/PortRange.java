package berth.agent.reconcile;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Ports of a container that follow one another: `8000-8009`.
///
/// @param first 1 to 65535
/// @param last  not below `first`
public record PortRange(int first, int last) {
    private static final int MOST = 65_535;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

    /// Null for a text that is no range.
    public static @Nullable PortRange parse(@Nullable String text) {
        var form = FORM.matcher(text == null ? "" : text);
        if (!form.matches()) return null;
        var range = new PortRange(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
        return range.first < 1 || range.last > MOST || range.first > range.last ? null : range;
    }

    public int count() {
        return last - first + 1;
    }

    boolean holds(int port) {
        return first <= port && port <= last;
    }
}
