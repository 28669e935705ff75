package berth.agent.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What is begun when: puts the planner's wishes through the gates. Starts go first, for a container that is
/// created holds memory and helps nobody; stops and removals pass outside the gate.
final class Schedule {
    private static final int CLEANING_AT_ONCE = 2;

    /// How long a payload may be under way that was sent before the control plane knew of a task's end: as long
    /// as a line may be silent. A task that is forgotten sooner could be told anew, and would run again.
    private static final Duration LINGER = Duration.ofMinutes(2);

    private final ReconcileSettings settings;
    private final RandomGenerator chance;
    private final Lives lives;
    private final Fetches fetches;
    private final Reporting reporting;
    private final Eyes eyes;
    private final Images images;
    /// When a wait of a task's containers is over, by task.
    private final Map<String, Instant> waits = new LinkedHashMap<>();

    private final Map<String, Instant> stopAgainAt = new LinkedHashMap<>();
    private final Map<String, Integer> stopFailures = new LinkedHashMap<>();
    private final Map<String, Instant> launchAgainAt = new LinkedHashMap<>();
    private final Map<String, Integer> launchFailures = new LinkedHashMap<>();
    private final Set<String> cleaning = new LinkedHashSet<>();
    private final Map<String, Instant> lingering = new LinkedHashMap<>();
    private @Nullable Instant cleanAt;
    private int startsInFlight;

    Schedule(
            ReconcileSettings settings,
            Lives lives,
            Fetches fetches,
            Reporting reporting,
            Eyes eyes,
            Images images,
            RandomGenerator chance) {
        this.settings = settings;
        this.lives = lives;
        this.fetches = fetches;
        this.reporting = reporting;
        this.eyes = eyes;
        this.images = images;
        this.chance = chance;
    }

    /// Everything that can be begun now.
    void begin(Instant now, Consumer<Action> out) {
        fetches.due(now).forEach(lives::plan);
        reporting.due(now).forEach(lives::plan);
        stopAgainAt.entrySet().removeIf(entry -> {
            if (now.isBefore(entry.getValue())) return false;
            lives.plan(entry.getKey());
            return true;
        });
        launchAgainAt.entrySet().removeIf(entry -> {
            if (now.isBefore(entry.getValue())) return false;
            lives.plan(entry.getKey());
            return true;
        });
        waits.forEach((arn, until) -> {
            if (!now.isBefore(until)) lives.plan(arn);
        });
        if (eyes.wantLook(now)) out.accept(new Action.LookAround());
        var launches = new ArrayList<Launch>();
        for (var arn : lives.takeUnplanned()) plan(arn, now, launches, out);
        if (eyes.open()) fetches.forgetUnwanted(now);
        launch(launches, out);
        cleanUp(now, out);
        if (!eyes.open()) return;
        var gone = images.round(this::imagesInUse, now);
        if (!gone.isEmpty()) out.accept(new Action.RemoveImages(gone));
    }

    private record Launch(String taskArn, String container, Action action) {}

    private void plan(String arn, Instant now, List<Launch> launches, Consumer<Action> out) {
        var known = lives.get(arn);
        if (known == null) return;
        var busy = new HashSet<>(lives.busy(arn));
        // Before a look, a container that is not known to have begun may well have: an earlier self may have done it.
        if (eyes.open()) busy.addAll(eyes.unsure(arn));
        else busy.addAll(known.containers().keySet());
        var order = lives.order(known);
        var life = known.settled(busy, order, now);
        lives.keep(life);
        var until = eyes.open() ? Waits.until(life, order, now) : null;
        if (until == null) waits.remove(arn);
        else waits.put(arn, until);
        var report = TaskReport.due(life);
        if (report != null && reporting.begin(arn, now)) out.accept(new Action.Submit(report));
        if (!eyes.open()) return;
        for (var action : Planner.next(life, order, busy, now)) {
            switch (action) {
                case Action.Fetch(var image, var login, var ignored) -> {
                    if (images.blocks(image)) break; // the end of the removal is a turn of its own
                    lives.keep(Objects.requireNonNull(lives.get(arn)).pulling(now));
                    var credentials = login == null
                            ? null
                            : life.definition(login.container()).registryAuthentication();
                    if (fetches.want(image, credentials, arn, now))
                        out.accept(new Action.Fetch(image, login, images.pulled(image)));
                }
                case Action.Create create -> {
                    if (!launchAgainAt.containsKey(arn)) launches.add(new Launch(arn, create.container(), create));
                }
                case Action.Start start -> {
                    if (!launchAgainAt.containsKey(arn)) launches.add(new Launch(arn, start.container(), start));
                }
                case Action.Discard discard -> {
                    if (!launchAgainAt.containsKey(arn)) launches.add(new Launch(arn, discard.container(), discard));
                }
                case Action.Stop stop -> {
                    if (stopAgainAt.containsKey(arn)) break;
                    lives.begin(arn, stop.container());
                    out.accept(stop);
                }
                case Action.Look look -> out.accept(look);
                case Action.LookAround around -> out.accept(around);
                case Action.CleanUp cleanUp -> out.accept(cleanUp);
                case Action.RemoveImages remove -> out.accept(remove);
            }
        }
    }

