package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.ContainerState;
import berth.agent.docker.ContainerSummary;
import berth.agent.docker.EngineErrors.Stage;
import berth.agent.docker.HealthLook;
import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A reconciler with an engine and a control plane made of values: everything happens in an order that is
/// drawn, actions are lost and repeated, the agent dies and comes back with what it had written down.
final class PretendNode {
    static final ReconcileSettings SETTINGS = ReconcileSettings.of("c", "berth", 3, Duration.ofHours(3));

    private static final String BARRED = "task " + "0123456789abcdef".repeat(4) + ": already exists: unknown";

    private record Box(
            String id,
            String arn,
            String name,
            ContainerState state,
            int exitCode,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            HealthLook.@Nullable Status health) {
        static Box created(String id, String arn, String name) {
            return new Box(id, arn, name, ContainerState.CREATED, 0, null, null, null);
        }

        Box running(Instant now) {
            return new Box(id, arn, name, ContainerState.RUNNING, 0, now, null, null);
        }

        /// As engines do: its state tells nothing of it.
        Box refused(int code) {
            return new Box(id, arn, name, ContainerState.CREATED, code, null, null, null);
        }

        boolean wasRefused() {
            return state == ContainerState.CREATED && exitCode != 0;
        }

        Box exited(int code, Instant now) {
            return new Box(id, arn, name, ContainerState.EXITED, code, startedAt, now, null);
        }

        Box feeling(HealthLook.Status status) {
            return new Box(id, arn, name, state, exitCode, startedAt, finishedAt, status);
        }
    }

    private final Random chance;
    private final ForgetfulLedger ledger = new ForgetfulLedger();
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<Action> open = new ArrayList<>();
    private final List<Input> arrived = new ArrayList<>();
    final Map<String, List<TaskStatus>> reported = new LinkedHashMap<>();
    final Map<String, Integer> starts = new LinkedHashMap<>();
    /// What happened at the engine, in order: `start ARN/NAME`, `end ARN/NAME CODE`, `HEALTHY ARN/NAME`,
    /// `stop ARN/NAME`.
    final List<String> history = new ArrayList<>();
    private final Set<String> here = new HashSet<>();
    /// No image can be pulled before one is removed.
    boolean full;

    /// Processes that the engine doesn't know of: it died while it started them.
    final Set<String> orphans = new HashSet<>();
    /// Starts that are lost may have been cut short.
    boolean engineDies;
    /// How often the engine finds the way barred though no process is left.
    int barred;
    /// It says that it has not removed what it was to discard.
    boolean stuck;

    final List<List<String>> removed = new ArrayList<>();
    final List<AcsMessage> said = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    boolean failing = true;
    int mostStartsAtOnce;
    private Reconciler reconciler;
    private long number;
    private int ids;
    /// So many in a row that a task is given up would be no passing trouble.
    private int failedPulls;

    PretendNode(long seed) {
        chance = new Random(seed);
        reconciler = new Reconciler(SETTINGS, ledger, chance);
        arrived.add(new Input.EngineUp());
    }

    void tell(AcsTask... tasks) {
        arrived.add(
                new Input.Heard(new AcsMessage.PayloadMessage("m" + ++number, "c", "i", number, 0, List.of(tasks))));
    }

    void hear(AcsMessage message) {
        arrived.add(new Input.Heard(message));
    }

    long nextNumber() {
        return ++number;
    }

    /// A process of the task ends by itself.
    void end(String arn, String name, int exitCode) {
        var box = boxes.get(arn + "/" + name);
        if (box == null || box.state() != ContainerState.RUNNING) return;
        boxes.put(arn + "/" + name, box.exited(exitCode, now));
        history.add("end " + arn + "/" + name + " " + exitCode);
        if (!failing || chance.nextBoolean()) arrived.add(happened("die", box));
    }

    /// A container's health check says something.
    void feel(String arn, String name, HealthLook.Status status) {
        var box = boxes.get(arn + "/" + name);
        if (box == null || box.state() != ContainerState.RUNNING || box.health() == status) return;
        boxes.put(arn + "/" + name, box.feeling(status));
        history.add(status + " " + arn + "/" + name);
        if (!failing || chance.nextBoolean()) arrived.add(happened("health_status: " + status, box));
    }

