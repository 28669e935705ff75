package berth.simulation;

import berth.agent.reconcile.Action;
import berth.agent.reconcile.Backoff;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.ReconcileSettings;
import berth.agent.reconcile.Reconciler;
import berth.core.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// An agent's process from start to death: the real reconciler between a simulated engine and a simulated network.
///
/// Does what the agent's own shell does with threads: gathers what came in, takes a turn, hands out what is to
/// be done.
final class SimulatedAgent {
    static final String CLUSTER = "default";
    private static final String BRIDGE = "berth";
    /// How long an engine may be away before its agent leaves the control plane.
    private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(2);

    private static final int MOST_IDLE_TURNS = 1_000;

    private final SimulatedNode node;
    private final Timeline timeline;
    private final Reconciler reconciler;
    private final Flights flights;
    private final ControlSocket socket;
    private List<Input> inbox = new ArrayList<>();
    private boolean turning;
    private boolean dead;
    private int idleTurns;
    private int engineFailures;
    /// How often it came up so far.
    private int engineLives;

    SimulatedAgent(SimulatedNode node) {
        this.node = node;
        this.timeline = node.timeline();
        var settings =
                new ReconcileSettings(CLUSTER, BRIDGE, 4, Duration.ofSeconds(30), Duration.ofMinutes(2), 50, 10, 5);
        this.reconciler =
                new Reconciler(settings, node.ledger(), timeline.chance().generator());
        this.flights = new Flights(node, CLUSTER, BRIDGE, this::add);
        this.socket = new ControlSocket(node, this::add);
    }

    void start() {
        watchEngine();
        socket.start();
        wakeAt(timeline.instant());
    }

    void die() {
        dead = true;
        socket.die();
        flights.close();
    }

    // ---- turns

    private void add(Input input) {
        if (dead) return;
        inbox.add(input);
        wakeAt(timeline.instant().plus(timeline.chance().between(Duration.ZERO, Duration.ofMillis(1))));
    }

    private void wakeAt(Instant when) {
        if (turning) return;
        turning = true;
        timeline.at(when, () -> {
            turning = false;
            if (!dead) turn();
        });
    }

    private void turn() {
        var inputs = inbox;
        inbox = new ArrayList<>();
        var actions = reconciler.turn(inputs, timeline.instant());
        begin(actions);
        idleTurns = inputs.isEmpty() && actions.isEmpty() ? idleTurns + 1 : 0;
        if (idleTurns > MOST_IDLE_TURNS) throw new Violation(node.name() + ": the agent spins without doing anything");
        var wake = reconciler.wakeAt();
        if (wake == null) return;
        var soonest = timeline.instant().plusMillis(1);
        var at = wake.isBefore(soonest) ? soonest : wake;
        // A turn that something else brings about before then arranges its own next one.
        timeline.at(at, () -> {
            if (!dead && wake.equals(reconciler.wakeAt())) wakeAt(timeline.instant());
        });
    }

    private void begin(List<Action> actions) {
        var afterSync = new ArrayList<Action>();
        for (var action : actions) {
            if (action.afterSync()) afterSync.add(action);
            else perform(action);
        }
        if (afterSync.isEmpty()) return;
        var mark = node.ledger().mark();
        timeline.after(timeline.chance().mostly(Duration.ofMillis(5), Duration.ofMillis(500)), () -> {
            if (dead) return;
            node.ledger().sync(mark);
            afterSync.forEach(this::perform);
        });
    }

    private void perform(Action action) {
        switch (action) {
            case Action.OnEngine onEngine -> flights.begin(onEngine);
            case Action.Submit submit -> submit(submit);
            case Action.Send send -> socket.send(send.message());
            case Action.StreamLogs ignored -> {}
            case Action.Exec ignored -> {}
        }
    }

    private void submit(Action.Submit submit) {
        var report = submit.report();
        timeline.note(
                node.name(),
                "reports " + report.taskArn().substring(report.taskArn().lastIndexOf('/') + 1) + " " + report.status());
        node.network()
                .call(
                        node.name(),
                        node.server(),
                        () -> node.server().submit(Reports.question(report, node.arns())),
                        isNew -> add(new Input.Submitted(report)),
                        trouble -> add(new Input.SubmitFailed(
                                report, String.valueOf(trouble.getMessage()), !(trouble instanceof Refusal))));
    }

    // ---- the engine

    private void watchEngine() {
        if (dead) return;
        if (!node.docker().up()) {
            if (engineFailures == 0) suspendIfStillAway();
            timeline.after(
                    Backoff.ENGINE.after(++engineFailures, timeline.chance().generator()), this::watchEngine);
            return;
        }
        engineFailures = 0;
        engineLives++;
        socket.resume();
        node.docker().listen(event -> add(new Input.Happened(event)), () -> {
            add(new Input.EngineDown());
            suspendIfStillAway();
            timeline.after(Backoff.ENGINE.after(1, timeline.chance().generator()), this::watchEngine);
        });
        add(new Input.EngineUp());
    }

    private void suspendIfStillAway() {
        var life = engineLives;
        timeline.after(ENGINE_PATIENCE, () -> {
            if (!dead && life == engineLives) socket.suspend();
        });
    }

    /// How things stand, by a turn of its own.
    void ask(Consumer<NodeView> answer) {
        add(new Input.Asked(answer));
    }

    @Override
    public String toString() {
        return node.name() + (socket.connected() ? ", connected" : ", not connected") + ", under way: "
                + flights.oldest();
    }
}
