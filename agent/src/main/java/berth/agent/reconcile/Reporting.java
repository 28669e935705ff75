package berth.agent.reconcile;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Who may report now: one call at a time per task, so that its states arrive in order, and a bound over all
/// tasks. Failed calls are tried again after a growing wait.
final class Reporting {
    private record Retry(int failures, Instant notBefore) {}

    private final int most;
    private final RandomGenerator chance;
    private final Set<String> inFlight = new LinkedHashSet<>();
    private final Set<String> crowdedOut = new LinkedHashSet<>();
    private final Map<String, Retry> retries = new LinkedHashMap<>();

    Reporting(int most, RandomGenerator chance) {
        this.most = most;
        this.chance = chance;
    }

    /// @return true when the task's report is to be sent now
    boolean begin(String taskArn, Instant now) {
        if (inFlight.contains(taskArn)) return false;
        var retry = retries.get(taskArn);
        if (retry != null && now.isBefore(retry.notBefore())) return false;
        if (inFlight.size() >= most) {
            crowdedOut.add(taskArn);
            return false;
        }
        inFlight.add(taskArn);
        return true;
    }

    void ended(String taskArn) {
        inFlight.remove(taskArn);
        retries.remove(taskArn);
    }

    void failed(String taskArn, Instant now) {
        inFlight.remove(taskArn);
        var before = retries.get(taskArn);
        var failures = before == null ? 1 : before.failures() + 1;
        retries.put(taskArn, new Retry(failures, now.plus(Backoff.LINK.after(failures, chance))));
    }

    /// The control plane is there again: nobody need wait out a long pause.
    void hurry(Instant now) {
        retries.replaceAll((arn, retry) -> new Retry(1, now));
    }

    /// Tasks that may try now and could not before.
    Set<String> due(Instant now) {
        var due = new LinkedHashSet<String>();
        retries.forEach((arn, retry) -> {
            if (!inFlight.contains(arn) && !now.isBefore(retry.notBefore())) due.add(arn);
        });
        var free = new ArrayDeque<>(crowdedOut);
        while (!free.isEmpty() && due.size() + inFlight.size() < most) {
            var arn = free.poll();
            crowdedOut.remove(arn);
            due.add(arn);
        }
        return due;
    }

    @Nullable
    Instant wakeAt() {
        // The end of a call is a turn of its own; before that nobody can try.
        if (inFlight.size() >= most) return null;
        Instant first = null;
        for (var entry : retries.entrySet()) {
            var at = entry.getValue().notBefore();
            if (!inFlight.contains(entry.getKey()) && (first == null || at.isBefore(first))) first = at;
        }
        return first;
    }
}