    private void launch(List<Launch> launches, Consumer<Action> out) {
        launches.sort(
                (a, b) -> Boolean.compare(b.action() instanceof Action.Start, a.action() instanceof Action.Start));
        for (var launch : launches) {
            if (startsInFlight >= settings.startsInFlight()) {
                lives.plan(launch.taskArn());
                continue;
            }
            startsInFlight++;
            lives.begin(launch.taskArn(), launch.container());
            out.accept(launch.action());
        }
    }

    /// Those of all tasks that are not forgotten, ended ones too: their containers are still there.
    private Set<String> imagesInUse() {
        var used = new LinkedHashSet<String>();
        for (var life : lives.all()) for (var name : life.containers().keySet()) used.add(Planner.image(life, name));
        return used;
    }

    void launchEnded(String arn, String container) {
        startsInFlight--;
        launchFailures.remove(arn);
        lives.end(arn, container);
    }

    /// What the container needs was not to be had yet, or its start was cut short: again, after a growing wait.
    void launchLater(String arn, String container, Instant now) {
        startsInFlight--;
        lives.end(arn, container);
        var failures = launchFailures.merge(arn, 1, Integer::sum);
        launchAgainAt.put(arn, now.plus(Backoff.LINK.after(failures, chance)));
    }

    void stopEnded(String arn, String container) {
        stopFailures.remove(arn);
        lives.end(arn, container);
    }

    /// The engine could not stop it: again, after a growing wait.
    void stopFailed(String arn, String container, Instant now) {
        lives.end(arn, container);
        var failures = stopFailures.merge(arn, 1, Integer::sum);
        stopAgainAt.put(arn, now.plus(Backoff.LINK.after(failures, chance)));
    }

    void clockSet(Duration by, Instant now) {
        for (var times : List.of(stopAgainAt, launchAgainAt, waits, lingering))
            times.replaceAll((arn, at) -> at.plus(by));
        if (cleanAt != null) cleanAt = now;
    }

    // ---- what is left of tasks that are over

    boolean cleaning(String arn) {
        return cleaning.contains(arn);
    }

    /// The control plane has acknowledged the task's end.
    void over(String arn, Instant now) {
        lingering.put(arn, now.plus(LINGER));
        cleanAt(now);
    }

    void cleanAt(Instant when) {
        if (cleanAt == null || when.isBefore(cleanAt)) cleanAt = when;
    }

    private void cleanUp(Instant now, Consumer<Action> out) {
        if (cleanAt == null || now.isBefore(cleanAt) || !eyes.open()) return;
        cleanAt = null;
        var over = lives.over();
        var tooMany = over.size() - settings.stoppedKept();
        for (var life : over) {
            var due = tooMany-- > 0
                    ? now
                    : Objects.requireNonNull(life.stoppedAt()).plus(settings.cleanUpAfter());
            var lingers = lingering.get(life.arn());
            if (lingers != null && lingers.isAfter(due)) due = lingers;
            if (now.isBefore(due)) {
                cleanAt(due);
                continue;
            }
            if (cleaning.contains(life.arn())) continue;
            if (cleaning.size() >= CLEANING_AT_ONCE) return;
            cleaning.add(life.arn());
            var ids = life.containers().values().stream()
                    .map(ContainerLife::runtimeId)
                    .filter(Objects::nonNull)
                    .toList();
            out.accept(new Action.CleanUp(life.task(), ids));
        }
    }

    /// @return true when the task is forgotten now
    boolean cleanedUp(String arn, boolean complete, Instant now) {
        cleaning.remove(arn);
        if (complete) {
            lives.remove(arn);
            lingering.remove(arn);
            waits.remove(arn);
            stopFailures.remove(arn);
            launchFailures.remove(arn);
        }
        cleanAt(complete ? now : now.plusSeconds(30));
        return complete;
    }

    @Nullable
    Instant wakeAt() {
        var first = earlier(eyes.wakeAt(), reporting.wakeAt());
        // What only an engine can do is not waited for while there is none.
        if (eyes.open()) first = earlier(earlier(first, images.wakeAt()), earlier(fetches.wakeAt(), cleanAt));
        for (var at : stopAgainAt.values()) first = earlier(first, at);
        for (var at : launchAgainAt.values()) first = earlier(first, at);
        if (eyes.open()) for (var at : waits.values()) first = earlier(first, at);
        return first;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null) return b;
        return b == null || a.isBefore(b) ? a : b;
    }
}
