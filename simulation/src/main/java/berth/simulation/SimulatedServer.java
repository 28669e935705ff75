package berth.simulation;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.Establish;
import berth.core.operation.ForgetConnections;
import berth.core.operation.KeepHouse;
import berth.core.operation.Question;
import berth.core.state.ClusterState;
import berth.server.controller.Asker;
import berth.server.controller.Controller;
import berth.server.controller.Reading;
import berth.server.controller.Watcher;
import berth.server.events.Events;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.server.http.NodeSession;
import berth.server.http.NodeSocket;
import berth.server.metrics.Meters;
import berth.server.nodes.NodeLinks;
import berth.server.nodes.ProgressBoard;
import berth.server.store.StoreFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The machine that the control plane runs on: the real controller and the real links, born and killed again.
final class SimulatedServer {
    private static final String WHO = "server";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration BEAT = Duration.ofSeconds(20);
    /// Longer than a real one, or half of a world's events were pings.
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /// So little that those who follow are left behind now and then.
    private static final Events.Bounds KEPT = new Events.Bounds(60, Duration.ofMinutes(2), 1);
    private static final Caller NODE = new Caller("node", AccessRole.OPERATOR, "us-east-1", "ecs");

    private final Timeline timeline;
    private final Mischief mischief;
    private final LossyNetwork network;
    private final ForgetfulDisk disk;
    private final Arns arns;
    private final Watcher witness;
    private @Nullable Life life;

    /// @param witness sees every turn that changed something
    SimulatedServer(
            Timeline timeline,
            Mischief mischief,
            LossyNetwork network,
            ForgetfulDisk disk,
            Arns arns,
            Watcher witness) {
        this.timeline = timeline;
        this.mischief = mischief;
        this.network = network;
        this.disk = disk;
        this.arns = arns;
        this.witness = witness;
        timeline.every(HEARTBEAT.dividedBy(NodeLinks.SHARES), () -> doing(alive -> alive.links.listen()));
        timeline.every(BEAT, () -> doing(alive -> alive.links.beat()));
        timeline.every(
                Duration.ofSeconds(1), () -> doing(alive -> alive.ask(new KeepHouse(Duration.ofHours(24), 100_000))));
        timeline.every(
                Duration.ofSeconds(1),
                () -> doing(alive -> {
                    if (mischief.on(Trouble.GIVING_UP)) alive.ask(new GiveUp(PATIENCE));
                }));
        timeline.every(Duration.ofSeconds(7), () -> doing(alive -> alive.events.trim()));
    }

    /// From start to death.
    private final class Life implements Asker, Reading.Desk {
        private final NodeLinks links = new NodeLinks(
                arns,
                timeline,
                () -> timeline.fresh("message"),
                this::soon,
                new ProgressBoard(),
                Meters.by(timeline),
                HEARTBEAT);
        private final Events events = new Events(disk, timeline, Runnable::run, KEPT);
        private final Controller controller = new Controller(disk, timeline, List.of(links, witness, events));
        private boolean turning;
        /// When a turn comes for services that asked for it; null if none will.
        private @Nullable Instant wakes;

        Life() {
            links.asks(this);
            events.reads(this);
        }

        /// Between turns the state is what the last one left.
        @Override
        public <R> R read(Reading<R> reading) {
            return reading.of(controller.state(), controller.revision());
        }

        private void soon(Runnable task) {
            timeline.after(timeline.chance().between(Duration.ZERO, Duration.ofMillis(2)), () -> {
                if (life == this) doing(alive -> task.run());
            });
        }

        /// The writer's turn comes at once, for who waits here is the only thread there is.
        @Override
        public <R> R ask(Question<R> question) {
            var answered = controller.submit(question).answered();
            while (!answered.isDone()) turn();
            try {
                return answered.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                throw e;
            }
        }

        <R> CompletableFuture<R> submit(Question<R> question) {
            var answered = controller.submit(question).answered();
            if (!turning)
                timeline.after(commitTime(), () -> {
                    turning = false;
                    if (life == this) turn();
                });
            turning = true;
            return answered;
        }

        private void turn() {
            try {
                controller.turn();
                arrangeWake();
            } catch (StoreFault fault) {
                timeline.note(WHO, String.valueOf(fault.getMessage()));
                die();
            }
        }

        /// As the writer's thread does that waits for a question, and for that moment.
        private void arrangeWake() {
            var look = controller.state().services().nextLook();
            if (look == null) return;
            var soonest = timeline.instant().plusMillis(1);
            var at = look.isBefore(soonest) ? soonest : look;
            if (wakes != null && !at.isBefore(wakes)) return;
            wakes = at;
            timeline.at(at, () -> {
                if (life != this || !at.equals(wakes)) return;
                wakes = null;
                turn();
            });
        }
    }

    /// A commit's time is let pass before its turn, when what waits can still be lost.
    private Duration commitTime() {
        return mischief.strikes(Trouble.SLOW_DISK, 0.2)
                ? timeline.chance().between(Duration.ofMillis(50), Duration.ofSeconds(3))
                : timeline.chance().between(Duration.ofMillis(1), Duration.ofMillis(4));
    }

    private interface Deed {
        void with(Life life);
    }

    /// Does something in the process, if there is one; a process that ends under it is no news to anybody.
    private void doing(Deed deed) {
        var alive = life;
        if (alive == null) return;
        try {
            deed.with(alive);
        } catch (Asker.Stopped stopped) {
            if (life == alive) throw stopped;
        }
    }

    boolean up() {
        return life != null;
    }

    void start() {
        if (life != null) return;
        timeline.note(WHO, "starts with " + disk.size() + " entities");
        var born = new Life();
        life = born;
        doing(alive -> alive.ask(new Establish(arns.identity())));
        doing(alive -> alive.ask(new ForgetConnections()));
    }

    /// Now, or within its next commit.
    void crash() {
        if (life == null) return;
        if (timeline.chance().luck(0.5)) {
            die();
            return;
        }
        disk.cutNextCommit(timeline.chance().luck(0.5) ? ForgetfulDisk.Cut.BEFORE_SYNC : ForgetfulDisk.Cut.AFTER_SYNC);
    }

    private void die() {
        timeline.note(WHO, "dies");
        life = null;
        network.serverDied();
        timeline.after(timeline.chance().mostly(Duration.ofSeconds(2), Duration.ofSeconds(60)), this::start);
    }

    <R> CompletableFuture<R> submit(Question<R> question) {
        return Objects.requireNonNull(life, "nobody listens").submit(question);
    }

    /// Asks at once: for those who make the world.
    ///
    /// @throws Refusal as the question does
    <R> R ask(Question<R> question) {
        return Objects.requireNonNull(life, "nobody listens").ask(question);
    }

    NodeSession accept(Map<String, String> query, NodeSocket socket) {
        var host = life;
        if (host == null) throw new LossyNetwork.NoAnswer("connection refused");
        var session = host.links.acs(NODE, query, socket);
        return new NodeSession() {
            @Override
            public void text(String frame) {
                if (life == host) doing(alive -> session.text(frame));
            }

            @Override
            public void pong() {
                if (life == host) doing(alive -> session.pong());
            }

            @Override
            public void closed(int code, String reason) {
                if (life == host) doing(alive -> session.closed(code, reason));
            }
        };
    }

    /// The log of events; null while there is no process.
    @Nullable
    Events events() {
        return life == null ? null : life.events;
    }

    /// What the process has in memory; null while there is none.
    @Nullable
    ClusterState state() {
        return life == null ? null : life.controller.state();
    }
}
