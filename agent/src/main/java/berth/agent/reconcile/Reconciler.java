package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.EngineErrors.Stage;
import berth.agent.docker.EngineEvent;
import berth.agent.docker.HealthLook;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsMessage.BerthExec;
import berth.wire.acs.AcsMessage.BerthProgress;
import berth.wire.acs.AcsMessage.BerthStreamLogs;
import berth.wire.acs.AcsTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The node's single mind: takes what was heard, seen and done since the last turn, and says what to do next.
///
/// Not thread-safe: one caller at a time. A message or an event only wakes it; what is done follows from how
/// each task stands. It can forget everything but the [Ledger] at any moment and comes to the same end.
public final class Reconciler implements Conversation.Listener {
    /// How reasons begin that end a whole task.
    static final String NOT_GIVEN = "ResourceInitializationError: ";

    private static final String NOT_REMOVED =
            "CannotStartContainerError: the engine ended while it started the container, and does not remove what is left";

    private final ReconcileSettings settings;
    private final Lives lives;
    private final Conversation conversation;
    private final Fetches fetches;
    private final Reporting reporting;
    private final Eyes eyes;
    private final Images images;
    private final Schedule schedule;
    private final Map<String, HealthLook> health = new LinkedHashMap<>();
    private List<Action> out = new ArrayList<>();
    private Instant now = Instant.MIN;

    /// Takes up what the ledger holds. Nothing is begun at the engine before [Input.EngineUp] and the look that
    /// follows.
    public Reconciler(ReconcileSettings settings, Ledger ledger, RandomGenerator chance) {
        this.settings = settings;
        var contents = ledger.contents();
        this.lives = new Lives(ledger, contents.tasks());
        this.conversation = new Conversation(this, ledger, contents.number(), contents.credentials());
        this.fetches = new Fetches(settings.pullTries(), chance);
        this.reporting = new Reporting(settings.submitsInFlight(), chance);
        this.eyes = new Eyes(settings.lookEvery(), chance);
        this.images = new Images(settings.images(), ledger, contents.images());
        this.schedule = new Schedule(settings, lives, fetches, reporting, eyes, images, chance);
    }

    /// One round: O(inputs + tasks that changed or wait for a start).
    ///
    /// @param now not before the last turn's, unless an [Input.ClockSet] says so
    /// @return what to begin, in order; all of it may run at once
    public List<Action> turn(List<? extends Input> inputs, Instant now) {
        this.now = now;
        this.out = new ArrayList<>();
        for (var input : inputs) take(input);
        schedule.begin(now, out::add);
        for (var input : inputs)
            if (input instanceof Input.Asked(var answer))
                answer.accept(new NodeView(
                        lives.all(),
                        Map.copyOf(health),
                        conversation.credentials(),
                        conversation.execution(),
                        eyes.open()));
        return out;
    }

    /// When a turn is due even if nothing happens; null: not before something does.
    public @Nullable Instant wakeAt() {
        return schedule.wakeAt();
    }

    private void take(Input input) {
        switch (input) {
            case Input.Heard(var message) -> conversation.heard(message, out::add);
            case Input.Linked linked -> reporting.hurry(now);
            case Input.EngineUp up -> eyes.engineUp(now);
            case Input.EngineDown down -> eyes.engineDown();
            case Input.ClockSet(var by) -> clockSet(by);
            case Input.Happened(var event) -> happened(event);
            case Input.Progressed(var image, var text) -> progress(image, text);
            case Input.Asked asked -> {} // answered at the end of the turn
            case Input.Done done -> done(done);
        }
    }

    /// What is waited for is as far away as it was. Only ages that are counted in hours, of what has ended, go by the
    /// clock as it stands.
    private void clockSet(Duration by) {
        for (var life : lives.all()) lives.update(life.arn(), task -> task.leapt(by));
        eyes.clockSet(by);
        fetches.clockSet(by);
        images.clockSet(by);
        schedule.clockSet(by, now);
        // What was refused for the time it was signed at may be taken now.
        reporting.hurry(now);
    }

