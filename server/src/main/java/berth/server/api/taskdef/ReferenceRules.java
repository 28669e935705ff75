package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerCondition;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Volume;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/// Whatever a container names must be there: linked and depended-on containers, volumes. No order may be a circle.
final class ReferenceRules {
    private final Map<String, ContainerDefinition> containers = new LinkedHashMap<>();
    private final Set<String> volumes;

    private ReferenceRules(RegisterTaskDefinitionRequest request) {
        for (var container : request.containerDefinitions()) containers.put(container.name(), container);
        volumes = request.volumes().stream().map(Volume::name).collect(Collectors.toSet());
    }

    static void check(RegisterTaskDefinitionRequest request) {
        var rules = new ReferenceRules(request);
        var links = new LinkedHashMap<String, List<String>>();
        var dependencies = new LinkedHashMap<String, List<String>>();
        var sources = new LinkedHashMap<String, List<String>>();
        for (var container : request.containerDefinitions()) {
            rules.checkMounts(container);
            links.put(
                    container.name(),
                    container.links().stream().map(ReferenceRules::linked).toList());
            dependencies.put(
                    container.name(),
                    container.dependsOn().stream()
                            .map(ContainerDependency::containerName)
                            .toList());
            sources.put(
                    container.name(),
                    container.volumesFrom().stream()
                            .map(VolumeFrom::sourceContainer)
                            .toList());
        }
        rules.requireKnown("links", links);
        rules.requireKnown("dependsOn", dependencies);
        rules.requireKnown("volumesFrom", sources);
        if (circular(links)) throw Refusal.client("Container links should not have a cycle");
        if (circular(dependencies)) throw Refusal.client("Container dependencies should not have a cycle");
        if (circular(sources)) throw Refusal.client("Container volumesFrom should not have a cycle");
        // A container that another's link or volume needs first cannot be one that waits for that other.
        var all = union(links, union(dependencies, sources));
        if (circular(all)) {
            throw Refusal.client(
                    "Container dependencies should not have a cycle (links, dependsOn and volumesFrom together have one)");
        }
        if (circular(union(all, rules.logs(request)))) {
            throw Refusal.client(
                    "Container dependencies should not have a cycle (a container with log driver awsfirelens"
                            + " depends on the one with the firelensConfiguration)");
        }
        request.containerDefinitions().forEach(rules::checkConditions);
    }

    /// Whose log goes through the router begins after it.
    private Map<String, List<String>> logs(RegisterTaskDefinitionRequest request) {
        var logs = new LinkedHashMap<String, List<String>>();
        var router = FirelensRules.router(request);
        containers.forEach((name, container) ->
                logs.put(name, router != null && FirelensRules.writes(container) ? List.of(router) : List.of()));
        return logs;
    }

    /// The container in `name` or `name:alias`.
    private static String linked(String link) {
        var colon = link.indexOf(':');
        return colon < 0 ? link : link.substring(0, colon);
    }

    private void checkMounts(ContainerDefinition container) {
        for (var mount : container.mountPoints()) {
            if (mount.sourceVolume() == null || !volumes.contains(mount.sourceVolume())) {
                throw Refusal.client("Unknown volume '" + mount.sourceVolume() + "'.");
            }
            if (mount.containerPath() == null || mount.containerPath().isBlank()) {
                throw ContainerRules.invalid("mountPoints", container, "containerPath should not be null or empty.");
            }
        }
    }

    private void requireKnown(String member, Map<String, List<String>> references) {
        references.values().stream().flatMap(List::stream).forEach(name -> {
            if (name == null || !containers.containsKey(name)) {
                throw Refusal.client("Invalid '" + member + "' setting. Unknown container: '" + name + "'.");
            }
        });
    }

    private void checkConditions(ContainerDefinition container) {
        for (var dependency : container.dependsOn()) {
            var other = containers.get(dependency.containerName());
            if (other == null) continue;
            var condition = dependency.condition();
            var ends = condition == ContainerCondition.SUCCESS || condition == ContainerCondition.COMPLETE;
            if (ends && !Boolean.FALSE.equals(other.essential())) {
                throw Refusal.client(
                        "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container");
            }
            if (condition == ContainerCondition.HEALTHY && other.healthCheck() == null) {
                throw Refusal.client("Container '" + other.name() + "' must have a healthCheck: container '"
                        + container.name() + "' waits until it is HEALTHY.");
            }
        }
    }

    private static Map<String, List<String>> union(Map<String, List<String>> a, Map<String, List<String>> b) {
        var union = new LinkedHashMap<String, List<String>>();
        a.forEach((name, targets) -> {
            var all = new ArrayList<>(targets);
            all.addAll(b.getOrDefault(name, List.of()));
            union.put(name, all);
        });
        return union;
    }

    /// At most ten containers, so the plain walk is quick.
    private static boolean circular(Map<String, List<String>> graph) {
        return graph.keySet().stream().anyMatch(start -> reaches(start, start, graph, new HashSet<>()));
    }

    private static boolean reaches(String from, String to, Map<String, List<String>> graph, Set<String> seen) {
        for (var next : graph.getOrDefault(from, List.of())) {
            if (next.equals(to) || (seen.add(next) && reaches(next, to, graph, seen))) return true;
        }
        return false;
    }
}
