package berth.simulation;

import berth.server.controller.Asker;
import berth.wire.aws.AwsFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A network between the control plane, its nodes and its users that loses, delays, repeats and splits.
///
/// A call is a request and a reply. Either may get lost: then the caller waits in vain and asks again, so the
/// control plane hears it twice. A request may also arrive after its caller gave up on it, behind its own
/// repetition.
final class LossyNetwork {
    /// How long callers wait for an answer.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Nobody answered in time, or nobody listens.
    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String why) {
            super(why, null, false, false);
        }
    }

    private final Timeline timeline;
    private final Mischief mischief;
    private final List<Wire> wires = new ArrayList<>();
    private final Map<String, Instant> splits = new LinkedHashMap<>();

    LossyNetwork(Timeline timeline, Mischief mischief) {
        this.timeline = timeline;
        this.mischief = mischief;
    }

    Duration delay() {
        var worst = mischief.on(Trouble.LOSSY_NETWORK) ? Duration.ofSeconds(5) : Duration.ofMillis(5);
        return timeline.chance().mostly(Duration.ofMillis(2), worst);
    }

    /// When the node's split heals; null while it is not cut off.
    @Nullable
    Instant splitUntil(String node) {
        return splits.get(node);
    }

    private boolean loses(String node) {
        return splits.containsKey(node) || mischief.strikes(Trouble.LOSSY_NETWORK, 0.08);
    }

    /// Asks the control plane; exactly one of the two consumers hears, once.
    ///
    /// @param request made on arrival
    <R> void call(
            String from,
            SimulatedServer server,
            Supplier<CompletableFuture<R>> request,
            Consumer<R> heard,
            Consumer<RuntimeException> failed) {
        var open = new boolean[] {true};
        timeline.after(PATIENCE, () -> {
            if (open[0]) failed.accept(new NoAnswer("no answer"));
            open[0] = false;
        });
        if (loses(from)) {
            // Stuck somewhere: mostly gone for good, sometimes on its way for longer than anybody waits.
            if (!timeline.chance().luck(0.2)) return;
            timeline.after(timeline.chance().between(PATIENCE, PATIENCE.multipliedBy(6)), () -> {
                if (!server.up()) return;
                var _ = request.get();
            });
            return;
        }
        timeline.after(delay(), () -> {
            if (!server.up()) {
                reply(from, open, () -> failed.accept(new NoAnswer("connection refused")));
                return;
            }
            var _ = request.get()
                    .whenComplete((reply, trouble) -> reply(from, open, () -> {
                        if (trouble == null) heard.accept(reply);
                        else if (trouble instanceof RuntimeException known) failed.accept(known);
                        else failed.accept(new NoAnswer(trouble.toString()));
                    }));
        });
    }

    private void reply(String from, boolean[] open, Runnable hear) {
        if (loses(from)) return;
        timeline.after(delay(), () -> {
            if (open[0]) hear.run();
            open[0] = false;
        });
    }

    /// Opens a websocket to the control plane; the listener hears how that went.
    void connect(
            String from,
            SimulatedServer server,
            Map<String, String> query,
            Wire.Listener listener,
            Consumer<String> told) {
        var wire = new Wire(timeline, this, from, listener, told);
        if (loses(from)) {
            timeline.after(PATIENCE, () -> listener.closed(1006, "no answer"));
            return;
        }
        timeline.after(delay(), () -> {
            try {
                wires.removeIf(Wire::over);
                wires.add(wire);
                wire.open(server.accept(query, wire.socket()));
            } catch (AwsFault | Asker.Stopped | NoAnswer why) {
                wire.refuse(String.valueOf(why.getMessage()));
            }
        });
    }

    /// One websocket breaks, of those there are.
    void breakOne() {
        wires.removeIf(Wire::over);
        if (wires.isEmpty()) return;
        var wire = timeline.chance().one(wires);
        timeline.note(wire.node(), "websocket breaks");
        wire.cut();
    }

    /// Cuts a node off. Its websockets break, or stall until it is over.
    void split(String node, Duration length) {
        if (splits.containsKey(node)) return;
        timeline.note(node, "cut off for " + length);
        var heals = timeline.instant().plus(length);
        splits.put(node, heals);
        var breaks = timeline.chance().luck(0.5);
        for (var wire : List.copyOf(wires)) if (breaks && wire.node().equals(node)) wire.cut();
        timeline.at(heals, () -> {
            splits.remove(node, heals);
            timeline.note(node, "is back in the network");
        });
    }

    void serverDied() {
        wires.forEach(Wire::serverDied);
        wires.clear();
    }

    void heal() {
        splits.clear();
    }
}
