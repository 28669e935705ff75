package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.Tags;
import berth.core.secret.Parameter;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Lays tags over those a parameter has, and takes some away.
public record TagParameter(String name, Map<String, String> more, List<String> gone) implements Question<Parameter> {
    /// @throws Refusal `InvalidResourceId` if there is none, or that a tag breaks a bound
    @Override
    public Decision<Parameter> decide(ClusterState state, Instant now) {
        var parameter = state.secrets().parameters().get(name);
        if (parameter == null) {
            throw new Refusal(
                    Code.INVALID_RESOURCE_ID, "The resource ID isn't valid: there is no parameter " + name + ".");
        }
        var next = parameter.withTags(Tags.without(Tags.with(parameter.tags(), more), gone));
        return Decision.put(next, next);
    }
}
