package berth.simulation;

import berth.agent.reconcile.Backoff;
import berth.agent.reconcile.Input;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.RegisterContainerInstance;
import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An agent's way to the control plane: registers, connects, listens, connects again. Waits as the agent's own line
/// does.
final class ControlSocket {
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final Duration INACTIVITY = Duration.ofMinutes(1);
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final SimulatedNode node;
    private final Timeline timeline;
    private final Consumer<Input> inputs;
    private @Nullable Wire wire;
    private @Nullable Line line;
    private boolean dead;
    private boolean suspended;
    /// A connection was due while it was suspended.
    private boolean due;
    private int failures;

    ControlSocket(SimulatedNode node, Consumer<Input> inputs) {
        this.node = node;
        this.timeline = node.timeline();
        this.inputs = inputs;
    }

    void start() {
        register();
    }

    void die() {
        dead = true;
        if (wire != null) wire.agentDied();
    }

    boolean connected() {
        return wire != null;
    }

    /// Leaves the control plane until `resume`, as an agent without an engine does.
    void suspend() {
        suspended = true;
        if (line != null) line.leave("the engine does not answer");
    }

    void resume() {
        suspended = false;
        if (!due) return;
        due = false;
        connect();
    }

    void send(AcsMessage message) {
        if (wire != null) wire.sendToServer(AcsFrames.write(message));
    }

    // ---- registering

    private void register() {
        if (dead) return;
        var question = new RegisterContainerInstance(
                SimulatedAgent.CLUSTER,
                new InstanceId(SimulatedAgent.CLUSTER, timeline.chance().id()),
                node.id(),
                node.token(),
                null,
                new Resources(
                        SimulatedNode.CPU,
                        SimulatedNode.MEMORY_MIB,
                        List.of(22),
                        List.of(),
                        List.of(),
                        node.addresses()),
                List.of(new Attribute("ecs.os-type", "linux")),
                AgentInfo.UNKNOWN,
                Map.of());
        node.network()
                .call(
                        node.name(),
                        node.server(),
                        () -> node.server().submit(question),
                        view -> {
                            if (dead) return;
                            node.registered(view.instance().id());
                            connect();
                        },
                        trouble -> timeline.after(pause(), this::register));
    }

    private Duration pause() {
        return Backoff.LINK.after(++failures, timeline.chance().generator());
    }

    // ---- connecting

    private void connect() {
        if (dead) return;
        if (suspended) {
            due = true;
            return;
        }
        var fresh = new Line();
        line = fresh;
        var arn = node.arns().instance(Objects.requireNonNull(node.id()));
        node.network()
                .connect(
                        node.name(),
                        node.server(),
                        Map.of("clusterArn", SimulatedAgent.CLUSTER, "containerInstanceArn", arn),
                        fresh,
                        node::told);
    }

    /// One connection, from the attempt to the end.
    private final class Line implements Wire.Listener {
        private final Instant began = timeline.instant();
        private Instant silentAt = Instant.MAX;

        @Override
        public void opened(Wire opened) {
            if (dead) {
                opened.agentDied();
                return;
            }
            wire = opened;
            timeline.note(node.name(), "connected");
            heardSomething();
            var chance = timeline.chance();
            timeline.after(LIFETIME.plus(chance.between(Duration.ZERO, LIFETIME.dividedBy(6))), () -> leave("expired"));
            inputs.accept(new Input.Linked());
            if (suspended) leave("the engine does not answer");
        }

        private void heardSomething() {
            silentAt =
                    timeline.instant().plus(INACTIVITY).plus(timeline.chance().between(Duration.ZERO, INACTIVITY));
            var at = silentAt;
            timeline.at(at, () -> {
                if (at.equals(silentAt)) leave("silent");
            });
        }

        @Override
        public void heard(String frame) {
            if (dead) return;
            heardSomething();
            inputs.accept(new Input.Heard(AcsFrames.read(frame)));
        }

        private void leave(String why) {
            if (dead || line != this || wire == null) return;
            wire.closeFromAgent(1000, why);
            closed(1000, why);
        }

        @Override
        public void closed(int code, String reason) {
            if (dead || line != this) return;
            timeline.note(node.name(), "disconnected: " + code + " " + reason);
            wire = null;
            line = null;
            var settled = timeline.instant().isAfter(began.plus(SETTLED));
            if (settled) failures = 0;
            if (settled && code != 400) connect();
            else timeline.after(pause(), ControlSocket.this::connect);
        }
    }
}
