package berth.core.placement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Places copies of one request, each seeing those placed before it.
///
/// The order of work is ECS's: resources and ports first, then the default strategy, spread. That is the zone
/// with the fewest tasks of the group, in it the node with the fewest of the group, then the fewest of all;
/// ties go to the lowest id.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html">ECS</a>
public final class Placement {
    private static final Comparator<Candidate> EMPTIEST = Comparator.comparingInt(Candidate::ofGroup)
            .thenComparingInt(Candidate::tasks)
            .thenComparing(Candidate::id);

    private final Request request;
    private final TreeMap<String, Candidate> candidates = new TreeMap<>();
    private final Map<String, Integer> ofGroupByZone = new HashMap<>();

    /// @param nodes of one cluster, in any order; may be empty
    public Placement(Request request, Collection<Candidate> nodes) {
        this.request = request;
        for (var node : nodes) {
            candidates.put(node.id().id(), node);
            ofGroupByZone.merge(node.zone(), node.ofGroup(), Integer::sum);
        }
    }

    /// What becomes of one copy.
    public sealed interface Outcome {
        record Placed(Candidate node) implements Outcome {}

        /// No node takes it, and why: one entry per node, by id.
        record Unplaced(List<Rejection> rejections) implements Outcome {}
    }

    /// Places the next copy. O(nodes).
    public Outcome next() {
        Candidate best = null;
        for (var candidate : candidates.values()) {
            if (Fit.fits(request, candidate) && (best == null || order(candidate, best) < 0)) best = candidate;
        }
        if (best == null) {
            return new Outcome.Unplaced(candidates.values().stream()
                    .map(candidate -> Fit.explain(request, candidate))
                    .filter(Objects::nonNull)
                    .toList());
        }
        candidates.put(best.id().id(), withOneMore(best));
        ofGroupByZone.merge(best.zone(), 1, Integer::sum);
        return new Outcome.Placed(best);
    }

    /// Places up to `count` copies; stops at the first that finds no node, since the others ask for the same.
    public List<Outcome> next(int count) {
        var outcomes = new ArrayList<Outcome>(count);
        for (var i = 0; i < count; i++) {
            var outcome = next();
            outcomes.add(outcome);
            if (outcome instanceof Outcome.Unplaced) break;
        }
        return outcomes;
    }

    private int order(Candidate a, Candidate b) {
        var byZone = Integer.compare(ofGroupByZone.getOrDefault(a.zone(), 0), ofGroupByZone.getOrDefault(b.zone(), 0));
        if (byZone != 0) return byZone;
        // Two zones with as many tasks: the lower name, so that a zone is filled before the next is looked at.
        var byZoneName = a.zone().compareTo(b.zone());
        return byZoneName != 0 ? byZoneName : EMPTIEST.compare(a, b);
    }

    private Candidate withOneMore(Candidate node) {
        var needs = request.needs();
        return new Candidate(
                node.instance(),
                node.freeCpu() - needs.cpu(),
                node.freeMemoryMiB() - needs.memoryMiB(),
                with(node.tcpPorts(), needs.tcpPorts()),
                with(node.udpPorts(), needs.udpPorts()),
                node.ofGroup() + 1,
                node.tasks() + 1);
    }

    private static BitSet with(BitSet held, List<Integer> more) {
        if (more.isEmpty()) return held;
        var all = (BitSet) held.clone();
        more.forEach(all::set);
        return all;
    }
}
