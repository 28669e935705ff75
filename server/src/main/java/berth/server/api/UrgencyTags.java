package berth.server.api;

import berth.core.Refusal;
import berth.core.Spans;
import berth.core.Tags;
import berth.core.task.Urgency;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the tags of a RunTask say of its urgency. ECS has no members for it.
final class UrgencyTags {
    private static final Pattern PRIORITY = Pattern.compile("-?[0-9]{1,4}");

    private UrgencyTags() {}

    static Urgency read(Map<String, String> tags) {
        var wait = wait(tags.get(Tags.WAIT));
        return new Urgency(wait, priority(tags.get(Tags.PRIORITY)), preempts(tags.get(Tags.PREEMPT), wait != null));
    }

    /// @throws Refusal if there is any: whoever names the nodes has no place in a queue
    static void requireNone(Map<String, String> tags) {
        for (var tag : Tags.URGENCY) {
            if (tags.containsKey(tag)) {
                throw Refusal.invalid("Tag " + tag + " is for RunTask; StartTask names its container instances.");
            }
        }
    }

    private static @Nullable Duration wait(@Nullable String text) {
        if (text == null) return null;
        var wait = Spans.parse(text);
        if (wait != null && wait.compareTo(Urgency.SHORTEST_WAIT) >= 0 && wait.compareTo(Urgency.LONGEST_WAIT) <= 0)
            return wait;
        throw Refusal.invalid("Tag " + Tags.WAIT + " must be a time between 1s and 24h, such as 90s, 10m or 2h (got '"
                + text + "').");
    }

    private static @Nullable Integer priority(@Nullable String text) {
        if (text == null) return null;
        if (PRIORITY.matcher(text).matches()) {
            var priority = Integer.parseInt(text);
            if (Math.abs(priority) <= Urgency.MAX_PRIORITY) return priority;
        }
        throw Refusal.invalid("Tag " + Tags.PRIORITY + " must be a whole number between -" + Urgency.MAX_PRIORITY
                + " and " + Urgency.MAX_PRIORITY + " (got '" + text + "').");
    }

    private static boolean preempts(@Nullable String text, boolean waits) {
        if (text == null) return false;
        if (!text.equals("lower")) {
            throw Refusal.invalid(
                    "Tag " + Tags.PREEMPT + " must be lower, for tasks of lower priority (got '" + text + "').");
        }
        if (!waits) {
            throw Refusal.invalid("Tag " + Tags.PREEMPT + " goes with " + Tags.WAIT
                    + " only: the task waits until those that are stopped for it are gone.");
        }
        return true;
    }
}
