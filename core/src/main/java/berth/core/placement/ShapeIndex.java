package berth.core.placement;

import berth.core.task.TaskId;
import berth.core.task.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The nodes that can take requests of one shape, kept so that the best of them is known at any time.
///
/// It is a knock-out tournament. Each node has a leaf, empty while the request does not fit there; each inner slot
/// holds the better of the two below it, so the topmost holds the best of all. When a node changes, only the matches
/// on its way up are played again: log2(nodes) of them.
///
/// A spread over an attribute seems to spoil that: one more task in a zone makes all of its nodes worse at once. But
/// it decides no match *between* nodes of the zone anew, since both get worse alike. So leaves stand in the order of
/// their domains, a domain is a stretch of leaves, and all that is played again is where the stretch meets its
/// neighbours: the ways up from its first and its last leaf. `Arrangement` knows them.
///
/// What a match goes by is copied from the nodes when they have changed, and only then (`catchUp`), so an index that
/// nobody asks costs nothing. Memory per node: 8 to 16 bytes for the tournament, twice that if chance decides, 4 for
/// the tasks of the group and 4 for each other level that is not a spread over domains; and the arrangement's.
final class ShapeIndex {
    private static final int NONE = -1;
    private static final int ROOT = 1;

    private final Request request;
    private final Suitability suitability;
    private final Fit fit;
    private final Arrangement arrangement;
    private final PoolNode[] nodes;

    private final boolean random;
    private final Column[] columns;
    /// Those of `columns` that are of domains, in the order of the arrangement's divisions.
    private final Column[] spreads;
    private final int[] ofGroup;

    private final int leaves;
    /// By slot: the rank of the best below, or `NONE`. The two below slot `i` are `2 i` and `2 i + 1`; the leaf at
    /// position `p` is slot `leaves + p`.
    private final int[] best;
    /// By slot, if chance decides: how many below are as good as the best of them.
    private final int[] peers;

    /// Ranks of the nodes that moved, and positions where domains that moved begin or end, as far as they find room:
    /// if they don't, all matches are played again.
    private final int[] moved;

    private final int[] edges;
    private int movedCount;
    private int edgeCount;
    private boolean filled;
    private long seen;

    /// Knows no node yet: `catchUp` comes first.
    ///
    /// @param nodes by rank
    ShapeIndex(Request request, Suitability suitability, Arrangement arrangement, PoolNode[] nodes) {
        this.request = request;
        this.suitability = suitability;
        this.fit = new Fit(request, suitability);
        this.arrangement = arrangement;
        this.nodes = nodes;
        ofGroup = new int[nodes.length];
        var chain = Level.Chain.of(request);
        random = chain.random();
        columns = columns(chain);
        spreads = Stream.of(columns).filter(Column::isOfDomains).toArray(Column[]::new);
        leaves = nodes.length < 2 ? 1 : Integer.highestOneBit(nodes.length - 1) << 1;
        best = new int[2 * leaves];
        Arrays.fill(best, NONE);
        peers = new int[random ? 2 * leaves : 0];
        moved = new int[16 + leaves / 16];
        edges = new int[16 + leaves / 16];
    }

    private Column[] columns(Level.Chain chain) {
        var divisions = arrangement.divisions().iterator();
        return chain.levels().stream()
                .map(level -> switch (level) {
                    case Level.Domains _ -> Column.ofDomains(divisions.next());
                    case Level.OfGroup _ -> Column.ofNodes(level, ofGroup);
                    case Level.Tasks _, Level.LeftCpu _, Level.LeftMemory _, Level.StrandedGpus _, Level.LeftInAll _ ->
                        Column.ofNodes(level, new int[nodes.length]);
                })
                .toArray(Column[]::new);
    }

    Suitability suitability() {
        return suitability;
    }

    Arrangement arrangement() {
        return arrangement;
    }

    /// A node's instance has changed.
    void lookAt(PoolNode node) {
        suitability.forget(node);
        arrangement.lookAt(node);
    }

    /// The best node for a copy, null if none fits. As things were when it caught up last.
    @Nullable
    PoolNode best(TaskId copy) {
        var rank = random && best[ROOT] != NONE ? drawn(copy) : best[ROOT];
        return rank == NONE ? null : nodes[rank];
    }

    /// What a node is weighed by, level by level. As things were when it caught up last.
    List<Weight> weights(PoolNode node) {
        var weights = new ArrayList<Weight>(columns.length + 1);
        for (var column : columns) weights.add(column.weight(node.rank));
        if (random) weights.add(Weight.CHANCE);
        return weights;
    }

    // ---- passing over

    /// Takes a node out of the choice until `admit`: it is kept for somebody else. Nothing may catch up in between.
    void bar(PoolNode node) {
        put(node, false);
    }

    void admit(PoolNode node) {
        put(node, fit.of(node));
    }

