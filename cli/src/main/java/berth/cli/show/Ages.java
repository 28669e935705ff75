package berth.cli.show;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long ago something was, in two or three characters: `12s`, `3m`, `7h`, `2d`.
public final class Ages {
    private Ages() {}

    /// `-` when there is no time; `0s` for times to come, as two machines' clocks differ a little.
    public static String of(@Nullable Instant then, Instant now) {
        if (then == null) {
            return "-";
        }
        var seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + "m";
        }
        if (seconds < 2 * 86400) {
            return seconds / 3600 + "h";
        }
        return seconds / 86400 + "d";
    }
}