    private void done(Input.Done done) {
        switch (done) {
            case Input.Fetched(var image, var digest, var isNew) -> {
                images.fetched(image, isNew, now);
                waiting(fetches.fetched(image), image, container -> true, life -> life.pulled(digest));
            }
            case Input.FetchFailed(var image, var reason, var again) -> fetchFailed(image, reason, again);
            case Input.FetchLater(var image, var why) -> {
                progress(image, why);
                fetches.later(image, now);
            }
            case Input.Created(var arn, var name, var id) -> {
                schedule.launchEnded(arn, name);
                update(arn, name, life -> life.created(id));
            }
            case Input.Started(var arn, var name, var look) -> {
                schedule.launchEnded(arn, name);
                update(arn, name, ContainerLife::started);
                if (look != null) seen(arn, name, look);
            }
            case Input.Displaced(var arn, var name) -> {
                schedule.launchEnded(arn, name);
                update(arn, name, ContainerLife::displaced);
            }
            case Input.Stopped(var arn, var name, var look) -> {
                schedule.stopEnded(arn, name);
                if (look == null) update(arn, name, life -> life.vanished(now));
                else seen(arn, name, look.notOutOfMemory());
                update(arn, name, ContainerLife::quiet);
            }
            case Input.Refused(var arn, var name, var stage, var reason, var exit) -> {
                eyes.lookSoon(now);
                if (stage == Stage.STOP) schedule.stopFailed(arn, name, now);
                else {
                    schedule.launchEnded(arn, name);
                    update(arn, name, life -> life.failed(reason, exit, now));
                }
            }
            case Input.CutShort(var arn, var name, var reason, var exit) -> {
                schedule.launchLater(arn, name, now);
                update(arn, name, life -> life.cutShort(reason, exit, now));
            }
            case Input.Discarded(var arn, var name, var gone) -> {
                if (gone) schedule.launchEnded(arn, name);
                else schedule.launchLater(arn, name, now);
                update(arn, name, life -> gone ? life.discarded() : life.cutShort(NOT_REMOVED, null, now));
            }
            case Input.Denied(var arn, var name, var reason) -> {
                schedule.launchEnded(arn, name);
                update(arn, name, life -> life.failed(reason, null, now));
                lives.update(arn, task -> task.stop(reason));
            }
            case Input.Unconfided(var arn, var name) -> schedule.launchLater(arn, name, now);
            case Input.Unanswered(var action) -> unanswered(action);
            case Input.Looked looked -> looked(looked);
            case Input.LookedAround(var listed) -> {
                var missed = !eyes.open();
                eyes.looked(now);
                Looking.strays(lives, listed, settings.cluster()).forEach(lives::put);
                lookAt(Looking.doubts(lives, health, listed, settings.cluster(), missed));
                for (var life : lives.all()) if (!life.stopped()) lives.plan(life.arn());
                schedule.cleanAt(now);
            }
            case Input.CleanedUp(var arn, var complete) -> cleanedUp(arn, complete);
            case Input.ImagesRemoved(var gone) -> imagesRemoved(gone);
            case Input.Submitted(var report) -> submitted(report);
            case Input.SubmitFailed(var report, var reason, var again) -> {
                if (again) reporting.failed(report.taskArn(), now);
                else submitted(report);
            }
        }
    }

    // ---- what the control plane wants

    @Override
    public void told(AcsTask task) {
        var known = lives.get(String.valueOf(task.arn()));
        if (known == null) lives.put(TaskLife.of(task));
        else if (known.stopped() && known.sent() == TaskStatus.STOPPED) lives.put(known.unacknowledged());
        else lives.put(known.told(task));
    }

    @Override
    public void refuse(AcsTask task, String reason) {
        if (lives.get(String.valueOf(task.arn())) == null)
            lives.put(TaskLife.of(task).stop(reason));
    }

    @Override
    public void stop(String taskArn) {
        lives.update(taskArn, TaskLife::stop);
    }

    @Override
    public Iterable<TaskLife> tasks() {
        return lives.all();
    }

    @Override
    public void stream(BerthStreamLogs request) {
        out.add(new Action.StreamLogs(request, runtimeId(request.taskArn(), request.containerName())));
    }

    @Override
    public void exec(BerthExec request) {
        out.add(new Action.Exec(request, runtimeId(request.taskArn(), request.containerName())));
    }

    private @Nullable String runtimeId(@Nullable String taskArn, @Nullable String containerName) {
        var task = lives.get(String.valueOf(taskArn));
        var container = task == null ? null : task.containers().get(String.valueOf(containerName));
        return container == null ? null : container.runtimeId();
    }

    private void submitted(TaskReport report) {
        reporting.ended(report.taskArn());
        lives.update(report.taskArn(), report::acknowledged);
        lives.plan(report.taskArn());
        if (report.status() == TaskStatus.STOPPED) schedule.over(report.taskArn(), now);
    }

    // ---- what the engine shows

    private void happened(EngineEvent.Container event) {
        var arn = event.labels().get(Labels.TASK_ARN);
        var name = event.labels().get(Labels.CONTAINER);
        var task = arn == null ? null : lives.get(arn);
        var life = task == null || name == null ? null : task.containers().get(name);
        if (arn == null || name == null || life == null) return;
        var ended = !life.stopped() || life.alive();
        var worthALook = switch (event.action()) {
            case "die" -> ended;
            // What is under way with it will tell; a start may remove it to make it anew.
            case "destroy" ->
                ended && !schedule.cleaning(arn) && !lives.busy(arn).contains(name);
            case "start" -> life.startable() && !lives.busy(arn).contains(name);
            default -> event.action().startsWith("health_status");
        };
        if (worthALook) look(new Action.Look(arn, name, event.id()));
    }

    /// At these, and at those that are in doubt whatever the listing says of them.
    private void lookAt(List<Action.Look> doubts) {
        var all = new LinkedHashSet<>(doubts);
        eyes.unsure().forEach((arn, names) -> {
            for (var name : names) {
                var task = lives.get(arn);
                var life = task == null ? null : task.containers().get(name);
                var id = life == null || !life.startable() ? null : life.runtimeId();
                if (id == null) eyes.sure(arn, name);
                else all.add(new Action.Look(arn, name, id));
            }
        });
        all.forEach(this::look);
    }

