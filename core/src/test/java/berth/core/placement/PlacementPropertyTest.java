package berth.core.placement;

import static berth.core.Samples.NOW;
import static berth.core.Samples.instance;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.placement.Placement.Outcome;
import berth.core.task.Needs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/// Placement beside an oracle that is slow and plain: it writes the rules down once more, over lists and maps.
class PlacementPropertyTest {
    /// What the oracle knows of a node.
    private static final class Plain {
        final String id;
        final String zone;
        final boolean gpu;
        final boolean active;
        final boolean connected;
        final List<Integer> ports = new ArrayList<>();
        int cpu;
        int memory;
        int ofGroup;
        int tasks;

        Plain(int number, Random chance) {
            id = String.format("%03d", number);
            zone = List.of("", "z1", "z2", "z3").get(chance.nextInt(4));
            gpu = chance.nextInt(4) > 0;
            active = chance.nextInt(8) > 0;
            connected = chance.nextInt(8) > 0;
            cpu = chance.nextInt(20);
            memory = chance.nextInt(20);
            tasks = chance.nextInt(4);
            ofGroup = chance.nextInt(tasks + 1);
            for (var port = 1; port <= 3; port++) if (chance.nextInt(5) == 0) ports.add(port);
        }

        Candidate candidate() {
            var attributes = new ArrayList<Attribute>();
            if (!zone.isEmpty()) attributes.add(new Attribute("ecs.availability-zone", zone));
            if (gpu) attributes.add(new Attribute("gpu", null));
            var instance = instance(id, 100, 100, attributes.toArray(Attribute[]::new))
                    .connected(connected, AgentInfo.UNKNOWN);
            if (!active) instance = instance.deregistered(NOW);
            var tcp = new BitSet();
            ports.forEach(tcp::set);
            return new Candidate(instance, cpu, memory, tcp, new BitSet(), ofGroup, tasks);
        }

        @Nullable
        Lack lack(Needs needs, boolean wantsGpu) {
            if (!active) return Lack.INACTIVE;
            if (!connected) return Lack.AGENT;
            if (wantsGpu && !gpu) return Lack.ATTRIBUTE;
            if (cpu < needs.cpu()) return Lack.CPU;
            if (memory < needs.memoryMiB()) return Lack.MEMORY;
            return Collections.disjoint(ports, needs.tcpPorts()) ? null : Lack.PORTS;
        }
    }

    @Property(tries = 500)
    void placement_picks_what_a_plain_scan_picks(@ForAll long seed) {
        var chance = new Random(seed);
        var nodes = new ArrayList<Plain>();
        var many = chance.nextInt(12);
        for (var number = 0; number < many; number++) nodes.add(new Plain(number, chance));
        var needs = new Needs(
                chance.nextInt(6),
                chance.nextInt(6),
                chance.nextInt(3) == 0 ? List.of(1 + chance.nextInt(3)) : List.of(),
                List.of());
        var wantsGpu = chance.nextBoolean();
        var request = new Request(needs, wantsGpu ? List.of("gpu") : List.of(), "family:web");
        var shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, chance);

        var outcomes =
                new Placement(request, shuffled.stream().map(Plain::candidate).toList()).next(10);
        assertThat(outcomes.stream().map(PlacementPropertyTest::words).toList())
                .isEqualTo(oracle(nodes, needs, wantsGpu));
    }

    @Property(tries = 200)
    void equal_empty_nodes_differ_by_one_at_most(
            @ForAll @IntRange(min = 1, max = 12) int nodes, @ForAll @IntRange(min = 1, max = 40) int copies) {
        var candidates = new ArrayList<Candidate>();
        for (var i = 0; i < nodes; i++) candidates.add(PlacementTest.node(instance("n" + i, 1000, 1000)));
        var placement = new Placement(PlacementTest.request(new Needs(1, 1, List.of(), List.of())), candidates);
        var counts = placement.next(copies).stream()
                .collect(Collectors.groupingBy(PlacementTest::at, Collectors.counting()))
                .values();
        var most = Collections.max(counts);
        assertThat(counts.size() < nodes ? most : Collections.max(counts) - Collections.min(counts))
                .isLessThanOrEqualTo(1);
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Placed(var node) -> node.id().id();
            case Outcome.Unplaced(var rejections) ->
                rejections.stream()
                        .map(rejection -> rejection.instance().id() + "=" + rejection.lack())
                        .collect(Collectors.joining(" ", "none: ", ""));
        };
    }

    private static List<String> oracle(List<Plain> nodes, Needs needs, boolean wantsGpu) {
        var words = new ArrayList<String>();
        for (var copy = 0; copy < 10; copy++) {
            Plain best = null;
            for (var node : nodes) {
                if (node.lack(needs, wantsGpu) == null && (best == null || better(node, best, nodes))) best = node;
            }
            if (best == null) {
                words.add(nodes.stream()
                        .map(node -> node.id + "=" + node.lack(needs, wantsGpu))
                        .collect(Collectors.joining(" ", "none: ", "")));
                return words;
            }
            best.cpu -= needs.cpu();
            best.memory -= needs.memoryMiB();
            best.ports.addAll(needs.tcpPorts());
            best.ofGroup++;
            best.tasks++;
            words.add(best.id);
        }
        return words;
    }

    /// In words: the zone with fewer of the group, else the zone first by name, else fewer of the group on the
    /// node, else fewer of all, else first by id.
    private static boolean better(Plain a, Plain b, List<Plain> nodes) {
        var inZoneOfA = inZone(a.zone, nodes);
        var inZoneOfB = inZone(b.zone, nodes);
        if (inZoneOfA != inZoneOfB) return inZoneOfA < inZoneOfB;
        if (!a.zone.equals(b.zone)) return a.zone.compareTo(b.zone) < 0;
        if (a.ofGroup != b.ofGroup) return a.ofGroup < b.ofGroup;
        if (a.tasks != b.tasks) return a.tasks < b.tasks;
        return a.id.compareTo(b.id) < 0;
    }

    private static int inZone(String zone, List<Plain> nodes) {
        return nodes.stream()
                .filter(node -> node.zone.equals(zone))
                .mapToInt(node -> node.ofGroup)
                .sum();
    }
}
