package berth.core.operation;

import berth.core.Decision;
import berth.core.Identity;
import berth.core.Refusal;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Says who this control plane is, the first thing after its store is loaded.
public record Establish(Identity identity) implements Question<Identity> {
    @Override
    public Decision<Identity> decide(ClusterState state, Instant now) {
        var known = state.identity();
        if (known == null) return Decision.put(identity, identity);
        if (!known.equals(identity)) {
            throw Refusal.invalid("This data folder belongs to account " + known.account() + " in region "
                    + known.region() + " (asked for " + identity.account() + " in " + identity.region()
                    + "); ARNs on running containers name both, so neither can change.");
        }
        return Decision.reply(known);
    }
}
