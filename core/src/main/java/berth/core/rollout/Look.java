package berth.core.rollout;

import berth.core.Change;
import berth.core.placement.Advice;
import berth.core.placement.Choice;
import berth.core.placement.Outcome;
import berth.core.placement.Placing;
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
import berth.core.state.Counsels.Heard;
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

    private static final Rank RANK = Rank.ofCall(0);

    private final ClusterState state;
    private final Instant now;
    private final Counsellor counsellor;
    private final Attendant attendant;
    private final Service before;
    private final List<Change> changes = new ArrayList<>();
    /// Those that are another by now, by id.
    private final Map<String, ServiceDeployment> attempts = new LinkedHashMap<>();
    private final List<ServiceEvent> said = new ArrayList<>();
    private Service service;
    private @Nullable Instant wake;
    private boolean roomless;
    private boolean unfinished;

    Look(Service service, ClusterState state, Instant now, Counsellor counsellor, Attendant attendant) {
        this.before = service;
        this.service = service;
        this.state = state;
        this.now = now;
        this.counsellor = counsellor;
        this.attendant = attendant;
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

    /// Starts up to `count` tasks of a revision; none yet while the scheduler that is to choose their nodes is asked.
    ///
    /// @param startedBy the deployment or task set they are of
    /// @param choice    where they should go, where that takes them; nobody else is asked then
    /// @param already   how many it ever started: fresh ids follow from that
    Started start(ServiceRevision revision, String startedBy, int already, int count, Choice choice) {
        var mould = mould(revision, startedBy);
        if (mould == null) return new Started(List.of(), null);
        var some = Math.min(count, MOST_STARTS);
        List<TaskId> copies = new ArrayList<>(some);
        for (var i = 0; i < some; i++) copies.add(freshId(startedBy, already + i));
        var scheduler = choice.nodes().isEmpty() ? Advice.wanted(service.tags(), clusterTags()) : null;
        var word = scheduler == null ? null : word(scheduler, copies, mould);
        // The answer is what comes next, and it has its moment.
        if (scheduler != null && word == null) return new Started(List.of(), null);
        if (word != null && word.copies().size() < some)
            copies = copies.subList(0, word.copies().size());
        if (copies.size() < count) unfinished = true;
        if (!choice.nodes().isEmpty()) return start(mould, copies, choice, null);
        if (word == null) return noted(mould, copies, start(mould, copies, Choice.NONE, null), Advice.BUILT_IN);
        state.services().counsels().over(id());
        return noted(
                mould,
                copies,
                start(mould, copies, word.advice().choice(), word.advice()),
                word.advice().scheduler());
    }

    private Started start(Mould mould, List<TaskId> copies, Choice choice, @Nullable Advice advice) {
        var tasks = new ArrayList<Task>();
        Outcome.Unplaced refused = null;
        for (var outcome : pool().place(mould.request(), RANK, copies, choice)) {
            switch (outcome) {
                case Outcome.Placed placed -> {
                    var copy = tasks.size();
                    var by = advice == null ? null : advice.scheduledBy(copy, placed);
                    tasks.add(begin(mould, copies.get(copy), placed, by));
                }
                case Outcome.Unplaced no -> refused = no;
            }
        }
        return new Started(tasks, refused);
    }

    private Started noted(Mould mould, List<TaskId> copies, Started started, String scheduler) {
        attendant.placed(
                Placing.of(mould.definition().id(), scheduler, mould.request(), RANK, copies, started.tasks()));
        return started;
    }

    /// What the scheduler says of some of the first of these copies; null while it is being asked.
    private @Nullable Heard word(String scheduler, List<TaskId> copies, Mould mould) {
        var counsels = state.services().counsels();
        var first = copies.getFirst();
        var heard = counsels.heard(id(), scheduler, first);
        if (heard != null) return heard;
        var until = counsels.awaited(id(), scheduler, first);
        if (until == null) {
            var patience = counsellor.patience(scheduler);
            if (patience == null) return none(scheduler, copies, "there is no scheduler of that name");
            until = now.plus(patience);
            counsels.asked(id(), scheduler, first, until);
            var nodes = pool().frozen();
            counsellor.consult(
                    new Consultation(id(), scheduler, mould.definition().id(), mould.request(), copies, nodes));
        }
        if (!until.isAfter(now)) return none(scheduler, copies, "no answer came");
        wakeAt(until);
        return null;
    }

    private static Heard none(String scheduler, List<TaskId> copies, String trouble) {
        return new Heard(copies, Advice.none(scheduler, trouble));
    }

    private Map<String, String> clusterTags() {
        var cluster = state.clusters().get(id().cluster());
        return cluster == null ? Map.of() : cluster.tags();
    }

    /// @param refused why the others found no room, null if there are none
    record Started(List<Task> tasks, Outcome.@Nullable Unplaced refused) {}

    Task begin(Mould mould, TaskId id, Outcome.Placed placed) {
        return begin(mould, id, placed, null);
    }

    private Task begin(Mould mould, TaskId id, Outcome.Placed placed, @Nullable String scheduledBy) {
        var task = mould.task(id, placed, scheduledBy, now);
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
