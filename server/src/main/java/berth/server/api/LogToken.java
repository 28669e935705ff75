package berth.server.api;

import berth.server.logs.LogRefusal;
import berth.server.logs.Position;
import berth.wire.aws.AwsFault;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where reading goes on: after a position, or back from one. Good for as long as the stream is there.
record LogToken(boolean back, Position at) {
    private static final Pattern FORM = Pattern.compile("([fb])/(\\d{1,19})\\.(-?\\d{1,18})\\.(-?\\d{1,18})");

    /// Null for none.
    ///
    /// @throws AwsFault when it is none of ours
    static @Nullable LogToken of(@Nullable String text) {
        if (text == null || text.isEmpty()) return null;
        var match = FORM.matcher(text);
        if (!match.matches()) throw broken();
        try {
            return new LogToken(
                    match.group(1).equals("b"),
                    new Position(
                            Long.parseLong(match.group(2)),
                            Long.parseLong(match.group(3)),
                            Long.parseLong(match.group(4))));
        } catch (NumberFormatException tooLarge) {
            throw broken();
        }
    }

    static AwsFault broken() {
        return LogRefusal.invalid("The specified nextToken is invalid.");
    }

    String text() {
        return (back ? "b/" : "f/") + at.timestamp() + "." + at.stream() + "." + at.sequence();
    }
}
