package berth.core.operation;

import berth.core.Decision;
import berth.core.state.ClusterState;
import java.time.Instant;

/// What another question would come to now. It decides as it always does; nothing of that happens.
///
/// @param question whatever it would make exists in its reply alone, fresh ids included
public record Planned<R>(Question<R> question) implements Question<R> {
    @Override
    public Decision<R> decide(ClusterState state, Instant now) {
        return Decision.reply(question.decide(state, now).reply());
    }
}
