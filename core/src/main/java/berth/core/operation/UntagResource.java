package berth.core.operation;

import berth.core.Decision;
import berth.core.Key;
import berth.core.Refusal;
import berth.core.Tags;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Takes tags off a resource; those it does not have are passed over.
///
/// @param target a cluster, task definition, container instance, service or task
public record UntagResource(Key target, List<String> keys) implements Question<Boolean> {
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var old = TagResource.tagged(state, target);
        for (var fixed : TagResource.fixed(target.kind())) {
            if (keys.contains(fixed) && TagResource.tagsOf(old).containsKey(fixed)) {
                throw Refusal.invalid(TagResource.stays(fixed, target.kind()) + ".");
            }
        }
        for (var key : keys) {
            if (Tags.reserved(key)) {
                throw Refusal.invalid("Tag keys that begin with aws: are reserved (got '" + key + "').");
            }
        }
        return Decision.put(TagResource.withTags(old, Tags.without(TagResource.tagsOf(old), keys)), true);
    }
}
