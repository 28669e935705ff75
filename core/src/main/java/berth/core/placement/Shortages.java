package berth.core.placement;

import berth.core.node.ContainerInstance;
import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.placement.Shortage.Amount;
import berth.core.placement.Shortage.Ports.Taken;
import berth.core.taskdef.PortMapping.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that keeps a node from taking one copy of a request. Looks at every dimension anew, so it costs more
/// than `Fit`, with which it always agrees: nothing is short exactly where the copy fits.
final class Shortages {
    private Shortages() {}

    /// In the order of `Lack`; empty if it fits.
    static List<Shortage> of(Request request, Rank rank, PoolNode node) {
        var all = new ArrayList<Shortage>();
        standing(node, all);
        amounts(request, node, all);
        ports(request, node, all);
        kept(request, rank, node, all);
        attributes(request, node, all);
        constraints(request, node, all);
        all.sort(Comparator.comparing(Shortage::lack));
        return all;
    }

    /// Whether nothing is short, or only that the agent is away.
    static boolean agentAtMost(Request request, Rank rank, PoolNode node) {
        return node.instance() != null
                && of(request, rank, node).stream().allMatch(Shortage.AgentAway.class::isInstance);
    }

    private static void standing(PoolNode node, List<Shortage> all) {
        var instance = node.requireInstance();
        if (instance.status() != ContainerInstance.Status.ACTIVE) all.add(new Shortage.Standing(instance.status()));
        if (instance.fenced()) all.add(new Shortage.Fenced());
        if (!instance.agentConnected()) all.add(new Shortage.AgentAway());
    }

    private static void amounts(Request request, PoolNode node, List<Shortage> all) {
        var needs = request.needs();
        var has = node.requireInstance().resources();
        amount(Lack.CPU, needs.cpu(), node.freeCpu(), has.cpu(), all);
        amount(Lack.MEMORY, needs.memoryMiB(), node.freeMemoryMiB(), has.memoryMiB(), all);
        amount(Lack.GPU, needs.gpus(), node.freeGpus().size(), has.gpus().size(), all);
    }

    private static void amount(Lack lack, long asked, long free, long of, List<Shortage> all) {
        if (asked > 0 && asked > free) all.add(new Amount(lack, asked, free, of));
    }

    private static void ports(Request request, PoolNode node, List<Shortage> all) {
        var address = request.address();
        if (address != null && !node.addresses().contains(address)) {
            all.add(new Shortage.NoAddress(address, node.addresses()));
            return;
        }
        if (node.canBind(request.needs(), address)) return;
        var taken = new ArrayList<Taken>();
        for (var port : request.needs().tcpPorts()) taken(request, node, Protocol.TCP, port, taken);
        for (var port : request.needs().udpPorts()) taken(request, node, Protocol.UDP, port, taken);
        all.add(new Shortage.Ports(taken));
    }

    private static void taken(Request request, PoolNode node, Protocol protocol, int port, List<Taken> taken) {
        if (node.reserved(protocol).contains(port)) taken.add(new Taken(protocol, port, null, null));
        node.holdsOf(protocol, port).stream()
                .filter(hold -> hold.address() == null || mayBind(request, node, hold.address()))
                .sorted(Comparator.<Taken>comparingInt(hold -> place(hold.address(), node))
                        .thenComparing(Taken::address, Comparator.nullsFirst(Comparator.naturalOrder())))
                .forEach(taken::add);
    }

    /// Whether the ports might have gone on this address: a task may hold one that its node does not name any longer.
    private static boolean mayBind(Request request, PoolNode node, String address) {
        if (request.address() != null) return request.address().equals(address);
        return request.needs().everyAddress()
                || node.addresses().isEmpty()
                || node.addresses().contains(address);
    }

    private static int place(@Nullable String address, PoolNode node) {
        return address == null ? -1 : node.addresses().indexOf(address);
    }

    private static void kept(Request request, Rank rank, PoolNode node, List<Shortage> all) {
        var claim = node.keptFor();
        if (claim == null || !node.isKeptFrom(request, rank)) return;
        all.add(new Shortage.Kept(claim.rank().task(), claim.rank().priority()));
    }

    private static void attributes(Request request, PoolNode node, List<Shortage> all) {
        var missing = request.requires().stream()
                .filter(name -> !node.hasAttribute(name))
                .toList();
        if (!missing.isEmpty()) all.add(new Shortage.Attributes(missing));
    }

    private static void constraints(Request request, PoolNode node, List<Shortage> all) {
        for (var constraint : request.constraints()) {
            switch (constraint) {
                case DistinctInstance() -> {
                    var there = node.ofGroup(request.group());
                    if (there > 0) all.add(new Shortage.SameGroup(request.group(), there));
                }
                case MemberOf(var query) -> {
                    if (!query.matches(node)) all.add(new Shortage.Unmatched(query, query.failure(node)));
                }
            }
        }
    }
}
