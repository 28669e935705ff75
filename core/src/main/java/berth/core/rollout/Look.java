package berth.core.rollout;

import berth.core.Change;
import berth.core.placement.Choice;
import berth.core.placement.Outcome;
import berth.core.placement.Pool;
import berth.core.placement.Rank;
import berth.core.service.Deployment;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceEvent.What;
import berth.core.service.ServiceId;
import berth.core.service.ServiceRevision;
import berth.core.state.ClusterState;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One look at one service, and all that comes of it. Nothing has happened before `changes` are applied.
final class Look {
    /// How many tasks of a service are placed in one look, so that none takes long; the next goes on.
    static final int MOST_STARTS = 64;

    private final ClusterState state;
    private final Instant now;
    private final Service before;
    private final List<Change> changes = new ArrayList<>();
    /// Those that are another by now, by id.
    private final Map<String, ServiceDeployment> attempts = new LinkedHashMap<>();
    private final List<ServiceEvent> said = new ArrayList<>();
    private Service service;
    private @Nullable Instant wake;
    private boolean roomless;
    private boolean unfinished;

    Look(Service service, ClusterState state, Instant now) {
        this.before = service;
        this.service = service;
        this.state = state;
        this.now = now;
    }

    ClusterState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    /// As it is by now.
    Service service() {
        return service;
    }

    ServiceId id() {
        return service.id();
    }

    Pool pool() {
        return state.pool(service.id().cluster());
    }

    void becomes(Service newer) {
        service = newer;
    }

    void put(Change change) {
        changes.add(change);
    }

    /// As it is by now, null if it is forgotten.
    @Nullable
    ServiceDeployment attempt(String attempt) {
        var newer = attempts.get(attempt);
        return newer != null ? newer : state.services().attempt(id(), attempt);
    }

    void put(ServiceDeployment attempt) {
        attempts.put(attempt.id(), attempt);
    }

    // ---- when to look again

    void wakeAt(@Nullable Instant at) {
        if (at != null && (wake == null || at.isBefore(wake))) wake = at;
    }

    @Nullable
    Instant wake() {
        return wake;
    }

    /// It wants to be looked at as soon as there may be room.
    void noRoom() {
        roomless = true;
    }

    boolean roomless() {
        return roomless;
    }

    /// There is more to do than one look does.
    boolean unfinished() {
        return unfinished;
    }

    // ---- what is said

    void say(What what, String message) {
        said.add(new ServiceEvent(id(), before.events() + said.size() + 1, what, message, now));
    }

    /// The same, unless it was said already since something else happened: a trouble that lasts is told
    /// once.
    void sayOnce(What what, String message) {
        var kept = state.services().events(id());
        for (var event : said) if (event.message().equals(message)) return;
        for (var event : kept) {
            if (event.message().equals(message)) return;
            if (!event.what().trouble()) break;
        }
        say(what, message);
    }

    /// What was said last, null if nothing is kept.
    @Nullable
    What lastSaid() {
        if (!said.isEmpty()) return said.getLast().what();
        var kept = state.services().events(id());
        return kept.isEmpty() ? null : kept.getFirst().what();
    }

    // ---- tasks

    /// Starts up to `count` tasks of a revision.
    ///
    /// @param startedBy the deployment or task set they are of
    /// @param choice    where they should go, where that takes them
    /// @param already   how many it ever started: fresh ids follow from that
    Started start(ServiceRevision revision, String startedBy, int already, int count, Choice choice) {
        var mould = mould(revision, startedBy);
        if (mould == null) return new Started(List.of(), null);
        var some = Math.min(count, MOST_STARTS);
        if (some < count) unfinished = true;
        var copies = new ArrayList<TaskId>(some);
        for (var i = 0; i < some; i++) copies.add(freshId(startedBy, already + i));
        var tasks = new ArrayList<Task>();
        Outcome.Unplaced refused = null;
        for (var outcome : pool().place(mould.request(), Rank.ofCall(0), copies, choice)) {
            switch (outcome) {
                case Outcome.Placed placed -> tasks.add(begin(mould, copies.get(tasks.size()), placed));
                case Outcome.Unplaced no -> refused = no;
            }
        }
        return new Started(tasks, refused);
    }

    /// @param refused why the others found no room, null if there are none
    record Started(List<Task> tasks, Outcome.@Nullable Unplaced refused) {}

    Task begin(Mould mould, TaskId id, Outcome.Placed placed) {
        var task = mould.task(id, placed, now);
        changes.add(new Change.Put(task));
        return task;
    }

    /// Follows from what was started before: deciding draws no chance of its own.
    TaskId freshId(String startedBy, int number) {
        var words = id() + "/" + startedBy + "/" + number + "/" + before.createdAt();
        var hash = UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
        return new TaskId(id().cluster(), hash.toString().replace("-", ""));
    }

    /// Null if the revision's definition is gone.
    @Nullable
    Mould mould(ServiceRevision revision, String startedBy) {
        return Mould.of(service, revision, startedBy, state);
    }

    @Nullable
    ServiceRevision revision(String id) {
        return state.services().revision(id(), id);
    }

    void stop(Collection<Task> tasks, String reason) {
        for (var task : tasks) {
            changes.add(
                    new Change.Put(task.stopRequested(new Stop(StopCode.SERVICE_SCHEDULER_INITIATED, reason), now)));
        }
    }

    /// Why tasks are stopped that a deployment replaces, or that are too many.
    static String scaling(Deployment deployment) {
        return scaling(deployment.id());
    }

    static String scaling(String id) {
        return "Scaling activity initiated by (deployment " + id + ")";
    }

    // ---- the end of it

    /// What is to be done, in order; empty if nothing is.
    List<Change> changes() {
        for (var attempt : attempts.values()) changes.add(new Change.Put(attempt));
        if (!said.isEmpty()) {
            service = service.withEvents(said.size());
            for (var event : said) changes.add(new Change.Put(event));
            forgetOld();
        }
        if (!Objects.equals(service, before)) changes.add(new Change.Put(service));
        return List.copyOf(changes);
    }

    private void forgetOld() {
        var kept = state.services().events(id());
        for (var i = ServiceEvent.MAX - said.size(); i < kept.size(); i++) {
            if (i >= 0) changes.add(new Change.Remove(kept.get(i).key()));
        }
    }
}
