package berth.core.service;

import berth.core.Refusal;
import berth.core.Spans;
import berth.core.node.Patience;
import berth.core.placement.Strategy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What users set of a service by tags, since ECS's calls have no member for it.
public final class ServiceTags {
    /// How long a task without health checks must have run to count as healthy. ECS: 40 seconds.
    public static final String HEALTHY_AFTER = "berth:healthy-after";
    /// How long a deployment may take before it is given up as one whose tasks fail; never, if there is no
    /// such tag.
    public static final String DEADLINE = "berth:deployment-deadline";
    /// Whether tasks are moved by themselves when nodes come: by `host`, `rack`, `zone`, `instance` or
    /// `attribute:NAME`.
    public static final String REBALANCE = "berth:rebalance";

    public static final Duration HEALTHY_AFTER_DEFAULT = Duration.ofSeconds(1);
    private static final Duration LONGEST_HEALTHY_AFTER = Duration.ofMinutes(30);
    private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(2);

    private ServiceTags() {}

    /// @throws Refusal `InvalidParameterException` if one of ours says what it can't
    public static void check(Map<String, String> tags) {
        Patience.check(tags);
        check(HEALTHY_AFTER, tags, Duration.ZERO, LONGEST_HEALTHY_AFTER);
        check(DEADLINE, tags, SHORTEST_DEADLINE, LONGEST_DEADLINE);
        var by = tags.get(REBALANCE);
        if (by != null && domain(by) == null) {
            throw Refusal.invalid(
                    "Tag " + REBALANCE + " must be host, rack, zone, instance or attribute:NAME (got '" + by + "').");
        }
    }

    /// What tasks are balanced by, as placement strategies name it; null if it is nothing they know.
    public static @Nullable String domain(String by) {
        return switch (by) {
            case "host" -> "attribute:berth.host";
            case "rack" -> "attribute:berth.rack";
            case "zone" -> "attribute:ecs.availability-zone";
            case "instance", Strategy.Spread.INSTANCE -> Strategy.Spread.INSTANCE;
            default -> by.startsWith("attribute:") && by.length() > "attribute:".length() ? by : null;
        };
    }

    /// What its tasks are kept balanced by, null if nobody moves them.
    public static @Nullable String rebalance(Service service) {
        var by = service.tags().get(REBALANCE);
        if (by != null) return by;
        return service.manner().zoneRebalancing() ? "zone" : null;
    }

    private static void check(String tag, Map<String, String> tags, Duration least, Duration most) {
        var text = tags.get(tag);
        if (text == null) return;
        var span = Spans.parse(text);
        if (span != null && span.compareTo(least) >= 0 && span.compareTo(most) <= 0) return;
        throw Refusal.invalid("Tag " + tag + " must be a time between " + Spans.text(least) + " and " + Spans.text(most)
                + ", such as 90s, 10m or 2h (got '" + text + "').");
    }

    /// The default, too, if the tag is no length of time: TagResource can't be kept from putting such a
    /// one.
    public static Duration healthyAfter(Map<String, String> tags) {
        var text = tags.get(HEALTHY_AFTER);
        var span = text == null ? null : Spans.parse(text);
        return span == null || span.compareTo(LONGEST_HEALTHY_AFTER) > 0 ? HEALTHY_AFTER_DEFAULT : span;
    }

    /// Null for none.
    public static @Nullable Duration deadline(Map<String, String> tags) {
        var text = tags.get(DEADLINE);
        return text == null ? null : Spans.parse(text);
    }
}
