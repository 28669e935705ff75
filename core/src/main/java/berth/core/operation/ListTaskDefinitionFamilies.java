package berth.core.operation;

import berth.core.Decision;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.TreeSet;

/// Names of families, sorted.
///
/// @param prefix how they begin, empty for all
/// @param filter which of them
/// @param after  where the page before ended, empty for the first
public record ListTaskDefinitionFamilies(String prefix, Filter filter, String after, int limit)
        implements Question<Page<String>> {
    public enum Filter {
        /// Those with an ACTIVE revision.
        ACTIVE,
        /// Those without any.
        INACTIVE,
        ALL
    }

    @Override
    public Decision<Page<String>> decide(ClusterState state, Instant now) {
        var rest = new TreeSet<>(state.definitions().families()).tailSet(after, false);
        return Decision.reply(Page.of(rest, family -> wanted(state, family), limit, family -> family));
    }

    private boolean wanted(ClusterState state, String family) {
        if (!family.startsWith(prefix)) return false;
        if (filter == Filter.ALL) return true;
        var active = state.definitions().revisions(family).values().stream()
                .anyMatch(definition -> definition.status() == TaskDefinition.Status.ACTIVE);
        return active == (filter == Filter.ACTIVE);
    }
}