    /// The machine's clock, and with it the engine's.
    void setClock(Duration by) {
        now = now.plus(by);
        arrived.addFirst(new Input.ClockSet(by));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    private static Input happened(String action, Box box) {
        return new Input.Happened(new berth.agent.docker.EngineEvent.Container(
                Instant.EPOCH, action, box.id(), box.name(), "i", labels(box.arn(), box.name()), 0));
    }

    /// The engine answers nothing any more; what is under way at it is lost, or was done.
    void engineDown() {
        for (var action : List.copyOf(open)) if (action instanceof Action.OnEngine) open.remove(action);
        arrived.add(new Input.EngineDown());
    }

    void engineUp() {
        arrived.add(new Input.EngineUp());
    }

    /// The agent dies; what it had not synced may be lost, what it had asked for may have been done.
    void crash() {
        for (var action : List.copyOf(open)) if (chance.nextBoolean()) perform(action);
        open.clear();
        arrived.clear();
        ledger.lose(chance);
        reconciler = new Reconciler(SETTINGS, ledger, chance);
        arrived.add(new Input.EngineUp());
    }

    /// One thing happens: a turn, or an action that is under way is done.
    void step() {
        if (open.isEmpty() || chance.nextInt(3) == 0) turn();
        else {
            var action = open.remove(chance.nextInt(open.size()));
            var launches = open.stream().filter(PretendNode::launch).count() + (launch(action) ? 1 : 0);
            mostStartsAtOnce = Math.max(mostStartsAtOnce, Math.toIntExact(launches));
            if (failing && chance.nextInt(10) == 0 && action instanceof Action.OnEngine lost) {
                if (engineDies && action instanceof Action.Start start && chance.nextBoolean()) cutShort(start);
                else if (chance.nextBoolean()) perform(action);
                arrived.add(new Input.Unanswered(lost));
            } else {
                var done = perform(action);
                if (done != null) arrived.add(done);
            }
        }
    }

    private void cutShort(Action.Start start) {
        if (!runs(start.taskArn(), start.container())) orphans.add(start.taskArn() + "/" + start.container());
    }

    /// Goes on until a container is being started, and kills the engine in the midst of that.
    void engineDiesAtStart(String arn, String name) {
        for (var steps = 0; steps < 20_000; steps++) {
            for (var action : open) {
                if (action instanceof Action.Start start
                        && start.taskArn().equals(arn)
                        && start.container().equals(name)) {
                    cutShort(start);
                    arrived.add(new Input.Unanswered(start));
                    engineDown();
                    return;
                }
            }
            step();
        }
        throw new AssertionError(arn + "/" + name + " is never started: " + view());
    }

    private static boolean launch(Action action) {
        return action instanceof Action.Create || action instanceof Action.Start || action instanceof Action.Discard;
    }

    /// Does all that can be done now; no time passes.
    void atOnce() {
        for (var steps = 0; steps < 20_000; steps++) {
            if (open.isEmpty()) {
                take();
                if (open.isEmpty()) return;
            }
            var done = perform(open.removeFirst());
            if (done != null) arrived.add(done);
        }
        throw new AssertionError("never comes to rest: " + open + " " + view());
    }

    private void turn() {
        var wake = reconciler.wakeAt();
        if (open.isEmpty() && arrived.isEmpty() && wake != null && wake.isAfter(now)) now = wake;
        now = now.plusMillis(1);
        take();
    }

    private void take() {
        var batch = List.copyOf(arrived);
        arrived.clear();
        var actions = reconciler.turn(batch, now);
        if (actions.stream().anyMatch(Action::afterSync)) ledger.sync();
        open.addAll(actions);
    }

    /// Runs until nothing is under way and nothing is due within the minute.
    void settle() {
        for (var steps = 0; steps < 20_000; steps++) {
            var wake = reconciler.wakeAt();
            var idle = open.isEmpty() && arrived.isEmpty();
            if (idle && steps > 50 && (wake == null || wake.isAfter(now.plusSeconds(20)))) return;
            step();
        }
        throw new AssertionError("never comes to rest: " + open + " " + view());
    }

    @Nullable
    Instant wakeAt() {
        return reconciler.wakeAt();
    }

    NodeView view() {
        var answer = new ArrayList<NodeView>();
        open.addAll(reconciler.turn(List.of(new Input.Asked(answer::add)), now));
        return answer.getFirst();
    }

    /// Goes on until the engine has refused to start a container.
    void stepToRefusal(String arn, String name) {
        for (var steps = 0; steps < 20_000; steps++) {
            var box = boxes.get(arn + "/" + name);
            if (box != null && box.wasRefused()) return;
            step();
        }
        throw new AssertionError(arn + "/" + name + " is never started: " + view());
    }

    boolean runs(String arn, String name) {
        var box = boxes.get(arn + "/" + name);
        return box != null && box.state() == ContainerState.RUNNING;
    }

    private @Nullable Input perform(Action action) {
        return switch (action) {
            case Action.Fetch(var image, var login, var before) ->
                failing && chance.nextInt(5) == 0 && ++failedPulls % SETTINGS.pullTries() != 0
                        ? new Input.FetchFailed(image, "CannotPullContainerError: try again", true)
                        : pull(image);
            case Action.Create create -> create(String.valueOf(create.task().arn()), create.container());
            case Action.Start(var arn, var name, var id, var look, var movable) -> start(arn, name, look);
            case Action.Stop(var arn, var name, var id, var grace, var loose) -> {
                var box = Objects.requireNonNull(boxes.get(arn + "/" + name));
                if (loose) orphans.remove(arn + "/" + name);
                if (box.state() == ContainerState.RUNNING) {
                    boxes.put(arn + "/" + name, box.exited(143, now));
                    history.add("stop " + arn + "/" + name);
                    arrived.add(happened("die", box));
                }
                yield new Input.Stopped(arn, name, look(Objects.requireNonNull(boxes.get(arn + "/" + name))));
            }
            case Action.Discard(var arn, var name, var id) -> {
                var box = boxes.get(arn + "/" + name);
                if (box != null && box.id().equals(id)) boxes.remove(arn + "/" + name);
                yield new Input.Discarded(arn, name, !stuck);
            }
            case Action.Look(var arn, var name, var id) -> {
                var box = boxes.get(arn + "/" + name);
                yield new Input.Looked(arn, name, id, box == null || !box.id().equals(id) ? null : look(box));
            }
            case Action.LookAround around ->
                new Input.LookedAround(
                        boxes.values().stream().map(PretendNode::summary).toList());
            case Action.CleanUp(var task, var gone) -> {
                boxes.values().removeIf(box -> box.arn().equals(task.arn()));
                yield new Input.CleanedUp(String.valueOf(task.arn()), true);
            }
            case Action.RemoveImages(var images) -> {
                removed.add(images);
                here.removeAll(images);
                full = false;
                yield new Input.ImagesRemoved(images);
            }
            case Action.Submit(var report) -> {
                if (failing && chance.nextInt(4) == 0) yield new Input.SubmitFailed(report, "later", true);
                reported.computeIfAbsent(report.taskArn(), arn -> new ArrayList<>())
                        .add(report.status());
                yield new Input.Submitted(report);
            }
            case Action.Send(var message, var sync) -> {
                said.add(message);
                yield null;
            }
            case Action.StreamLogs stream -> null;
            case Action.Exec exec -> null;
        };
    }

    private Input pull(String image) {
        return full && !here.contains(image)
                ? new Input.FetchFailed(image, "CannotPullContainerError: write x: no space left on device", false)
                : new Input.Fetched(image, null, here.add(image));
    }

    private Input create(String arn, String name) {
        // As the hands do: a name that is taken by the same task is adopted.
        var box = boxes.computeIfAbsent(arn + "/" + name, key -> Box.created("id" + ++ids, arn, name));
        return new Input.Created(arn, name, box.id());
    }

    private Input start(String arn, String name, boolean look) {
        var box = Objects.requireNonNull(boxes.get(arn + "/" + name));
        if (box.state() == ContainerState.RUNNING) return new Input.Started(arn, name, look(box));
        if (orphans.remove(arn + "/" + name) || barred-- > 0) {
            if (box.state() == ContainerState.CREATED) boxes.put(arn + "/" + name, box.refused(128));
            return new Input.CutShort(arn, name, "CannotStartContainerError: " + BARRED, 128);
        }
        if (name.startsWith("broken")) {
            boxes.put(arn + "/" + name, box.refused(127));
            return new Input.Refused(arn, name, Stage.START, "CannotStartContainerError: broken", 127);
        }
        starts.merge(arn + "/" + name, 1, Integer::sum);
        history.add("start " + arn + "/" + name);
        var running = box.running(now);
        boxes.put(arn + "/" + name, running);
        return new Input.Started(arn, name, look ? look(running) : null);
    }

    private static Map<String, String> labels(String arn, String name) {
        return Map.of(Labels.TASK_ARN, arn, Labels.CONTAINER, name, Labels.CLUSTER, "c");
    }

    private static ContainerSummary summary(Box box) {
        return new ContainerSummary(
                box.id(),
                box.name(),
                "i",
                "sha256:i",
                labels(box.arn(), box.name()),
                box.state(),
                Instant.EPOCH,
                List.of(),
                box.health() == null ? "" : box.health().name());
    }

    private static ContainerLook look(Box box) {
        var health = box.health() == null ? null : new HealthLook(box.health(), 0, 0, "", null);
        var error = box.wasRefused() ? box.exitCode() == 128 ? BARRED : "broken" : "";
        return Looks.of(box.id(), box.state(), box.exitCode(), error, box.startedAt(), box.finishedAt(), health);
    }
}
