package berth.simulation;

import berth.server.http.NodeSession;
import berth.server.http.NodeSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One websocket over a [LossyNetwork]: what arrives arrives in order, and if it breaks only a beginning
/// arrived. Each end learns of a break in its own time, or never.
final class Wire {
    /// The node's end.
    interface Listener {
        void opened(Wire wire);

        void heard(String frame);

        /// Told at most once, never after this end closed it.
        void closed(int code, String reason);
    }

    /// One way through it.
    private final class Way {
        private final Deque<Runnable> underWay = new ArrayDeque<>();
        private Instant last = Instant.MIN;

        void send(Runnable arrival) {
            underWay.add(arrival);
            var at = timeline.instant().plus(network.delay());
            if (at.isBefore(last)) at = last;
            last = at;
            timeline.at(at, this::arrive);
        }

        private void arrive() {
            if (broken) return;
            var heals = network.splitUntil(node);
            if (heals != null && heals.isAfter(timeline.instant())) timeline.at(heals, this::arrive);
            else underWay.remove().run();
        }
    }

    private final Timeline timeline;
    private final LossyNetwork network;
    private final String node;
    private final Listener agent;
    private final Consumer<String> told;
    private final Way toAgent = new Way();
    private final Way toServer = new Way();
    private @Nullable NodeSession session;
    private boolean broken;
    private boolean agentOver;
    private boolean serverClosing;
    private boolean serverOver;

    /// @param told hears every frame that the control plane sends, as it is sent
    Wire(Timeline timeline, LossyNetwork network, String node, Listener agent, Consumer<String> told) {
        this.timeline = timeline;
        this.network = network;
        this.node = node;
        this.agent = agent;
        this.told = told;
    }

    String node() {
        return node;
    }

    boolean over() {
        return agentOver && serverOver;
    }

    /// The control plane's end.
    NodeSocket socket() {
        return new NodeSocket() {
            @Override
            public void send(String text) {
                if (serverClosing || serverOver) return;
                told.accept(text);
                toAgent.send(() -> {
                    if (!agentOver) agent.heard(text);
                });
            }

            // The agent's machine answers by itself, whatever the agent does.
            @Override
            public boolean ping() {
                if (serverClosing || serverOver) return false;
                toAgent.send(() -> {
                    if (!agentOver) toServer.send(Wire.this::serverHearsPong);
                });
                return true;
            }

            @Override
            public void close(int code, String reason) {
                if (serverClosing || serverOver) return;
                serverClosing = true;
                toAgent.send(() -> agentHearsEnd(code, reason));
                // A peer that never answers the close is waited for so long.
                timeline.after(
                        timeline.chance().between(Duration.ofMillis(1), Duration.ofSeconds(10)),
                        () -> serverHearsEnd(code, reason));
            }

            @Override
            public boolean open() {
                return !serverClosing && !serverOver;
            }
        };
    }

    /// The upgrade went well.
    void open(NodeSession session) {
        this.session = session;
        toAgent.send(() -> {
            if (!agentOver) agent.opened(this);
        });
    }

    /// The upgrade was refused.
    void refuse(String reason) {
        serverOver = true;
        toAgent.send(() -> agentHearsEnd(400, reason));
    }

    void sendToServer(String frame) {
        if (agentOver) return;
        toServer.send(() -> {
            if (!serverOver && session != null) session.text(frame);
        });
    }

    void closeFromAgent(int code, String reason) {
        if (agentOver) return;
        agentOver = true;
        toServer.send(() -> serverHearsEnd(code, reason));
        // Nobody may be left to hear it: the socket's own time-out.
        if (broken) serverHearsEndIn(Duration.ofMinutes(2));
    }

    /// It breaks; both ends learn of it late, mostly early.
    void cut() {
        if (broken) return;
        broken = true;
        timeline.after(notice(), () -> agentHearsEnd(1006, "broken"));
        serverHearsEndIn(notice());
    }

    /// The agent's process is gone; its machine says so unless nobody can hear it.
    void agentDied() {
        agentOver = true;
        if (broken) return;
        broken = network.splitUntil(node) != null;
        serverHearsEndIn(broken ? notice() : network.delay());
    }

    /// The control plane's process is gone.
    void serverDied() {
        serverOver = true;
        broken = true;
        timeline.after(notice(), () -> agentHearsEnd(1006, "broken"));
    }

    private void serverHearsEndIn(Duration wait) {
        timeline.after(wait, () -> serverHearsEnd(1006, "broken"));
    }

    private Duration notice() {
        return timeline.chance().mostly(Duration.ofMillis(500), Duration.ofMinutes(3));
    }

    private void agentHearsEnd(int code, String reason) {
        if (agentOver) return;
        agentOver = true;
        agent.closed(code, reason);
    }

    private void serverHearsPong() {
        if (!serverOver && session != null) session.pong();
    }

    private void serverHearsEnd(int code, String reason) {
        if (serverOver) return;
        serverOver = true;
        if (session != null) session.closed(code, reason);
    }
}
