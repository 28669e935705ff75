package berth.core.state;

import berth.core.Refusal;
import berth.core.taskdef.Family;
import berth.core.taskdef.Label;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinition.Status;
import berth.core.taskdef.TaskDefinitionId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Task definitions by family, revision and label.
public final class Definitions {
    private final TreeMap<String, Integer> lastRevisions = new TreeMap<>();
    private final TreeMap<String, TreeMap<Integer, TaskDefinition>> families = new TreeMap<>();
    private final TreeMap<String, TreeMap<String, Integer>> labels = new TreeMap<>();
    private final TreeSet<TaskDefinitionId> doomed =
            new TreeSet<>(Comparator.comparing(TaskDefinitionId::family).thenComparingInt(TaskDefinitionId::revision));

    Definitions() {}

    void replace(Family family, boolean present) {
        if (present) lastRevisions.put(family.name(), family.lastRevision());
        else lastRevisions.remove(family.name());
    }

    void replace(@Nullable TaskDefinition old, @Nullable TaskDefinition now) {
        if (old != null) {
            var revisions = families.get(old.id().family());
            if (revisions != null) {
                revisions.remove(old.id().revision());
                if (revisions.isEmpty()) families.remove(old.id().family());
            }
            var names = labels.get(old.id().family());
            if (names != null && old.label() != null) {
                names.remove(old.label());
                if (names.isEmpty()) labels.remove(old.id().family());
            }
            doomed.remove(old.id());
        }
        if (now != null) {
            var family = now.id().family();
            families.computeIfAbsent(family, name -> new TreeMap<>())
                    .put(now.id().revision(), now);
            var label = now.label();
            if (label != null) {
                labels.computeIfAbsent(family, name -> new TreeMap<>())
                        .put(label, now.id().revision());
            }
            if (now.status() == Status.DELETE_IN_PROGRESS) doomed.add(now.id());
        }
    }

    /// The newest revision number a family ever had, 0 if there never was such a family.
    public int lastRevision(String family) {
        return lastRevisions.getOrDefault(family, 0);
    }

    public @Nullable TaskDefinition get(TaskDefinitionId id) {
        var revisions = families.get(id.family());
        return revisions == null ? null : revisions.get(id.revision());
    }

    /// The definition meant by `family` (its newest ACTIVE revision), `family:revision` or `family:label`; null if
    /// there is none.
    public @Nullable TaskDefinition find(String name) {
        var colon = name.indexOf(':');
        if (colon < 0) return newestActive(name);
        var family = name.substring(0, colon);
        var version = name.substring(colon + 1);
        var revisions = families.get(family);
        if (revisions == null) return null;
        if (Label.isRevision(version)) {
            // Ten digits and more overflow an int and are nobody's revision.
            return version.length() > 9 ? null : revisions.get(Integer.parseInt(version));
        }
        var revision = labelled(family, version);
        return revision == null ? null : revisions.get(revision);
    }

    /// As `find`, but a definition that tasks may still be started from.
    ///
    /// @throws Refusal `ClientException` "TaskDefinition not found." or "TaskDefinition is inactive"
    public TaskDefinition runnable(String name) {
        var found = find(name);
        if (found == null) throw Refusal.client("TaskDefinition not found.");
        if (found.status() != Status.ACTIVE) throw Refusal.client("TaskDefinition is inactive");
        return found;
    }

    /// The revision that has this label, null if none has.
    public @Nullable Integer labelled(String family, String label) {
        var names = labels.get(family);
        return names == null ? null : names.get(label);
    }

    /// A family's revisions by number; empty for an unknown one.
    public NavigableMap<Integer, TaskDefinition> revisions(String family) {
        var revisions = families.get(family);
        return revisions == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(revisions);
    }

    /// The names of all families that have revisions, sorted.
    public Collection<String> families() {
        return Collections.unmodifiableCollection(families.navigableKeySet());
    }

    /// Those that are to be deleted once nobody uses them.
    public Collection<TaskDefinitionId> doomed() {
        return Collections.unmodifiableCollection(doomed);
    }

    private @Nullable TaskDefinition newestActive(String family) {
        var revisions = families.get(family);
        if (revisions == null) return null;
        for (var definition : revisions.descendingMap().values()) {
            if (definition.status() == Status.ACTIVE) return definition;
        }
        return null;
    }
}
