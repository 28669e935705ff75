package berth.agent.reconcile;

import berth.wire.acs.AcsTask;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// In which order a task's containers begin and end.
///
/// A container begins after those it links to, and exists after those whose volumes it uses; it ends before
/// them. All begin after the one that holds what they share. Links may go round in circles: inside a circle nobody
/// waits for anybody.
///
/// @param starts  container to those that must have begun before it is created
/// @param volumes container to those that must have been created before it is
/// @param users   container to those that must have ended before it is stopped
public record Order(Map<String, Set<String>> starts, Map<String, Set<String>> volumes, Map<String, Set<String>> users) {

    /// Names that the task does not have are left out. O(containers²).
    public static Order of(AcsTask task) {
        var links = new LinkedHashMap<String, Set<String>>();
        var volumes = new LinkedHashMap<String, Set<String>>();
        for (var container : task.containers()) {
            var name = Objects.requireNonNull(container.name());
            links.put(name, new LinkedHashSet<>());
            volumes.put(name, new LinkedHashSet<>());
        }
        for (var container : task.containers()) {
            var name = Objects.requireNonNull(container.name());
            if (!name.equals(Holder.NAME)) add(links, name, Holder.NAME);
            for (var link : container.links()) add(links, name, target(link));
            for (var dependency : container.dependsOn())
                if (dependency.containerName() != null) add(links, name, dependency.containerName());
            for (var from : container.volumesFrom())
                if (from.sourceContainer() != null) add(volumes, name, from.sourceContainer());
        }
        var all = new LinkedHashMap<String, Set<String>>();
        links.forEach((name, targets) -> {
            var both = new LinkedHashSet<>(targets);
            both.addAll(Objects.requireNonNullElse(volumes.get(name), Set.of()));
            all.put(name, both);
        });
        var users = new LinkedHashMap<String, Set<String>>();
        links.keySet().forEach(name -> users.put(name, new LinkedHashSet<>()));
        all.forEach((name, targets) -> targets.forEach(target -> {
            if (!reaches(all, target, name))
                Objects.requireNonNull(users.get(target)).add(name);
        }));
        links.forEach((name, targets) -> targets.removeIf(target -> reaches(all, target, name)));
        return new Order(links, volumes, users);
    }

    /// `name` of `name` or `name:alias`.
    public static String target(String link) {
        var colon = link.indexOf(':');
        return colon < 0 ? link : link.substring(0, colon);
    }

    /// Containers use each other's volumes in a circle, so none of them can be created first.
    public boolean volumesGoInCircles() {
        return volumes.keySet().stream()
                .anyMatch(name -> Objects.requireNonNull(volumes.get(name)).stream()
                        .anyMatch(source -> reaches(volumes, source, name)));
    }

    Set<String> startsBefore(String name) {
        return Objects.requireNonNullElse(starts.get(name), Set.of());
    }

    Set<String> createdBefore(String name) {
        return Objects.requireNonNullElse(volumes.get(name), Set.of());
    }

    Set<String> usersOf(String name) {
        return Objects.requireNonNullElse(users.get(name), Set.of());
    }

    private static void add(Map<String, Set<String>> edges, String from, String to) {
        if (edges.containsKey(to)) Objects.requireNonNull(edges.get(from)).add(to);
    }

    private static boolean reaches(Map<String, Set<String>> edges, String from, String to) {
        var seen = new LinkedHashSet<String>();
        var open = new ArrayDeque<String>();
        open.add(from);
        while (!open.isEmpty()) {
            var at = open.poll();
            if (at.equals(to)) return true;
            if (seen.add(at)) open.addAll(Objects.requireNonNullElse(edges.get(at), Set.of()));
        }
        return false;
    }
}
