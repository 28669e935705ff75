package berth.core.node;

import berth.core.Refusal;
import berth.core.Spans;
import berth.core.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How long a node may be silent before it counts as lost, and those of its tasks that a service
/// wants are started elsewhere. Tag `berth:lost-after` says it, on a service or else on its
/// cluster: `2s`, `90s`, `5m`, or
/// `never`.
///
/// @param span `SHORTEST` to `LONGEST`; null for ever
public record Patience(@Nullable Duration span) {
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofHours(24);

    /// Where nothing is said.
    public static final Patience DEFAULT = new Patience(Duration.ofSeconds(2));

    public static final Patience NEVER = new Patience(null);

    private static final String NEVER_TEXT = "never";

    public Patience {
        if (span != null && (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("patience is a second to a day (got " + span + ")");
        }
    }

    /// What a service's own tags say, else those of its cluster, else the default.
    ///
    /// @throws Refusal naming what a tag must be and what it is
    public static Patience of(Map<String, String> own, Map<String, String> clusters) {
        var text = own.getOrDefault(Tags.LOST_AFTER, clusters.get(Tags.LOST_AFTER));
        return text == null ? DEFAULT : parse(text);
    }

    /// @throws Refusal if `tags` say it, but not as they should: to be asked before they are kept
    public static void check(Map<String, String> tags) {
        var text = tags.get(Tags.LOST_AFTER);
        if (text != null) parse(text);
    }

    /// @throws Refusal naming what it must be
    public static Patience parse(String text) {
        if (text.equals(NEVER_TEXT)) return NEVER;
        var span = Spans.parse(text);
        if (span != null && span.compareTo(SHORTEST) >= 0 && span.compareTo(LONGEST) <= 0) return new Patience(span);
        throw Refusal.invalid("Tag " + Tags.LOST_AFTER + " must be a time between " + Spans.text(SHORTEST)
                + " and 24h, such as 2s, 90s or 5m, or " + NEVER_TEXT + " (got '" + text + "').");
    }

    /// When `instance` counts as lost; null while it is not silent, and if it never does.
    public @Nullable Instant lostAt(ContainerInstance instance) {
        return span == null ? null : instance.lostAt(span);
    }

    /// As the tag has it.
    public String text() {
        return span == null ? NEVER_TEXT : Spans.text(span);
    }
}
