package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.secret.Parameter;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;

/// Deletes those of these parameters that there are, for good.
public record DeleteParameters(List<String> names) implements Question<List<String>> {
    /// The names of those that there were.
    @Override
    public Decision<List<String>> decide(ClusterState state, Instant now) {
        var there = new LinkedHashSet<>(names)
                .stream().filter(state.secrets().parameters()::containsKey).toList();
        return new Decision<>(
                there.stream()
                        .<Change>map(name -> new Change.Remove(Parameter.key(name)))
                        .toList(),
                there);
    }
}
