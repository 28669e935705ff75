package berth.core.rollout;

import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.placement.Outcome;
import berth.core.placement.Rehearsal;
import berth.core.placement.Strategy;
import berth.core.service.Service;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which of a service's tasks would have to move so that no domain has two more of them than
/// another that could take one. The fewest moves that do it: each takes a task from the fullest
/// domain to the emptiest that has room.
final class Balance {
    private Balance() {}

    /// @param by     what is a domain: `instanceId` or `attribute:NAME`
    /// @param budget the most moves, 1 or more
    /// @return in the order in which to do them; empty if it is balanced, or nothing can be done
    static List<Rebalance.Move> moves(Service service, String by, int budget, ClusterState state, Instant now) {
        var primary = service.primary();
        if (primary == null) return List.of();
        var revision = state.services().revision(service.id(), primary.revision());
        var mould = revision == null ? null : Mould.of(service, revision, primary.id(), state);
        if (mould == null) return List.of();
        var domains = new HashMap<InstanceId, String>();
        var byDomain = new LinkedHashMap<String, List<Task>>();
        for (var node : state.pool(service.id().cluster()).nodes()) {
            var instance = node.instance();
            if (instance == null || !instance.placeable()) continue;
            var domain = domain(by, instance);
            if (domain == null) continue;
            domains.put(node.id(), domain);
            byDomain.putIfAbsent(domain, new ArrayList<>());
        }
        for (var task : state.services().live(service.id())) {
            var domain = task.instance() == null ? null : domains.get(task.instance());
            if (domain == null || task.desired() == TaskStatus.STOPPED) continue;
            byDomain.getOrDefault(domain, new ArrayList<>()).add(task);
        }
        var moves = new ArrayList<Rebalance.Move>();
        var full = new HashSet<String>();
        try (var rehearsal = state.pool(service.id().cluster()).rehearse()) {
            while (moves.size() < budget) {
                var move = next(byDomain, full, domains, mould, rehearsal, moves.size(), now);
                if (move == null) break;
                moves.add(move);
            }
        }
        return moves;
    }

    private static Rebalance.@Nullable Move next(
            Map<String, List<Task>> byDomain,
            Set<String> full,
            Map<InstanceId, String> domains,
            Mould mould,
            Rehearsal rehearsal,
            int number,
            Instant now) {
        while (true) {
            var least = byDomain.entrySet().stream()
                    .filter(entry -> !full.contains(entry.getKey()))
                    .min(Comparator.<Map.Entry<String, List<Task>>>comparingInt(
                                    entry -> entry.getValue().size())
                            .thenComparing(Map.Entry::getKey));
            if (least.isEmpty()) return null;
            var to = least.get().getKey();
            var most = byDomain.entrySet().stream()
                    .filter(entry -> entry.getValue().stream().anyMatch(task -> !task.protectedAt(now)))
                    .max(Comparator.<Map.Entry<String, List<Task>>>comparingInt(
                                    entry -> entry.getValue().size())
                            .thenComparing(Map.Entry::getKey));
            if (most.isEmpty()
                    || most.get().getValue().size() - least.get().getValue().size() < 2) return null;
            var from = most.get().getKey();
            var task = most.get().getValue().stream()
                    .filter(one -> !one.protectedAt(now))
                    .max(Comparator.comparing(Task::id))
                    .orElseThrow();
            var node = room(to, domains, mould, rehearsal, number);
            if (node == null) {
                full.add(to);
                continue;
            }
            most.get().getValue().remove(task);
            least.get().getValue().add(task);
            return new Rebalance.Move(task, Objects.requireNonNull(task.instance()), node, from, to);
        }
    }

    /// A node of the domain that takes one more now; held for the moves that follow.
    private static @Nullable InstanceId room(
            String domain, Map<InstanceId, String> domains, Mould mould, Rehearsal rehearsal, int number) {
        for (var entry :
                domains.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            if (!entry.getValue().equals(domain)) continue;
            var copy = new TaskId(entry.getKey().cluster(), "move-" + number);
            if (rehearsal.placeOn(entry.getKey(), mould.request(), copy) instanceof Outcome.Placed) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static @Nullable String domain(String by, ContainerInstance instance) {
        if (by.equals(Strategy.Spread.INSTANCE)) return instance.id().id();
        var attribute = instance.attribute(by.substring(by.indexOf(':') + 1));
        return attribute.isEmpty() ? null : attribute.get().value();
    }
}
