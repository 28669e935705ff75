package berth.agent.act;

import berth.agent.docker.ContainerSummary;
import berth.agent.launch.ContainerBody;
import berth.agent.launch.Names;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.PortMapping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds blocks of host ports that follow one another, for containers that ask for a range. Thread-safe.
///
/// From the top down: what the engine and the kernel give away by themselves comes from below. A block
/// counts as taken from its choice until its container has started, when the engine's listing shows it, or
/// is given up. Whoever takes one of its ports in between, or was not seen, makes the start fail; the next
/// choice then avoids that block.
final class PortBlocks {
    /// The part of the port numbers that nobody registers (RFC 6335).
    static final int FIRST = 49_153;

    static final int LAST = 65_535;
    /// Refused starts after which a container is given up.
    static final int TRIES = 5;

    /// @param protocol `tcp` or `udp`
    /// @param count    ports
    record Wish(String protocol, int count) {}

    private record Block(String protocol, int first, int count) {}

    private static final class Held {
        private final List<Block> blocks = new ArrayList<>();
        private final List<Block> refused = new ArrayList<>();
        private int refusals;
    }

    private final Set<Integer> reserved;
    private final BiPredicate<String, Integer> free;
    private final Map<String, Held> held = new HashMap<>();

    /// @param reserved host ports kept from tasks
    /// @param free     whether nobody on this machine listens on a port, by protocol and number
    PortBlocks(Set<Integer> reserved, BiPredicate<String, Integer> free) {
        this.reserved = Set.copyOf(reserved);
        this.free = free;
    }

    /// The first host port for each port range of the container, or null when there is no block that is
    /// large enough.
    ///
    /// @param listed asks the engine for all of its containers, if there is a range
    @Nullable
    Map<PortMapping, Integer> choose(AcsTask task, String container, Supplier<List<ContainerSummary>> listed) {
        var ranges = ContainerBody.ranges(task, container);
        if (ranges.isEmpty()) return Map.of();
        var wishes = ranges.entrySet().stream()
                .map(range -> new Wish(
                        Objects.requireNonNullElse(range.getKey().protocol(), "tcp"),
                        range.getValue().count()))
                .toList();
        var firsts = take(Names.container(task, container), wishes, listed.get());
        if (firsts == null) return null;
        var chosen = new HashMap<PortMapping, Integer>();
        var each = firsts.iterator();
        for (var mapping : ranges.keySet()) chosen.put(mapping, each.next());
        return chosen;
    }

    /// The first host port for each wish, or null when there is no block that is large enough.
    ///
    /// @param name   of the container, for [#started] and [#refused]
    /// @param listed all containers of the engine
    synchronized @Nullable List<Integer> take(String name, List<Wish> wishes, List<ContainerSummary> listed) {
        var mine = held.computeIfAbsent(name, ignored -> new Held());
        mine.blocks.clear();
        var firsts = new ArrayList<Integer>();
        for (var wish : wishes) {
            var block = find(wish, taken(wish.protocol(), mine, listed));
            if (block == null) {
                held.remove(name);
                return null;
            }
            mine.blocks.add(block);
            firsts.add(block.first());
        }
        return firsts;
    }

    private BitSet taken(String protocol, Held mine, List<ContainerSummary> listed) {
        var taken = new BitSet(LAST + 1);
        reserved.forEach(taken::set);
        for (var container : listed)
            for (var port : container.ports()) if (port.protocol().equals(protocol)) taken.set(port.hostPort());
        for (var other : held.values()) mark(taken, protocol, other.blocks);
        mark(taken, protocol, mine.refused);
        return taken;
    }

    private static void mark(BitSet taken, String protocol, List<Block> blocks) {
        for (var block : blocks)
            if (block.protocol().equals(protocol)) taken.set(block.first(), block.first() + block.count());
    }

    private @Nullable Block find(Wish wish, BitSet taken) {
        var run = 0;
        for (var port = LAST; port >= FIRST; port--) {
            run = taken.get(port) || !free.test(wish.protocol(), port) ? 0 : run + 1;
            if (run == wish.count()) return new Block(wish.protocol(), port, wish.count());
        }
        return null;
    }

    /// The engine shows its ports from now on, or it is gone.
    synchronized void released(String name) {
        held.remove(name);
    }

    /// Its start failed because a port was taken.
    ///
    /// @return false: that was once too often
    synchronized boolean refused(String name) {
        var mine = held.computeIfAbsent(name, ignored -> new Held());
        mine.refused.addAll(mine.blocks);
        mine.blocks.clear();
        if (++mine.refusals < TRIES) return true;
        held.remove(name);
        return false;
    }
}
