package berth.core.placement;

import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.query.ClusterQuery;
import java.util.Collections;
import java.util.List;

/// Somebody waits for a node, and what he needs of it is kept for him. The rest is free for all: who takes nothing
/// of it may come.
public record Claim(Rank rank, Request request) {
    /// Whether `other`, on the node now, would take what is kept: of what is counted, anything of what is short
    /// already, or so much that it would be; a port; or, where the claim looks at what tasks are there, its being
    /// there.
    boolean suffersFrom(Request other, PoolNode node) {
        var mine = request.needs();
        var its = other.needs();
        return takes(its.cpu(), mine.cpu(), node.freeCpu())
                || takes(its.memoryMiB(), mine.memoryMiB(), node.freeMemoryMiB())
                || (its.gpus() > 0
                        && takes(its.gpus(), mine.gpus(), node.freeGpus().size()))
                || meet(its.tcpPorts(), mine.tcpPorts())
                || meet(its.udpPorts(), mine.udpPorts())
                || looksAt(other);
    }

    private static boolean takes(long its, long mine, long free) {
        return its > 0 && mine > 0 && free - its < mine;
    }

    private static boolean meet(List<Integer> its, List<Integer> mine) {
        return !Collections.disjoint(its, mine);
    }

    private boolean looksAt(Request other) {
        for (var constraint : request.constraints()) {
            switch (constraint) {
                case DistinctInstance() -> {
                    if (other.group().equals(request.group())) return true;
                }
                case MemberOf(ClusterQuery query) -> {
                    if (query.readsTasks()) return true;
                }
            }
        }
        return false;
    }
}
