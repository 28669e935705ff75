package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.function.Function;

/// What somebody asks the control plane.
public interface Question<R> {
    /// What it comes to. Pure: reads `state`, changes nothing.
    ///
    /// @throws Refusal if the caller asked for what cannot be
    Decision<R> decide(ClusterState state, Instant now);

    /// A question that only reads. The reply must hold no view of `state`: it outlives the turn.
    static <R> Question<R> read(Function<ClusterState, R> reader) {
        return (state, now) -> Decision.reply(reader.apply(state));
    }
}
