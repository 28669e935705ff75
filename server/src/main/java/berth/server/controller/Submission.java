package berth.server.controller;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.operation.Question;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A question on its way: asked, decided, answered. Or a reading, which is looked up when its turn is durable.
///
/// Written by the single writer only; `answer` comes after what was decided is durable.
public final class Submission<R> {
    private final @Nullable Question<R> question;
    private final @Nullable Reading<R> reading;
    private final CompletableFuture<R> answered = new CompletableFuture<>();
    private @Nullable R reply;
    private @Nullable RuntimeException failure;

    public Submission(Question<R> question) {
        this(question, null);
    }

    private Submission(@Nullable Question<R> question, @Nullable Reading<R> reading) {
        this.question = question;
        this.reading = reading;
    }

    static <R> Submission<R> of(Reading<R> reading) {
        return new Submission<>(null, reading);
    }

    /// Decides, applies, and says what changed; a refusal changes nothing.
    ///
    /// A question that throws anything else is our mistake. It has changed nothing either, so its asker alone
    /// bears it.
    ///
    /// @param watchers hear of it
    List<Change> decide(ClusterState state, Instant now, List<Watcher> watchers) {
        if (question == null) return List.of();
        final Decision<R> decision;
        try {
            decision = question.decide(state, now);
        } catch (Refusal refusal) {
            failure = refusal;
            return List.of();
        } catch (RuntimeException mistake) {
            failure =
                    new IllegalStateException("Deciding " + question.getClass().getSimpleName() + " failed", mistake);
            return List.of();
        }
        decision.changes().forEach(state::apply);
        reply = decision.reply();
        for (var watcher : watchers) watcher.decided(question, decision.changes(), reply, state);
        return decision.changes();
    }

    /// The turn is durable: a reading looks now.
    void look(ClusterState state, long revision) {
        if (reading == null) return;
        try {
            reply = reading.of(state, revision);
        } catch (Refusal refusal) {
            failure = refusal;
        } catch (RuntimeException mistake) {
            failure = new IllegalStateException("A reading failed", mistake);
        }
    }

    /// Lets the asker go on.
    void answer() {
        if (failure != null) answered.completeExceptionally(failure);
        else answered.complete(reply);
    }

    void fail(RuntimeException why) {
        answered.completeExceptionally(why);
    }

    public CompletableFuture<R> answered() {
        return answered;
    }
}
