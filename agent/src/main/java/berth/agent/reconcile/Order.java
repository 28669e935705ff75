package berth.agent.reconcile;

import berth.wire.acs.AcsTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// In which order a task's containers begin and end.
///
/// A container begins after those it links to and once what it depends on has come, and exists after those
/// whose volumes it uses; it ends before all of them. Links may go round in circles: inside a circle nobody
/// waits for a link. All begin after the one that holds what they share. Dependencies and volumes may not. Whose log
/// goes through a router depends on it, unless he says himself how.
///
/// @param links   container to those that must have begun before it is created
/// @param waits   container to what it waits for before it is created
/// @param volumes container to those that must have been created before it is
/// @param users   container to those that must have ended before it is stopped
public record Order(
        Map<String, Set<String>> links,
        Map<String, List<Wait>> waits,
        Map<String, Set<String>> volumes,
        Map<String, Set<String>> users) {

    /// @param on        a container of the same task
    /// @param condition what it must have come to
    public record Wait(String on, Condition condition) {}

    /// Names that the task does not have, and words that are no condition, are left out. O(containers²).
    public static Order of(AcsTask task) {
        var links = edges(task);
        var waits = new LinkedHashMap<String, List<Wait>>();
        var volumes = edges(task);
        var router = LogRouter.of(task);
        for (var container : task.containers()) {
            var name = Objects.requireNonNull(container.name());
            if (!name.equals(Holder.NAME)) add(links, name, Holder.NAME);
            for (var link : container.links()) add(links, name, target(link));
            var list = new ArrayList<Wait>();
            for (var dependency : container.dependsOn()) {
                var condition = Condition.of(dependency.condition());
                if (condition != null
                        && dependency.containerName() != null
                        && links.containsKey(dependency.containerName()))
                    list.add(new Wait(dependency.containerName(), condition));
            }
            if (router != null && LogRouter.takes(container) && !name.equals(router.name())) {
                var on = Objects.requireNonNull(router.name());
                if (list.stream().noneMatch(wait -> wait.on().equals(on))) list.add(new Wait(on, Condition.START));
            }
            waits.put(name, list);
            for (var from : container.volumesFrom())
                if (from.sourceContainer() != null) add(volumes, name, from.sourceContainer());
        }
        var strict = strict(waits, volumes);
        var all = new LinkedHashMap<String, Set<String>>();
        strict.forEach((name, targets) -> {
            var both = new LinkedHashSet<>(targets);
            both.addAll(targets(links, name));
            all.put(name, both);
        });
        links.forEach((name, targets) -> targets.removeIf(target -> reaches(all, target, name)));
        var users = edges(task);
        strict.forEach((name, targets) -> targets.forEach(target -> add(users, target, name)));
        links.forEach((name, targets) -> targets.forEach(target -> add(users, target, name)));
        return new Order(links, waits, volumes, users);
    }

    /// Edges that no circle may hold.
    private static Map<String, Set<String>> strict(Map<String, List<Wait>> waits, Map<String, Set<String>> volumes) {
        var strict = new LinkedHashMap<String, Set<String>>();
        waits.forEach((name, list) -> {
            var targets = new LinkedHashSet<>(targets(volumes, name));
            for (var wait : list) targets.add(wait.on());
            strict.put(name, targets);
        });
        return strict;
    }

    private static Map<String, Set<String>> edges(AcsTask task) {
        var edges = new LinkedHashMap<String, Set<String>>();
        for (var container : task.containers())
            edges.put(Objects.requireNonNull(container.name()), new LinkedHashSet<>());
        return edges;
    }

    /// `name` of `name` or `name:alias`.
    public static String target(String link) {
        var colon = link.indexOf(':');
        return colon < 0 ? link : link.substring(0, colon);
    }

    /// Containers depend on each other, or use each other's volumes, in a circle, so none of them can be
    /// the first.
    public boolean goesInCircles() {
        var strict = strict(waits, volumes);
        return strict.keySet().stream()
                .anyMatch(name -> targets(strict, name).stream().anyMatch(target -> reaches(strict, target, name)));
    }

    Set<String> linkedBefore(String name) {
        return targets(links, name);
    }

    Set<String> createdBefore(String name) {
        return targets(volumes, name);
    }

    List<Wait> waitsOf(String name) {
        return Objects.requireNonNullElse(waits.get(name), List.of());
    }

    /// Whether any container waits for another one's condition.
    boolean anyWaits() {
        return waits.values().stream().anyMatch(list -> !list.isEmpty());
    }

    /// Another container waits for more than its beginning.
    boolean isWaitedFor(String name) {
        return waits.values().stream()
                .flatMap(List::stream)
                .anyMatch(wait -> wait.on().equals(name) && wait.condition() != Condition.START);
    }

    Set<String> usersOf(String name) {
        return targets(users, name);
    }

    private static Set<String> targets(Map<String, Set<String>> edges, String name) {
        return Objects.requireNonNullElse(edges.get(name), Set.of());
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
            if (seen.add(at)) open.addAll(targets(edges, at));
        }
        return false;
    }
}
