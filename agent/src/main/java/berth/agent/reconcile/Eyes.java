package berth.agent.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the agent can see: whether the engine answers, whether it was looked at since, and when the next look
/// is due.
///
/// Nothing is begun at an engine that was not looked at since it came up: what runs there is not known.
final class Eyes {
    private final Duration every;
    private final RandomGenerator chance;
    private final Map<String, Set<String>> unsure = new LinkedHashMap<>();
    private boolean engineUp;
    private boolean looked;
    private boolean looking;
    private int failures;
    private @Nullable Instant lookAt;

    Eyes(Duration every, RandomGenerator chance) {
        this.every = every;
        this.chance = chance;
    }

    boolean open() {
        return engineUp && looked;
    }

    void engineUp(Instant now) {
        engineUp = true;
        looked = false;
        looking = false;
        lookAt = now;
    }

    void engineDown() {
        engineUp = false;
        looked = false;
    }

    void clockSet(Duration by) {
        if (lookAt != null) lookAt = lookAt.plus(by);
    }

    /// Something was asked of the engine and no answer came.
    void unanswered(Instant now) {
        looked = false;
        looking = false;
        failures++;
        lookAt = now.plus(Backoff.ENGINE.after(failures, chance));
    }

    void looked(Instant now) {
        looked = true;
        looking = false;
        failures = 0;
        lookAt = now.plus(every);
    }

    /// Something is odd: look around within the second.
    void lookSoon(Instant now) {
        var soon = now.plusMillis(500);
        if (lookAt == null || soon.isBefore(lookAt)) lookAt = soon;
    }

    /// @return true when a full look is to be begun now
    boolean wantLook(Instant now) {
        if (!engineUp || looking || lookAt == null || now.isBefore(lookAt)) return false;
        looking = true;
        return true;
    }

    @Nullable
    Instant wakeAt() {
        return engineUp && !looking ? lookAt : null;
    }

    /// This container needs a closer look than a listing gives; until it was taken nothing is begun with it, nor is it
    /// called over.
    void unsure(String taskArn, String container) {
        unsure.computeIfAbsent(taskArn, ignored -> new LinkedHashSet<>()).add(container);
    }

    void sure(String taskArn, String container) {
        var names = unsure.get(taskArn);
        if (names != null && names.remove(container) && names.isEmpty()) unsure.remove(taskArn);
    }

    /// By task, as it is now.
    Map<String, Set<String>> unsure() {
        var copy = new LinkedHashMap<String, Set<String>>();
        unsure.forEach((arn, names) -> copy.put(arn, Set.copyOf(names)));
        return copy;
    }

    Set<String> unsure(String taskArn) {
        return unsure.getOrDefault(taskArn, Set.of());
    }
}
