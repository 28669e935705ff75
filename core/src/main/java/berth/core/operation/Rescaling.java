package berth.core.operation;

import berth.core.Change;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScalingActivity;
import berth.core.service.Deployment;
import berth.core.service.Service;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// What comes of one service in one decision about its scaling: its bounds, its desired count, and what
/// is said of both.
final class Rescaling {
    private final ClusterState state;
    private final Instant now;
    private final Service before;
    private final ScalableTarget targetBefore;
    private final List<ScalingActivity> kept;
    private final List<ScalingActivity> begun = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private ScalableTarget target;
    private int desired;
    private String cause = "";

    Rescaling(Service service, ScalableTarget target, ClusterState state, Instant now) {
        this.before = service;
        this.desired = service.desiredCount();
        this.targetBefore = target;
        this.target = target;
        this.state = state;
        this.now = now;
        this.kept = List.copyOf(state.scalings().activities(service.id()));
    }

    int desired() {
        return desired;
    }

    ScalableTarget target() {
        return target;
    }

    Instant now() {
        return now;
    }

    /// Whether a deployment is under way: nothing is scaled in meanwhile, as ECS does it.
    boolean deploying() {
        var primary = before.primary();
        return primary != null && primary.state() == Deployment.State.IN_PROGRESS;
    }

    void put(Change change) {
        changes.add(change);
    }

    /// The target with members that decide nothing now.
    void become(ScalableTarget newer) {
        target = newer;
    }

    /// The bounds are others from now on. The desired count is brought between them.
    ///
    /// @param cause      why, empty if that is no activity of its own
    /// @param causeOfMin why the count rises, if it has to
    /// @param causeOfMax why it falls
    void bounds(int min, int max, String cause, String causeOfMin, String causeOfMax) {
        if (min != target.min() || max != target.max()) {
            target = target.with(min, max, target.roleArn(), target.suspended());
            if (!cause.isEmpty()) {
                begun.add(ScalingActivity.bounded(before.id(), number(), id(), min, max, cause, now));
            }
        }
        if (desired < min) to(min, causeOfMin);
        else if (desired > max) to(max, causeOfMax);
    }

    /// The desired count is another from now on.
    ///
    /// @param count within the bounds
    void to(int count, String cause) {
        if (count == desired) return;
        target = target.scaled(desired, count, now);
        desired = count;
        this.cause = cause;
    }

    /// What is to be done, in order; empty if nothing is.
    List<Change> changes() {
        if (desired != before.desiredCount()) scale();
        else fulfil();
        if (!target.equals(targetBefore)) changes.add(new Change.Put(target));
        for (var activity : begun) changes.add(new Change.Put(activity));
        for (var i = Math.max(0, ScalingActivity.MOST - begun.size()); i < kept.size() && !begun.isEmpty(); i++) {
            changes.add(new Change.Remove(kept.get(i).key()));
        }
        return List.copyOf(changes);
    }

    private void scale() {
        for (var activity : kept) if (activity.open()) changes.add(new Change.Put(activity.overridden(now)));
        var activity = ScalingActivity.begun(before.id(), number(), id(), desired, cause, now);
        begun.add(activity);
        var event = new ServiceEvent(
                before.id(),
                before.events() + 1,
                ServiceEvent.What.SERVICE_SCALED,
                "Message: " + activity.message() + " Cause: " + cause,
                now);
        changes.add(new Change.Put(event));
        var events = state.services().events(before.id());
        for (var i = ServiceEvent.MAX - 1; i < events.size(); i++) {
            changes.add(new Change.Remove(events.get(i).key()));
        }
        changes.add(new Change.Put(before.withDesiredCount(desired).withEvents(1)));
    }

    /// Whoever set the count that is there has what he wanted; whoever set another is passed over by
    /// somebody's call.
    private void fulfil() {
        for (var activity : kept) {
            if (!activity.open()) continue;
            var count = activity.count();
            if (count == null || count != desired) changes.add(new Change.Put(activity.overridden(now)));
            else if (running() == desired) changes.add(new Change.Put(activity.fulfilled(now)));
        }
    }

    private int running() {
        var running = 0;
        for (var task : state.services().live(before.id())) {
            if (task.desired() != TaskStatus.RUNNING) continue;
            if (!runs(task)) return -1;
            running++;
        }
        return running;
    }

    private static boolean runs(Task task) {
        return task.last() == TaskStatus.RUNNING;
    }

    private long number() {
        if (!begun.isEmpty()) return begun.getLast().number() + 1;
        return kept.isEmpty() ? 1 : kept.getFirst().number() + 1;
    }

    /// Follows from what went before: deciding draws no chance of its own.
    private String id() {
        var words = before.id() + "/" + number() + "/" + targetBefore.id() + "/" + now;
        return UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8)).toString();
    }

    // ---- what several questions ask

    static ScalableTarget target(ServiceId id, ClusterState state) {
        var target = state.scalings().target(id);
        if (target == null) throw notFound("No scalable target registered for " + named(id));
        return target;
    }

    /// As Application Auto Scaling names it.
    static String named(ServiceId id) {
        return "service namespace: ecs, resource ID: service/" + id + ", scalable dimension: ecs:service:DesiredCount";
    }

    static Refusal notFound(String message) {
        return new Refusal(Code.OBJECT_NOT_FOUND, message);
    }

    static Refusal invalid(String message) {
        return new Refusal(Code.VALIDATION, message);
    }

    static void requireRoom(int size, int most, String what) {
        if (size < most) return;
        throw new Refusal(
                Code.LIMIT_EXCEEDED, "There can be at most " + most + " " + what + ", and there are so many.");
    }
}
