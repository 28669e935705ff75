package berth.agent.reconcile;

import berth.wire.acs.ContainerParts.RegistryAuthentication;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The images that are being fetched: one pull for all who wait for it, a few tries when trouble is passing.
final class Fetches {
    private static final long PROGRESS_MILLIS = 500;

    private static final class Fetch {
        boolean inFlight;
        int failures;
        int delays;

        @Nullable
        RegistryAuthentication login;

        @Nullable
        Instant notBefore;

        @Nullable
        Instant told;

        final Set<String> taskArns = new LinkedHashSet<>();
    }

    private final int tries;
    private final RandomGenerator chance;
    private final Map<String, Fetch> fetches = new LinkedHashMap<>();

    Fetches(int tries, RandomGenerator chance) {
        this.tries = tries;
        this.chance = chance;
    }

    /// @param login what it would be pulled with, null for nothing
    /// @return true when the fetch is to be begun now; false: it is under way, or it is too early to try again
    boolean want(String image, @Nullable RegistryAuthentication login, String taskArn, Instant now) {
        var fetch = fetches.computeIfAbsent(image, ignored -> new Fetch());
        fetch.taskArns.add(taskArn);
        if (fetch.inFlight || (fetch.notBefore != null && now.isBefore(fetch.notBefore))) return false;
        fetch.inFlight = true;
        fetch.login = login;
        return true;
    }

    /// What the image is being pulled with, null for nothing.
    @Nullable
    RegistryAuthentication login(String image) {
        var fetch = fetches.get(image);
        return fetch == null ? null : fetch.login;
    }

    /// @return who waited
    Set<String> fetched(String image) {
        var fetch = fetches.remove(image);
        return fetch == null ? Set.of() : fetch.taskArns;
    }

    /// @return who waited, when this was the last try; null when it will be tried again
    @Nullable
    Set<String> failed(String image, boolean again, Instant now) {
        var fetch = fetches.get(image);
        if (fetch == null) return null;
        fetch.inFlight = false;
        fetch.failures++;
        if (!again || fetch.failures >= tries) return fetched(image);
        fetch.notBefore = now.plus(Backoff.PULL.after(fetch.failures, chance));
        return null;
    }

    /// It will be tried again, and this try does not count.
    void later(String image, Instant now) {
        var fetch = fetches.get(image);
        if (fetch == null) return;
        fetch.inFlight = false;
        fetch.delays++;
        fetch.notBefore = now.plus(Backoff.PULL.after(fetch.delays, chance));
    }

    /// @return who waits and should hear of progress now; nobody if they heard less than half a second ago
    Set<String> listeners(String image, Instant now) {
        var fetch = fetches.get(image);
        if (fetch == null) return Set.of();
        if (fetch.told != null && now.isBefore(fetch.told.plusMillis(PROGRESS_MILLIS))) return Set.of();
        fetch.told = now;
        return fetch.taskArns;
    }

    void clockSet(Duration by) {
        for (var fetch : fetches.values()) {
            if (fetch.notBefore != null) fetch.notBefore = fetch.notBefore.plus(by);
            fetch.told = null;
        }
    }

    /// Who waits for a try that is due.
    Set<String> due(Instant now) {
        var due = new LinkedHashSet<String>();
        for (var fetch : fetches.values())
            if (!fetch.inFlight && fetch.notBefore != null && !now.isBefore(fetch.notBefore))
                due.addAll(fetch.taskArns);
        return due;
    }

    /// A try that was due and that nobody wanted: all who waited for it have stopped meanwhile.
    void forgetUnwanted(Instant now) {
        fetches.values()
                .removeIf(fetch -> !fetch.inFlight && fetch.notBefore != null && !now.isBefore(fetch.notBefore));
    }

    @Nullable
    Instant wakeAt() {
        Instant first = null;
        for (var fetch : fetches.values())
            if (!fetch.inFlight && fetch.notBefore != null && (first == null || fetch.notBefore.isBefore(first)))
                first = fetch.notBefore;
        return first;
    }
}
