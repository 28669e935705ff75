package berth.wire.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;

/// Where in a request something is, as messages name it: `containerDefinitions[0].dockerLabels.team`.
final class MemberPath {
    private static final int LONGEST = 256;

    private MemberPath() {}

    /// The path to where `context` stands; empty at the root. Fit to be shown: bounded, and whole Unicode
    /// whatever the keys of its maps are.
    static String of(@Nullable TokenStreamContext context) {
        var segments = new ArrayDeque<String>();
        for (var at = context; at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                segments.addFirst("[" + Math.max(0, at.getCurrentIndex()) + "]");
            } else if (at.currentName() != null) {
                segments.addFirst("." + at.currentName());
            }
        }
        var joined = String.join("", segments);
        var path = joined.startsWith(".") ? joined.substring(1) : joined;
        var shown = path.length() > LONGEST ? path.substring(0, LONGEST) + "…" : path;
        // Half a surrogate pair becomes a question mark.
        return new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
