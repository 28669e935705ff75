package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Revisions by family and number.
///
/// @param family     only this family, null for all
/// @param descending newest and last family first
/// @param after      where the page before ended (`family:revision`), empty for the first
public record ListTaskDefinitions(
        @Nullable String family, TaskDefinition.Status status, boolean descending, String after, int limit)
        implements Question<Page<TaskDefinitionId>> {
    @Override
    public Decision<Page<TaskDefinitionId>> decide(ClusterState state, Instant now) {
        var families = family != null
                ? List.of(family)
                : new ArrayList<>(state.definitions().families());
        if (descending) families = families.reversed();
        var colon = after.lastIndexOf(':');
        var lastFamily = colon < 0 ? "" : after.substring(0, colon);
        var lastRevision = colon < 0 ? 0 : revision(after.substring(colon + 1));
        var rest = new ArrayList<TaskDefinition>();
        for (var name : families) {
            var order = descending ? lastFamily.compareTo(name) : name.compareTo(lastFamily);
            if (colon >= 0 && order < 0) continue;
            var revisions = state.definitions().revisions(name);
            if (descending) revisions = revisions.descendingMap();
            if (colon >= 0 && order == 0) revisions = revisions.tailMap(lastRevision, false);
            for (var definition : revisions.values()) {
                if (definition.status() == status) rest.add(definition);
            }
            if (rest.size() > limit) break;
        }
        var page = Page.of(
                rest, definition -> true, limit, definition -> definition.id().toString());
        return Decision.reply(
                new Page<>(page.items().stream().map(TaskDefinition::id).toList(), page.next()));
    }

    private static int revision(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.invalid("Invalid token: it does not come from the page before.");
        }
    }
}
