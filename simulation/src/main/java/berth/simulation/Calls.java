package berth.simulation;

import berth.core.Refusal;
import berth.core.operation.Question;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Calls of a kind of user: each is repeated until it is answered.
final class Calls {
    private final String who;
    private final Timeline timeline;
    private final LossyNetwork network;
    private final SimulatedServer server;
    private int waiting;

    Calls(String who, Timeline timeline, LossyNetwork network, SimulatedServer server) {
        this.who = who;
        this.timeline = timeline;
        this.network = network;
        this.server = server;
    }

    /// How many were not answered yet.
    int waiting() {
        return waiting;
    }

    void note(String what) {
        timeline.note(who, what);
    }

    /// @param question made on each arrival
    /// @param heard    not called after a refusal, which is an answer, too
    <R> void call(String what, Supplier<? extends Question<R>> question, Consumer<R> heard) {
        call(what, question, heard, () -> {});
    }

    /// Exactly one of the two is called, once.
    <R> void call(String what, Supplier<? extends Question<R>> question, Consumer<R> heard, Runnable refused) {
        note(what);
        waiting++;
        again(what, question, heard, refused);
    }

    private <R> void again(String what, Supplier<? extends Question<R>> question, Consumer<R> heard, Runnable refused) {
        network.call(
                who,
                server,
                () -> server.submit(question.get()),
                reply -> {
                    waiting--;
                    heard.accept(reply);
                },
                trouble -> {
                    if (trouble instanceof Refusal refusal) {
                        waiting--;
                        note(what + " is refused: " + refusal.getMessage());
                        refused.run();
                        return;
                    }
                    note(what + ": " + trouble.getMessage());
                    timeline.after(
                            timeline.chance().between(Duration.ofMillis(500), Duration.ofSeconds(3)),
                            () -> again(what, question, heard, refused));
                });
    }
}
