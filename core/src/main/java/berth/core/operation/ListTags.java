package berth.core.operation;

import berth.core.Decision;
import berth.core.Key;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.Map;

/// A resource's tags.
///
/// @param target a cluster, task definition, container instance, service or task
public record ListTags(Key target) implements Question<Map<String, String>> {
    @Override
    public Decision<Map<String, String>> decide(ClusterState state, Instant now) {
        return Decision.reply(TagResource.tagsOf(TagResource.tagged(state, target)));
    }
}
