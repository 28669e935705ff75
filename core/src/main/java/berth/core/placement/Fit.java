package berth.core.placement;

import berth.core.node.ContainerInstance;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether one node can take one copy of a request.
public final class Fit {
    private Fit() {}

    /// Whether nothing is in the way. The hot path: makes no garbage.
    public static boolean fits(Request request, Candidate candidate) {
        return lack(request, candidate) == null;
    }

    /// The first thing in the way, in `Lack`'s order, null if nothing is.
    public static @Nullable Lack lack(Request request, Candidate candidate) {
        var instance = candidate.instance();
        if (instance.status() != ContainerInstance.Status.ACTIVE) return Lack.INACTIVE;
        if (!instance.agentConnected()) return Lack.AGENT;
        for (var name : request.requires()) {
            if (instance.attribute(name).isEmpty()) return Lack.ATTRIBUTE;
        }
        if (request.needs().cpu() > candidate.freeCpu()) return Lack.CPU;
        if (request.needs().memoryMiB() > candidate.freeMemoryMiB()) return Lack.MEMORY;
        if (taken(request.needs().tcpPorts(), candidate.tcpPorts()) != null
                || taken(request.needs().udpPorts(), candidate.udpPorts()) != null) return Lack.PORTS;
        return null;
    }

    /// What is in the way, in words; null if nothing is.
    public static @Nullable Rejection explain(Request request, Candidate candidate) {
        var lack = lack(request, candidate);
        return lack == null ? null : new Rejection(candidate.id(), lack, detail(lack, request, candidate));
    }

    private static String detail(Lack lack, Request request, Candidate candidate) {
        var needs = request.needs();
        return switch (lack) {
            case INACTIVE -> "The container instance is " + candidate.instance().status() + ".";
            case AGENT -> "The container agent is not connected.";
            case ATTRIBUTE ->
                "The container instance lacks what the task requires: "
                        + request.requires().stream()
                                .filter(name ->
                                        candidate.instance().attribute(name).isEmpty())
                                .collect(Collectors.joining(", "))
                        + ".";
            case CPU ->
                "The task needs " + needs.cpu() + " CPU units; " + Math.max(0, candidate.freeCpu()) + " of "
                        + candidate.instance().resources().cpu() + " are free.";
            case MEMORY ->
                "The task needs " + needs.memoryMiB() + " MiB of memory; " + Math.max(0, candidate.freeMemoryMiB())
                        + " of " + candidate.instance().resources().memoryMiB() + " MiB are free.";
            case PORTS -> {
                var tcp = taken(needs.tcpPorts(), candidate.tcpPorts());
                yield tcp != null
                        ? "The task needs TCP port " + tcp + ", which is taken."
                        : "The task needs UDP port " + taken(needs.udpPorts(), candidate.udpPorts())
                                + ", which is taken.";
            }
        };
    }

    private static @Nullable Integer taken(List<Integer> wanted, BitSet held) {
        for (var port : wanted) {
            if (held.get(port)) return port;
        }
        return null;
    }
}