    private void look(Action.Look look) {
        out.add(look);
        var task = lives.get(look.taskArn());
        if (task != null && task.container(look.container()).startable()) eyes.unsure(look.taskArn(), look.container());
    }

    private void looked(Input.Looked looked) {
        eyes.sure(looked.taskArn(), looked.container());
        lives.plan(looked.taskArn());
        if (looked.look() != null) {
            seen(looked.taskArn(), looked.container(), byItself(looked, looked.look()));
            return;
        }
        health.remove(looked.runtimeId());
        update(
                looked.taskArn(),
                looked.container(),
                life -> looked.runtimeId().equals(life.runtimeId()) ? life.vanished(now) : life);
    }

    /// When a task is out of memory, cgroup v1 lets all its containers know, and the engine calls each out of
    /// memory once it ends: of one that is being stopped that is no reason.
    private ContainerLook byItself(Input.Looked looked, ContainerLook look) {
        var task = lives.get(looked.taskArn());
        var isStopped =
                task != null && task.stopping() && lives.busy(looked.taskArn()).contains(looked.container());
        return isStopped ? look.notOutOfMemory() : look;
    }

    private void seen(String arn, String name, ContainerLook look) {
        if (look.health() != null && look.state().alive())
            health.merge(look.id(), look.health().since(now), HealthLook::after);
        else health.remove(look.id());
        lives.update(arn, task -> task.seen(name, look, settings.network(), now));
    }

    private void update(String arn, String name, UnaryOperator<ContainerLife> next) {
        lives.update(arn, task -> task.with(name, next));
    }

    // ---- what came of actions

    private void unanswered(Action.OnEngine action) {
        eyes.unanswered(now);
        switch (action) {
            case Action.Fetch(var image, var login, var before) ->
                fetches.fetched(image).forEach(lives::plan);
            case Action.Create create ->
                schedule.launchEnded(String.valueOf(create.task().arn()), create.container());
            case Action.Start start -> {
                schedule.launchEnded(start.taskArn(), start.container());
                update(start.taskArn(), start.container(), ContainerLife::unanswered);
                // It may have failed, which a listing does not tell from a start that is still to come.
                eyes.unsure(start.taskArn(), start.container());
            }
            case Action.Discard discard -> schedule.launchEnded(discard.taskArn(), discard.container());
            case Action.Stop stop -> schedule.stopEnded(stop.taskArn(), stop.container());
            case Action.Look look -> {} // it is looked for again with the next listing
            case Action.LookAround around -> {}
            case Action.RemoveImages remove -> imagesRemoved(List.of());
            case Action.CleanUp cleanUp ->
                cleanedUp(String.valueOf(cleanUp.task().arn()), false);
        }
    }

    private void imagesRemoved(List<String> gone) {
        images.removed(gone, now);
        for (var life : lives.all()) if (!life.stopped()) lives.plan(life.arn());
    }

    private void cleanedUp(String arn, boolean complete) {
        var life = lives.get(arn);
        if (life != null) for (var name : life.containers().keySet()) images.used(Planner.image(life, name), now);
        if (schedule.cleanedUp(arn, complete, now)) conversation.forget(arn);
    }

    private void fetchFailed(String image, String reason, boolean again) {
        progress(image, reason);
        var room = !again && reason.contains("no space left on device") && images.makeRoom(image);
        var used = fetches.login(image);
        var waiters = fetches.failed(image, again || room, now);
        if (waiters == null) return;
        waiting(
                waiters,
                image,
                container -> Objects.equals(container.registryAuthentication(), used),
                life -> life.failed(reason, null, now));
        // Whoever has credentials of its own tries with those.
        waiters.forEach(lives::plan);
        if (reason.startsWith(NOT_GIVEN)) waiters.forEach(arn -> lives.update(arn, task -> stoppedBy(task, reason)));
    }

    /// A task is over with whichever of its containers can't be given what it needs, essential or not.
    private static TaskLife stoppedBy(TaskLife task, String reason) {
        return task.containers().values().stream().anyMatch(life -> reason.equals(life.reason()))
                ? task.stop(reason)
                : task;
    }

    /// Containers that wait for the image, and only those.
    private void waiting(
            Set<String> arns, String image, Predicate<AcsContainer> which, UnaryOperator<ContainerLife> next) {
        for (var arn : arns) {
            var task = lives.get(arn);
            if (task == null || task.stopping()) continue;
            for (var name : task.containers().keySet()) {
                if (Planner.image(task, name).equals(image) && which.test(task.definition(name)))
                    update(arn, name, life -> life.status() == ContainerStatus.NONE ? next.apply(life) : life);
            }
        }
    }

    private void progress(String image, String text) {
        for (var arn : fetches.listeners(image, now)) {
            var task = lives.get(arn);
            if (task == null || task.stopping()) continue;
            task.containers().forEach((name, life) -> {
                if (life.status() == ContainerStatus.NONE
                        && Planner.image(task, name).equals(image))
                    out.add(new Action.Send(new BerthProgress(arn, name, text), false));
            });
        }
    }
}