    private void put(PoolNode node, boolean fits) {
        var leaf = leaves + arrangement.position(node.rank);
        if (fits == (best[leaf] != NONE)) return;
        best[leaf] = fits ? node.rank : NONE;
        if (random) peers[leaf] = fits ? 1 : 0;
        climbFrom(node.rank);
    }

    // ---- keeping up

    /// Takes note of what has changed. If that is much, looking at all nodes is as quick, and surely right.
    ///
    /// Values are copied before the first match is played again, since it may meet any of the nodes that changed.
    void catchUp(Changes changes) {
        if (filled && changes.now() == seen) return;
        if (!filled || changes.now() - seen > nodes.length / 8 || !changes.remembers(seen)) {
            movedCount = moved.length + 1;
            for (var node : nodes) refresh(node);
            filled = true;
        } else {
            for (var at = seen + 1; at <= changes.now(); at++) {
                var node = changes.at(at);
                if (node != null) refresh(node);
            }
        }
        seen = changes.now();
        playAgain();
    }

    private void refresh(PoolNode node) {
        var rank = node.rank;
        var tasks = node.ofGroup(request.group());
        var news = tasks != ofGroup[rank];
        if (news) count(rank, tasks);
        for (var column : columns) news |= column.copy(node);
        var leaf = leaves + arrangement.position(rank);
        var fits = fit.of(node);
        if (fits ? !news && best[leaf] == rank : best[leaf] == NONE) return;
        best[leaf] = fits ? rank : NONE;
        if (random) peers[leaf] = fits ? 1 : 0;
        if (movedCount < moved.length) moved[movedCount] = rank;
        movedCount = Math.min(movedCount + 1, moved.length + 1);
    }

    /// Counts the node's tasks of the group for its domains, all of whose nodes move by that.
    private void count(int rank, int tasks) {
        var more = tasks - ofGroup[rank];
        ofGroup[rank] = tasks;
        for (var i = 0; i < spreads.length; i++) {
            var division = arrangement.divisions().get(i);
            var domain = division.domains()[rank];
            spreads[i].add(domain, more);
            for (var edge = 0; edge < division.edgeCount(domain); edge++) {
                if (edgeCount < edges.length) edges[edgeCount] = division.edge(domain, edge);
                edgeCount = Math.min(edgeCount + 1, edges.length + 1);
            }
        }
    }

    private void playAgain() {
        if (movedCount > moved.length || edgeCount > edges.length) {
            for (var slot = leaves - 1; slot >= ROOT; slot--) play(slot);
        } else {
            climbFromEdges();
            for (var i = 0; i < movedCount; i++) climbFrom(moved[i]);
        }
        movedCount = 0;
        edgeCount = 0;
    }

    /// Round by round, each match once, all the way up: whoever wins at an edge, it may be another to its domain's
    /// neighbours now.
    private void climbFromEdges() {
        Arrays.sort(edges, 0, edgeCount);
        for (var i = 0; i < edgeCount; i++) edges[i] += leaves;
        for (var round = leaves; round > ROOT; round /= 2) {
            var matches = 0;
            for (var i = 0; i < edgeCount; i++) {
                var slot = edges[i] / 2;
                if (matches > 0 && edges[matches - 1] == slot) continue;
                edges[matches++] = slot;
                play(slot);
            }
            edgeCount = matches;
        }
    }

    /// Up to where it makes no difference any more: the winner is whom it was, and not the node that moved. If that
    /// winner moved as well, its own climb tells.
    private void climbFrom(int rank) {
        for (var slot = (leaves + arrangement.position(rank)) / 2; slot >= ROOT; slot /= 2) {
            var winner = best[slot];
            var equals = random ? peers[slot] : 0;
            play(slot);
            if (best[slot] == winner && winner != rank && (!random || peers[slot] == equals)) return;
        }
    }

    private void play(int slot) {
        var left = 2 * slot;
        var right = left + 1;
        var order = order(best[left], best[right]);
        if (random) peers[slot] = (order <= 0 ? peers[left] : 0) + (order >= 0 ? peers[right] : 0);
        best[slot] = order < 0 || (order == 0 && best[left] < best[right]) ? best[left] : best[right];
    }

    /// Below zero if the node of rank `a` is better, above if that of `b` is. `NONE` is worse than any.
    private int order(int a, int b) {
        if (a == NONE || b == NONE) return Boolean.compare(a == NONE, b == NONE);
        for (var column : columns) {
            var order = Integer.compare(column.of(a), column.of(b));
            if (order != 0) return order;
        }
        return 0;
    }

    // ---- chance

    /// One of those as good as the best, in the order of their positions.
    private int drawn(TaskId copy) {
        var left = Seed.below(peers[ROOT], copy);
        var slot = ROOT;
        while (slot < leaves) {
            slot *= 2;
            var here = order(best[slot], best[ROOT]) == 0 ? peers[slot] : 0;
            if (left >= here) {
                left -= here;
                slot++;
            }
        }
        return best[slot];
    }
}
